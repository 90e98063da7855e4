"""What arrived is compared with what was signed; nothing is lost at any point of the way."""

import base64
import hashlib
import json
import os
from io import BytesIO
from typing import BinaryIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from PIL import Image
from sqlalchemy import select

from backend.evidence import jobs
from backend.evidence.models import UploadChunk
from backend.evidence.service import staging
from backend.kernel.sandbox import Sandbox
from backend.kernel.storage import ObjectMissing
from tests.phones import HERE, enrol_phone, photo_bytes, run_waiting_jobs

pytestmark = pytest.mark.usefixtures("by_worker")


def _exhibit(phone, capture) -> dict:
    return phone.person.get(f"/exhibits/{capture.id}").json


def _custody(phone, capture) -> list[dict]:
    """Without the traces of the test's own looks."""
    items = phone.person.get(f"/exhibits/{capture.id}/custody").json["items"]
    return [item for item in items if item["action"] != "viewed"]


def _sent(phone, content: bytes | None = None, **facts):
    """A capture whose bytes have all arrived, and the ids its job gets."""
    capture = phone.capture(content, **facts)
    phone.register(capture)
    return capture, phone.upload(capture).rsplit("/", 1)[1]


def _read(store, key: str) -> bytes:
    with store.open(key) as source:
        return source.read()


def _flags(phone, capture) -> dict:
    return {flag["code"]: flag["facts"] for flag in _exhibit(phone, capture)["flags"]}


def test_a_verified_exhibit_lies_untouched_under_its_digest(phone, store) -> None:
    capture = phone.deliver()

    shown = _exhibit(phone, capture)

    digest = shown["media"]["sha256"]
    assert shown["state"] == "verified"
    assert shown["media"]["sm3"] == hashlib.new("sm3", capture.content).hexdigest()
    assert _read(store, f"orig/sha256/{digest[:2]}/{digest[2:4]}/{digest}") == capture.content
    assert store.staged == set()


def test_custody_tells_every_step_in_a_valid_chain(phone) -> None:
    capture = phone.deliver()

    shown = phone.person.get(f"/exhibits/{capture.id}/custody").json

    actions = [item["action"] for item in shown["items"]]
    assert actions[:3] == ["received", "stored", "checked"]
    assert shown["chain_valid"]
    assert shown["capture_signature_valid"]
    assert shown["capture_record"] == capture.record
    assert shown["items"][0]["actor"]["name"] == "王秀英"
    assert shown["items"][1]["actor"] is None
    assert shown["items"][0]["detail"]["sha256"] == capture.record["media"]["sha256"]


def test_the_receipt_is_signed_over_the_received_event(phone, app) -> None:
    capture = phone.deliver()

    receipt = phone.person.get(f"/exhibits/{capture.id}/receipt").json

    statement = base64.b64decode(receipt["statement"])
    pem = (app.extensions["settings"].key_dir / "receipt.key").read_bytes()
    key = load_pem_private_key(pem, None)
    assert isinstance(key, Ed25519PrivateKey)
    key.public_key().verify(base64.b64decode(receipt["signature"]), statement)
    said = json.loads(statement)
    assert said["event_hash"] == _custody(phone, capture)[0]["hash"]
    assert (said["exhibit_id"], said["size"]) == (capture.id, len(capture.content))


def test_other_bytes_than_signed_are_set_aside_and_kept(phone, store) -> None:
    capture = phone.capture(photo_bytes(1))
    phone.register(capture)
    wrong = capture.content[:-1] + b"\x00"
    phone.upload(capture, wrong)

    run_waiting_jobs()

    found = hashlib.sha256(wrong).hexdigest()
    assert _exhibit(phone, capture)["state"] == "quarantined"
    assert _flags(phone, capture)["digest_differs"]["found_sha256"] == found
    assert _custody(phone, capture)[-1]["action"] == "rejected"
    assert _read(store, f"quarantine/{capture.id}/{found}") == wrong
    assert phone.person.get(f"/exhibits/{capture.id}/receipt").json["state"] == "quarantined"


def test_a_quarantined_exhibit_may_be_sent_again(phone) -> None:
    capture = phone.capture(photo_bytes(1))
    phone.register(capture)
    phone.upload(capture, capture.content[:-1] + b"\x00")
    run_waiting_jobs()

    phone.upload(capture)
    run_waiting_jobs()

    assert _exhibit(phone, capture)["state"] == "verified"
    assert _flags(phone, capture) == {}
    actions = [item["action"] for item in _custody(phone, capture)]
    assert actions[:4] == ["received", "rejected", "received", "stored"]


