"""A reporter corrects her note while nobody has acted on it, from any of her phones."""

from typing import Any
from uuid import uuid4

import pytest

from tests.incidents.test_routes import report_one
from tests.phones import Phone, enrol_phone
from tests.sites.test_edits import edit, push


@pytest.fixture
def phone(signed_in) -> Phone:
    return enrol_phone(signed_in("wang"))


@pytest.fixture
def incident(phone) -> str:
    return str(report_one(phone.person)["id"])


def correct(phone: Phone, incident: str, note: str, branch: str | None = None) -> Any:
    return push(phone, incident, edit({"note": note}, branch or str(uuid4())), "incident.edit")


def test_note_is_corrected_before_it_is_accepted(phone, incident) -> None:
    answer = correct(phone, incident, "西侧 2 号排口")

    assert (answer["resource"]["note"], answer["resource"]["note_version"]) == ("西侧 2 号排口", 2)


def test_accepted_note_stays_as_it_is(phone, incident, signed_in) -> None:
    assert signed_in("zhao").act(f"/incidents/{incident}", "accept", {}).status_code == 200

    answer = correct(phone, incident, "改")

    assert answer["problem"]["code"] == "incident_note_closed"


def test_nobody_else_corrects_the_note(incident, signed_in) -> None:
    answer = correct(enrol_phone(signed_in("chen")), incident, "改")

    assert answer["problem"]["code"] == "not_found"


def test_two_phones_of_one_person_never_overwrite_each_other(phone, incident, signed_in) -> None:
    branch = str(uuid4())
    correct(phone, incident, "甲")

    other = correct(enrol_phone(signed_in("wang")), incident, "乙", branch)["resource"]
    choice = {"branch_id": branch, "against_version": 2, "choices": {"note": "mine"}}
    settled = push(phone, incident, choice, "incident.settle")["resource"]

    assert (other["note"], len(other["note_conflicts"])) == ("甲", 1)
    assert (settled["note"], settled["note_conflicts"]) == ("乙", [])
