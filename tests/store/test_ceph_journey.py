"""The way of an exhibit with its bytes on a real Ceph gateway, from the phone to the package."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from backend.evidence.jobs.retention import sweep_retention
from backend.evidence.models import Exhibit
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.storage import ObjectLocked
from backend.kernel.storage_s3 import S3Store
from tests.exports.packages import build_honest, unpack
from tests.phones import Capture, enrol_phone, photo_bytes, run_waiting_jobs


@pytest.fixture
def store(app, bucket_url: str) -> Iterator[S3Store]:
    """The application's store on Ceph."""
    before = app.extensions["object_store"]
    opened = S3Store.from_url(urlsplit(bucket_url), timedelta(days=183))
    opened.check_lock()
    app.extensions["object_store"] = opened
    yield opened
    app.extensions["object_store"] = before


@pytest.fixture
def capture(store: S3Store, signed_in) -> Capture:
    phone = enrol_phone(signed_in("wang"))
    return phone.deliver(photo_bytes(90, size=(64, 64), comment=new_id().bytes))


def key_of(session, capture: Capture) -> str:
    return str(session.get_one(Exhibit, UUID(capture.id), populate_existing=True).store_key)


def test_exhibits_go_from_the_phone_into_a_package_that_passes(
    store, signed_in, provers, tmp_path
) -> None:
    built = build_honest(signed_in, provers, tmp_path)

    findings = unpack(built, tmp_path / "bag").audit()

    assert {finding.status for finding in findings} == {"PASS", "INFO"}
    originals = [seen.key for seen in store.list("orig/")]
    assert len(originals) >= len(built.ids)
    for key in originals:
        with pytest.raises(ObjectLocked):
            store.delete(key)


def test_retention_and_hold_of_the_tables_are_on_the_object(
    store, signed_in, session, capture
) -> None:
    zheng, key = signed_in("zheng"), key_of(session, capture)
    hold = {"subject_kind": "exhibit", "subject_id": capture.id, "reason": "诉讼", "until": None}
    sweep_retention()

    placed = zheng.post("/holds", hold).json
    run_waiting_jobs()

    lock = store.lock_of(key)
    assert lock.is_held is True
    assert lock.retain_until is not None
    assert lock.retain_until > clock.now() + timedelta(days=700)

    zheng.post(f"/holds/{placed['id']}/actions/release", {"reason": "诉讼终结"})
    run_waiting_jobs()
    assert store.lock_of(key).is_held is False


def test_bytes_that_the_phone_did_not_sign_are_set_aside_under_a_lock(
    store, signed_in, session
) -> None:
    phone = enrol_phone(signed_in("wang"))
    capture = phone.capture(photo_bytes(91))
    phone.register(capture)
    phone.upload(capture, capture.content[:-2] + b"??")
    run_waiting_jobs()

    key = key_of(session, capture)
    assert key.startswith("quarantine/")
    with pytest.raises(ObjectLocked):
        store.delete(key)


def test_preview_and_staged_bytes_lie_in_the_work_bucket_without_a_lock(
    store, signed_in, capture
) -> None:
    with signed_in("wang").get(f"/exhibits/{capture.id}/preview") as answer:
        assert answer.data.startswith(b"\xff\xd8")

    derived = [seen.key for seen in store.list(f"derived/{capture.id}/")]
    assert derived != []
    for key in derived:
        store.delete(key)
    assert list(store.list(f"derived/{capture.id}/")) == []
    assert list(store.list("staging/")) == []
