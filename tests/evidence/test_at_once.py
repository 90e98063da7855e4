"""A small photo travels in one request: registered, stored, logged and receipted, or none of it."""

import base64
import hashlib
import json
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

import pytest
from sqlalchemy import event, select

from backend.evidence.models import Exhibit, Upload
from backend.evidence.schemas import ExhibitSchema
from backend.kernel.errors import StorageFull
from tests.phones import Capture, Phone, photo_bytes, run_waiting_jobs

FEW_STATEMENTS = 5
"""Who asks, the device with its chain, two events at once, the exhibit, the change."""


def _custody(phone: Phone, capture: Capture) -> list[dict]:
    return phone.person.get(f"/exhibits/{capture.id}/custody").json["items"]


def _actions(phone: Phone, capture: Capture) -> list[str]:
    names = ("received", "stored", "rejected")
    return [item["action"] for item in _custody(phone, capture) if item["action"] in names]


def test_one_request_gives_the_receipt(phone, store) -> None:
    capture = phone.capture()

    answer = phone.send_at_once(capture)

    assert (answer.status_code, answer.json["state"]) == (201, "verified")
    assert json.loads(base64.b64decode(answer.json["receipt"]["statement"]))["sm3"] == (
        hashlib.new("sm3", capture.content).hexdigest()
    )
    assert answer.headers["Upload-Offset"] == str(len(capture.content))
    assert _actions(phone, capture) == ["received", "stored"]
    assert store.staged == set()


@pytest.mark.parametrize(
    "said",
    [{}, {"fix": None, "no_fix_reason": "被拒绝"}, {"source": "file_picker"}],
)
def test_the_answer_is_what_the_schema_shows_of_the_row(phone, session, said) -> None:
    capture = phone.capture(**said)

    answer = phone.send_at_once(capture)

    session.expire_all()
    shown = ExhibitSchema().dump(session.get(Exhibit, UUID(capture.id)))
    assert answer.json == json.loads(json.dumps(shown))


def test_the_same_request_again_changes_nothing(phone, session) -> None:
    capture = phone.capture()
    first = phone.send_at_once(capture)

    again = phone.send_at_once(capture)

    assert again.status_code == 201
    assert again.json == first.json
    assert again.headers["Location"] == first.headers["Location"]
    assert _actions(phone, capture) == ["received", "stored"]
    assert session.scalars(select(Upload)).all() == []


def test_its_upload_is_found_complete_and_takes_no_more(phone) -> None:
    capture = phone.capture()
    location = phone.send_at_once(capture).headers["Location"]

    head = phone.tus("HEAD", location)

    assert (
        head.headers["Upload-Offset"] == head.headers["Upload-Length"] == str(len(capture.content))
    )
    assert phone.send(location, 0, capture.content).json["code"] == "offset_mismatch"
    assert phone.tus("DELETE", location).json["code"] == "already_received"


def test_other_bytes_than_signed_are_set_aside_and_may_come_again(phone, store) -> None:
    capture = phone.capture(photo_bytes(1))
    wrong = capture.content[:-1] + b"\x00"

    refused = phone.send_at_once(capture, wrong)
    right = phone.send_at_once(capture)

    assert (refused.status_code, refused.json["state"]) == (201, "quarantined")
    assert f"quarantine/{capture.id}/{hashlib.sha256(wrong).hexdigest()}" in store.kept
    assert right.json["state"] == "verified"
    assert _actions(phone, capture) == ["received", "rejected", "received", "stored"]


def test_a_body_cut_half_way_is_registered_and_resumes(phone) -> None:
    capture = phone.capture()

    cut = phone.send_at_once(
        capture, capture.content[:500], Content_Length=str(len(capture.content))
    )
    rest = phone.send(cut.headers["Location"], 500, capture.content[500:])
    run_waiting_jobs()

    assert (cut.status_code, cut.headers["Upload-Offset"]) == (201, "500")
    assert rest.status_code == 204
    assert phone.person.get(f"/exhibits/{capture.id}").json["state"] == "verified"


def test_after_a_cut_all_may_come_again_at_once(phone, store) -> None:
    capture = phone.capture()
    phone.send_at_once(capture, capture.content[:500], Content_Length=str(len(capture.content)))

    answer = phone.send_at_once(capture)
    run_waiting_jobs()

    assert answer.json["state"] == "verified"
    assert store.staged == set()


