"""What a device may still deliver before it is approved and after its end."""

from datetime import datetime, timedelta

import pytest

from backend.kernel import clock
from backend.kernel.clock import wire_time
from tests.people import SignedIn
from tests.phones import Capture, Phone, approve_phone, enrol_phone, run_waiting_jobs


@pytest.fixture
def ended_at() -> datetime:
    """When the phone's key ends or was lost, an hour ago."""
    return clock.now() - timedelta(hours=1)


def _end(phone: Phone, security: SignedIn, name: str, **form: str) -> None:
    answer = security.act(f"/devices/{phone.device_id}", name, {"reason": "不再使用", **form})
    assert answer.status_code == 200, answer.text


def _lose(phone: Phone, security: SignedIn, at: datetime) -> None:
    _end(phone, security, "revoke", lost_at=wire_time(at))


def _shown(phone: Phone, capture: Capture) -> dict:
    return phone.person.get(f"/exhibits/{capture.id}").json


def _flags(phone: Phone, capture: Capture) -> dict:
    return {flag["code"]: flag["facts"] for flag in _shown(phone, capture)["flags"]}


def test_captures_of_a_device_that_waits_for_approval_are_taken_and_flagged(signed_in) -> None:
    phone = enrol_phone(signed_in("wang"), approved=False)
    capture = phone.capture()

    answer = phone.send_at_once(capture)

    assert (answer.status_code, answer.json["state"]) == (201, "verified")
    assert answer.json["flags"] == [{"code": "device_not_approved", "facts": {}}]


def test_approval_lowers_the_flag_and_custody_says_so(signed_in) -> None:
    phone = enrol_phone(signed_in("wang"), approved=False)
    capture = phone.capture()
    phone.send_at_once(capture)
    run_waiting_jobs()
    before = _shown(phone, capture)

    approve_phone(phone)
    run_waiting_jobs()

    after = _shown(phone, capture)
    custody = phone.person.get(f"/exhibits/{capture.id}/custody").json["items"]
    told = [item["detail"]["flags"] for item in custody if item["action"] == "checked"]
    assert "device_not_approved" not in _flags(phone, capture)
    assert after["revision"] > before["revision"]
    assert ["device_not_approved" in str(flags) for flags in told] == [True, False]


def test_approval_leaves_captures_of_other_devices_alone(signed_in) -> None:
    wang = signed_in("wang")
    one, other = enrol_phone(wang, approved=False), enrol_phone(wang, approved=False)
    capture = other.capture()
    other.send_at_once(capture)

    approve_phone(one)
    run_waiting_jobs()

    assert "device_not_approved" in _flags(other, capture)


@pytest.mark.parametrize(("name", "state"), [("revoke", "revoked"), ("retire", "retired")])
def test_what_was_captured_before_the_keys_end_still_arrives_and_is_flagged(
    phone, signed_in, name, state
) -> None:
    capture = phone.capture(captured_at=wire_time(clock.now() - timedelta(minutes=5)))
    _end(phone, signed_in("security"), name)

    answer = phone.send_at_once(capture)

    assert answer.json["state"] == "verified"
    assert _flags(phone, capture)["key_ended_before_upload"]["state"] == state


@pytest.mark.parametrize("name", ["revoke", "retire"])
def test_what_is_captured_after_the_keys_end_is_refused_and_not_stored(
    phone, signed_in, store, name
) -> None:
    _end(phone, signed_in("security"), name)
    capture = phone.capture(captured_at=wire_time(clock.now() + timedelta(seconds=1)))

    answers = phone.send_at_once(capture), phone.register(capture)

    assert {(one.status_code, one.json["code"]) for one in answers} == {(422, "device_revoked")}
    assert phone.person.get(f"/exhibits/{capture.id}").status_code == 404
    assert store.kept == set()


def test_a_lost_phone_ends_when_it_was_lost(phone, signed_in, ended_at) -> None:
    before = phone.capture(captured_at=wire_time(ended_at - timedelta(seconds=1)))
    after = phone.capture(captured_at=wire_time(ended_at))
    _lose(phone, signed_in("security"), ended_at)

    taken, refused = phone.register(before), phone.register(after)

    assert taken.status_code == 201
    assert _flags(phone, before)["key_ended_before_upload"]["ended_at"] == wire_time(ended_at)
    assert refused.json["code"] == "device_revoked"


def test_a_clock_known_to_be_slow_does_not_outwit_the_end(phone, signed_in, ended_at) -> None:
    said = wire_time(ended_at - timedelta(seconds=30))
    capture = phone.capture(captured_at=said, clock_offset_ms=31_000)
    _lose(phone, signed_in("security"), ended_at)

    assert phone.register(capture).json["code"] == "device_revoked"


def test_bytes_of_a_registered_capture_arrive_although_the_key_has_ended(
    phone, signed_in, ended_at
) -> None:
    capture = phone.capture(captured_at=wire_time(clock.now()))
    phone.register(capture)
    _lose(phone, signed_in("security"), ended_at)

    phone.upload(capture)
    run_waiting_jobs()

    assert _shown(phone, capture)["state"] == "verified"