def test_the_job_run_twice_does_its_work_once(phone) -> None:
    capture, upload_id = _sent(phone)

    for _ in range(2):
        jobs.verify_exhibit(capture.id, upload_id)
        jobs.examine_waiting()
        jobs.discard_staging(upload_id)

    actions = [item["action"] for item in _custody(phone, capture)]
    assert actions == ["received", "stored", "checked"]


class Killed(Exception):
    """Stands for the end of the process."""


@pytest.mark.parametrize("step", ["before_put", "after_put"])
@pytest.mark.parametrize("prefix", ["orig/", "quarantine/"])
def test_a_worker_killed_around_a_put_does_the_rest_next_time(phone, store, step, prefix) -> None:
    capture = phone.capture()
    phone.register(capture)
    wrong = capture.content[:-1] + b"\x00" if prefix == "quarantine/" else None
    phone.upload(capture, wrong)

    def kill(key: str) -> None:
        if key.startswith(prefix):
            raise Killed

    setattr(store, step, kill)
    with pytest.raises(Killed):
        run_waiting_jobs()
    setattr(store, step, lambda _key: None)
    _run_again(phone, capture)

    shown = _exhibit(phone, capture)
    assert shown["state"] == ("quarantined" if wrong else "verified")
    assert shown["has_preview"] is not bool(wrong)


def _run_again(phone, capture) -> None:
    """Run the jobs again, as the queue's retry does."""
    head = phone.open_upload(capture)
    if head.status_code == 409:
        received = [item for item in _custody(phone, capture) if item["action"] == "received"]
        jobs.verify_exhibit(capture.id, received[-1]["detail"]["upload_id"])
    run_waiting_jobs()


def test_staged_bytes_stay_until_the_exhibit_is_verified(phone, store) -> None:
    _, upload_id = _sent(phone)

    jobs.discard_staging(upload_id)

    assert len(store.staged) == 1


def test_a_worker_killed_while_tidying_up_ends_it_next_time(phone, store, session) -> None:
    _, upload_id = _sent(phone)
    run_once = store.delete

    def kill(key: str) -> None:
        run_once(key)
        raise Killed

    store.delete = kill
    with pytest.raises(Killed):
        run_waiting_jobs()
    store.delete = run_once
    jobs.discard_staging(upload_id)

    assert session.scalars(select(UploadChunk)).all() == []


def test_bytes_lost_from_staging_are_asked_for_again(phone, store) -> None:
    capture, _ = _sent(phone)
    store.delete(next(iter(store.staged)))

    run_waiting_jobs()
    again = _exhibit(phone, capture)["state"]
    phone.upload(capture)
    run_waiting_jobs()

    assert again == "awaiting_upload"
    assert _exhibit(phone, capture)["state"] == "verified"


def test_a_store_that_gives_back_other_bytes_never_verifies(phone, store) -> None:
    capture, upload_id = _sent(phone)

    def reversed_original(key: str, source: BinaryIO) -> BinaryIO:
        if not key.startswith("orig/"):
            return source
        with source:
            return BytesIO(source.read()[::-1])

    store.opened = reversed_original

    with pytest.raises(Exception, match="读回") as error:
        jobs.verify_exhibit(capture.id, upload_id)

    assert error.value.code == "read_back_differs"
    assert _exhibit(phone, capture)["state"] == "received"
    store.opened = lambda _key, source: source
    jobs.verify_exhibit(capture.id, upload_id)
    assert _exhibit(phone, capture)["state"] == "verified"


def test_an_unreachable_store_leaves_the_exhibit_received(phone, store) -> None:
    capture, upload_id = _sent(phone)

    def away(key: str) -> None:
        raise ObjectMissing(key=key)

    store.before_put = away
    with pytest.raises(ObjectMissing):
        jobs.verify_exhibit(capture.id, upload_id)

    assert _exhibit(phone, capture)["state"] == "received"
    assert _flags(phone, capture)["verification_failed"]["reason"] == "object_missing"


def test_a_verification_that_failed_is_seen_and_can_be_asked_for_again(
    phone, store, signed_in
) -> None:
    capture, upload_id = _sent(phone)

    def away(key: str) -> None:
        raise ObjectMissing(key=key)

    store.before_put = away
    with pytest.raises(ObjectMissing):
        run_waiting_jobs()
    with pytest.raises(ObjectMissing):
        jobs.verify_exhibit(capture.id, upload_id)
    seen = _flags(phone, capture)["verification_failed"]
    store.before_put = lambda _key: None

    asked = signed_in("zhao").post(f"/exhibits/{capture.id}/actions/verify_again")
    run_waiting_jobs()

    assert (seen["tries"], seen["reason"]) == (2, "object_missing")
    assert asked.status_code == 200
    assert _exhibit(phone, capture)["state"] == "verified"
    assert "verification_failed" not in _flags(phone, capture)


