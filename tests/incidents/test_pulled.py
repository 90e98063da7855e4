"""What phones pull of incidents is what the API shows of them."""

from typing import Any

import pytest

from tests.incidents.test_routes import a_report
from tests.phones import Phone, enrol_phone
from tests.sync.test_routes import operation, pull_all, push


def pulled(person: Any) -> dict[str, Any]:
    """Return the incidents that the person pulls by id."""
    found = (change for change in pull_all(person) if change["kind"] == "incident")
    return {change["id"]: change["resource"] for change in found}


def shown(person: Any, incident_id: str) -> Any:
    return person.get(f"/incidents/{incident_id}").json


@pytest.fixture
def phone(signed_in: Any) -> Phone:
    return enrol_phone(signed_in("wang"))


@pytest.fixture
def reported(phone: Any) -> Any:
    """Return what takes a report in and gives its id."""

    def report(**changes: Any) -> str:
        one = operation(payload=a_report(**changes))
        answer = push(phone, one).json["results"][0]
        assert answer["status"] == "applied", answer
        return str(one["subject_id"])

    return report


def test_report_with_photos_is_pulled_as_it_is_shown(phone: Any, reported: Any) -> None:
    captures = [phone.capture(), phone.capture()]
    for capture in captures:
        phone.register(capture)

    key = reported(exhibit_ids=[capture.id for capture in captures])

    assert pulled(phone.person)[key] == shown(phone.person, key)
    assert len(pulled(phone.person)[key]["exhibits"]) == 2


def test_report_without_a_place_is_pulled_as_it_is_shown(phone: Any, reported: Any) -> None:
    key = reported(position=None, no_position_reason="indoors", note='引号" \\ 与\n换行')

    assert pulled(phone.person)[key] == shown(phone.person, key)


def test_handled_incident_is_pulled_with_its_steps(
    phone: Any, reported: Any, signed_in: Any
) -> None:
    key = reported(occurred_at="2026-11-22T06:04:59.123456Z")
    signed_in("zhao").act(f"/incidents/{key}", "accept", {})

    seen = pulled(phone.person)[key]

    assert seen == shown(phone.person, key)
    assert [step["action"] for step in seen["history"]] == ["create", "accept"]


def test_corrected_note_is_pulled_with_its_version(phone: Any, reported: Any) -> None:
    key = reported()
    edit = {
        "edit_id": "01939f00-0000-7000-8000-000000000002",
        "branch_id": "01939f00-0000-7000-8000-000000000001",
        "base_version": 1,
        "trunk_version": 1,
        "changes": {"note": "改正后的说明"},
        "made_at": "2026-11-22T06:06:00.000Z",
    }
    answer = push(phone, operation(name="incident.edit", subject_id=key, payload=edit))

    assert answer.json["results"][0]["status"] == "applied", answer.text
    assert pulled(phone.person)[key] == shown(phone.person, key)
    assert pulled(phone.person)[key]["note_version"] == 2