@pytest.mark.parametrize("step", ["before_put", "after_put"])
def test_a_server_killed_around_the_put_has_registered_nothing(phone, store, step) -> None:
    capture = phone.capture()

    def kill(_key: str) -> None:
        raise RuntimeError("killed")

    setattr(store, step, kill)
    phone.send_at_once(capture)
    setattr(store, step, lambda _key: None)

    assert phone.person.get(f"/exhibits/{capture.id}").status_code == 404
    assert phone.send_at_once(capture).json["state"] == "verified"


def test_a_full_store_refuses_and_registers_nothing(phone, store) -> None:
    capture = phone.capture()

    def full(_key: str) -> None:
        raise StorageFull

    store.before_put = full
    answer = phone.send_at_once(capture)

    assert (answer.status_code, answer.json["code"]) == (507, "storage_full")
    assert phone.person.get(f"/exhibits/{capture.id}").status_code == 404


def test_a_store_that_gives_back_other_bytes_is_not_believed(phone, store) -> None:
    def reverse(_key: str, source: BinaryIO) -> BinaryIO:
        with source:
            return BytesIO(source.read()[::-1])

    store.opened = reverse

    answer = phone.send_at_once(phone.capture())

    assert answer.json["code"] == "read_back_differs"


def test_phones_without_the_envelope_register_first(phone) -> None:
    capture = phone.capture(version=1)
    phone.register(capture)

    phone.upload(capture)

    assert phone.person.get(f"/exhibits/{capture.id}").json["state"] == "verified"


@pytest.mark.parametrize(
    ("metadata", "header"),
    [("envelope e30", "Upload-Metadata"), ("envelope %%%", "Upload-Metadata")],
)
def test_metadata_that_cannot_be_read_is_refused(phone, metadata, header) -> None:
    answer = phone.tus("POST", "/uploads", Upload_Length="1", Upload_Metadata=metadata)

    assert (answer.status_code, answer.json["header"]) == (400, header)


def test_a_capture_signed_by_a_stranger_stores_nothing(phone, officer_phone, store) -> None:
    capture = officer_phone.capture()

    answer = phone.send_at_once(capture)

    assert answer.json["code"] == "capture_record_invalid"
    assert store.kept == set()


def test_one_photo_takes_few_statements(phone, connection) -> None:
    phone.send_at_once(phone.capture())
    capture, seen = phone.capture(), []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if "SAVEPOINT" not in statement:
            seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    phone.send_at_once(capture)
    event.remove(connection, "before_cursor_execute", note)

    assert len(seen) <= FEW_STATEMENTS, "\n".join(seen)


def test_the_worker_reads_its_metadata_afterwards(phone) -> None:
    capture = phone.capture()
    before = phone.send_at_once(capture).json

    run_waiting_jobs()

    after = phone.person.get(f"/exhibits/{capture.id}").json
    assert (before["examined_at"], before["has_preview"]) == (None, True)
    assert after["examined_at"] is not None


def test_the_first_look_makes_the_copies_and_the_second_finds_them(phone, store) -> None:
    capture = phone.capture()
    phone.send_at_once(capture)

    path = f"/exhibits/{capture.id}"
    preview, thumbnail, again = [
        phone.person.get(f"{path}/{name}").data for name in ("preview", "thumbnail", "preview")
    ]

    assert preview.startswith(b"\xff\xd8")
    assert thumbnail.startswith(b"\xff\xd8")
    assert again == preview
    derived = [item for item in _custody(phone, capture) if item["action"] == "derived"]
    assert [item["detail"]["op"] for item in derived] == ["preview", "thumbnail"]
    assert derived[0]["detail"]["source_sha256"] == hashlib.sha256(capture.content).hexdigest()


def test_two_first_looks_at_the_same_time_give_one_event_a_copy(phone, store) -> None:
    capture = phone.capture()
    phone.send_at_once(capture)
    others: list[bytes] = []

    def look_meanwhile(key: str) -> None:
        if key.startswith("derived/"):
            store.after_put = lambda _key: None
            others.append(phone.person.get(f"/exhibits/{capture.id}/preview").data)

    store.after_put = look_meanwhile
    own = phone.person.get(f"/exhibits/{capture.id}/preview").data

    custody = _custody(phone, capture)
    derived = [item["detail"]["op"] for item in custody if item["action"] == "derived"]
    assert others == [own]
    assert derived == ["preview", "thumbnail"]
