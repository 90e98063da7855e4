"""Whose key it was, and when, decides with the log's own records."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.accounts import Device, find_device
from backend.kernel import clock
from backend.kernel.clock import wire_time
from backend.ledger import append_custody_event
from scripts.forge.trial import verifier
from tests.exports.packages import build, deliver
from tests.phones import Phone, enrol_phone, photo_bytes, run_waiting_jobs


@pytest.fixture
def phone(signed_in) -> Phone:
    return enrol_phone(signed_in("wang"))


@pytest.fixture
def lines_of(signed_in, client, tmp_path):
    """Export an exhibit and return the verifier's lines of one code."""

    def verified(exhibit_id: str, code: str) -> list[tuple[str, str]]:
        zheng = signed_in("zheng")
        shown = build(zheng, [exhibit_id], tmp_path)
        package = tmp_path / "package.zip"
        with zheng.get(f"/exports/{shown['id']}/content") as answer:
            package.write_bytes(answer.data)
        findings = verifier().audit(str(package), client.get("/api/v1/log/trust").json)
        return [(f.status, f.note) for f in findings if f.code == code]

    return verified


def device_of(phone: Phone) -> Device:
    device = find_device(UUID(phone.device_id))
    assert device is not None
    return device


def test_a_capture_sealed_before_the_first_contact_is_told_and_not_judged(phone, lines_of) -> None:
    run_waiting_jobs()
    an_hour_ago = wire_time(clock.now() - timedelta(hours=1))
    capture = phone.deliver(photo_bytes(40), captured_at=an_hour_ago)

    lines = lines_of(capture.id, "V4")

    assert [status for status, _ in lines] == ["PASS", "INFO"]


def test_a_capture_that_came_while_the_worker_stood_still_has_its_key_in_the_log_before(
    phone, lines_of
) -> None:
    exhibit_id = deliver(phone, 41)
    run_waiting_jobs()

    assert {status for status, _ in lines_of(exhibit_id, "V4")} <= {"PASS", "INFO"}


@pytest.mark.parametrize(("minutes", "status"), [(-5, "FAIL"), (5, "PASS")])
def test_a_revoked_key_is_valid_only_for_captures_before(
    phone, session, lines_of, minutes, status
) -> None:
    run_waiting_jobs()
    exhibit_id = deliver(phone, 42)
    device = device_of(phone)
    append_custody_event(
        subject_id=device.id,
        case_id=None,
        action="key_revoked",
        actor=None,
        object_=None,
        detail={"key_id": device.key_id},
        at=clock.now() + timedelta(minutes=minutes),
        authority_id=device.authority_id,
    )
    session.commit()

    assert (status, "") in lines_of(exhibit_id, "V4")


def test_two_photos_with_the_same_bytes_are_told_when_the_record_tells_it(
    phone, signed_in, client, tmp_path
) -> None:
    run_waiting_jobs()
    ids = [deliver(phone, 43) for _ in range(2)]
    zheng = signed_in("zheng")
    shown = build(zheng, ids, tmp_path)
    package = tmp_path / "package.zip"
    with zheng.get(f"/exports/{shown['id']}/content") as answer:
        package.write_bytes(answer.data)

    findings = verifier().audit(str(package), client.get("/api/v1/log/trust").json)

    assert {f.status for f in findings if f.code == "D1"} == {"INFO"}
    assert not [f for f in findings if f.status == "FAIL"]
