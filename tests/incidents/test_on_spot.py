"""On-the-spot handling 就地处置: closed by the reporter with photos of before and after."""

from typing import Any

import pytest

from tests.incidents.test_routes import report_one
from tests.patrol.walks import do, operation, push
from tests.phones import Phone, enrol_phone

BEFORE, AFTER = "2026-11-22T04:00:00.000Z", "2026-11-22T04:20:00.000Z"


@pytest.fixture
def phone(signed_in) -> Phone:
    return enrol_phone(signed_in("wang"))


def photo(phone: Phone, at: str) -> str:
    capture = phone.capture(captured_at=at)
    assert phone.register(capture).status_code == 201
    return capture.id


def reported(phone: Phone, **changes: Any) -> str:
    before = photo(phone, BEFORE)
    made = report_one(phone.person, **{"category_code": "dust", "exhibit_ids": [before], **changes})
    return str(made["id"])


def handling(*after: str) -> dict[str, Any]:
    return {"after_exhibit_ids": list(after), "handled_at": AFTER, "note": "已督促覆盖"}


def blocked(phone: Phone, incident_id: str, payload: dict[str, Any]) -> list[str]:
    result = push(phone, operation("incident.handle_on_spot", incident_id, payload))[0]
    return [reason["code"] for reason in result["problem"].get("blocked_by", [])]


def test_what_was_put_right_on_the_spot_is_closed_with_both_photos(phone) -> None:
    incident_id = reported(phone)
    after = photo(phone, AFTER)

    closed = do(phone, "incident.handle_on_spot", incident_id, handling(after))["resource"]

    assert (closed["state"], len(closed["exhibits"])) == ("closed", 2)
    assert closed["history"][-1]["input"]["after_exhibit_ids"] == [after]


def test_a_photo_of_after_must_be_taken_later(phone) -> None:
    incident_id = reported(phone)
    earlier = photo(phone, "2026-11-22T03:59:00.000Z")

    assert blocked(phone, incident_id, handling(earlier)) == ["photo_after_not_later"]
    exhibits = phone.person.get(f"/incidents/{incident_id}").json["exhibits"]
    assert earlier not in [item["id"] for item in exhibits]


def test_without_a_photo_of_before_nothing_is_closed(phone) -> None:
    incident_id = reported(phone, exhibit_ids=[])

    assert blocked(phone, incident_id, handling(photo(phone, AFTER))) == ["photo_before_missing"]


def test_a_photo_of_before_does_not_serve_as_one_of_after(phone) -> None:
    before = photo(phone, BEFORE)
    incident_id = reported(phone, exhibit_ids=[before])

    assert blocked(phone, incident_id, handling(before)) == ["photo_before_missing"]


def test_what_needs_a_department_is_not_closed_on_the_spot(phone) -> None:
    incident_id = reported(phone, category_code="outfall")

    assert blocked(phone, incident_id, handling(photo(phone, AFTER))) == ["not_for_the_spot"]


def test_nobody_closes_anothers_report_on_the_spot(phone, signed_in) -> None:
    incident_id = reported(phone)
    other = enrol_phone(signed_in("chen"))

    assert blocked(other, incident_id, handling(photo(other, AFTER))) == ["not_the_reporter"]


def test_what_was_sent_to_a_department_is_no_longer_handled_on_the_spot(phone, signed_in) -> None:
    incident_id = reported(phone)
    signed_in("zhao").act(f"/incidents/{incident_id}", "assign", {"handler_note": "覆盖"})

    assert blocked(phone, incident_id, handling(photo(phone, AFTER))) == ["wrong_state"]


def test_categories_say_what_may_be_handled_on_the_spot(phone) -> None:
    items = phone.person.get("/incident-categories").json["items"]

    allowed = {item["code"] for item in items if item["may_be_handled_on_spot"]}
    assert allowed == {"dust", "open_burning", "solid_waste", "noise", "sea_drift"}