def test_only_an_exhibit_that_waits_is_verified_again(phone, signed_in) -> None:
    capture = phone.deliver()

    answer = signed_in("zhao").post(f"/exhibits/{capture.id}/actions/verify_again")

    assert (answer.status_code, answer.json["code"]) == (409, "nothing_to_verify")


def test_many_pieces_are_hashed_as_one(phone, monkeypatch) -> None:
    monkeypatch.setattr(staging, "PIECE_BYTES", 1000)

    capture = phone.deliver(os.urandom(10_500), kind="file")

    assert _exhibit(phone, capture)["state"] == "verified"


def test_the_same_bytes_twice_tell_both_exhibits(phone, officer_phone) -> None:
    content = photo_bytes(3)
    first = phone.deliver(content)

    second = officer_phone.deliver(content)

    facts = {"count": 1, "exhibit_ids": [second.id]}
    assert _flags(phone, first)["duplicate_bytes"] == facts
    assert _flags(officer_phone, second)["duplicate_bytes"]["exhibit_ids"] == [first.id]
    assert _custody(phone, first)[-1]["action"] == "checked"


def test_a_duplicate_in_another_district_is_counted_but_not_named(phone, signed_in) -> None:
    content = photo_bytes(4)
    first = phone.deliver(content)

    enrol_phone(signed_in("huli-worker")).deliver(content)

    assert _flags(phone, first)["duplicate_bytes"] == {"count": 1, "exhibit_ids": []}


def _with_exif(*, taken: str, lon: float, lat: float, software: str | None = None) -> bytes:
    exif = Image.Exif()
    if software:
        exif[0x0131] = software
    exif.get_ifd(0x8769)[0x9003] = taken
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: (lat, 0.0, 0.0), 3: "E", 4: (lon, 0.0, 0.0)})
    return photo_bytes(5, exif=exif)


def test_a_photo_that_agrees_with_its_record_has_no_flag(phone) -> None:
    # 12:00 in Xiamen is 04:00 UTC.
    capture = phone.deliver(_with_exif(taken="2026:11:22 12:00:30", lon=118.1, lat=24.46))

    shown = _exhibit(phone, capture)

    assert shown["flags"] == []
    assert shown["exif"]["taken_at"] == "2026:11:22 12:00:30"
    assert shown["exif"]["lon"] == pytest.approx(118.1)


def test_exif_that_lies_is_flagged_with_the_facts(phone) -> None:
    capture = phone.deliver(
        _with_exif(taken="2026:11:21 12:00:00", lon=118.2, lat=24.46, software="Snapseed 2.0")
    )

    flags = _flags(phone, capture)

    assert flags["exif_time_differs"]["seconds"] == -86400
    assert 10_000 < flags["exif_gps_far"]["distance_m"] < 10_300
    assert flags["editor_software"] == {"software": "Snapseed 2.0"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 not a photo at all", "not_an_image"),
        (b"just text", "type_mismatch"),
        (photo_bytes(6)[:2000], "image_truncated"),
    ],
    ids=["pdf", "text", "half"],
)
def test_bytes_that_are_no_whole_photo_are_kept_and_flagged(phone, content, code) -> None:
    capture = phone.deliver(content)

    assert _exhibit(phone, capture)["state"] == "verified"
    assert code in _flags(phone, capture)


def test_half_a_photo_still_has_a_preview(phone) -> None:
    assert _exhibit(phone, phone.deliver(photo_bytes(7)[:3000]))["has_preview"]


def _sleep(_files: object) -> None:
    import time  # noqa: PLC0415

    time.sleep(30)


def test_a_reader_that_hangs_holds_up_nothing(phone, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "sandbox", Sandbox(memory_bytes=2**30))
    monkeypatch.setattr(jobs, "READ_BATCH_S", 0.2)
    monkeypatch.setattr(jobs, "READ_FILE_S", 0.2)
    monkeypatch.setattr(jobs, "read_many", _sleep)

    capture = phone.deliver()

    shown = _exhibit(phone, capture)
    assert shown["state"] == "verified"
    assert shown["examined_at"] is not None
    assert "timeout" in str(_flags(phone, capture))


def test_flags_of_the_record_stay_beside_those_of_the_bytes(phone) -> None:
    capture = phone.deliver(b"text", fix=HERE | {"acc_cm": 50_000})

    assert {"fix_inaccurate", "not_an_image"} <= _flags(phone, capture).keys()


def test_facts_of_flags_are_written_into_custody(phone) -> None:
    capture = phone.deliver(b"text")

    checked = [item for item in _custody(phone, capture) if item["action"] == "checked"]

    assert {flag["code"] for flag in checked[0]["detail"]["flags"]} == {
        "not_an_image",
        "type_mismatch",
    }
