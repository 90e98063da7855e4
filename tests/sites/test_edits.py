"""Corrections of a site's notes made offline: applied in order, or laid open side by side."""

from typing import Any
from uuid import uuid4

import pytest

from backend.kernel.ids import new_id
from tests.factories import IN_SIMING
from tests.phones import Phone, enrol_phone
from tests.sites.register import enter_site

AT = "2026-11-22T06:05:00.000Z"


def edit(
    changes: dict[str, Any], branch: str, base: int = 1, trunk: int = 1, **more: Any
) -> dict[str, Any]:
    return {
        "edit_id": str(new_id()),
        "branch_id": branch,
        "base_version": base,
        "trunk_version": trunk,
        "made_at": AT,
        "changes": changes,
    } | more


def push(phone: Phone, site_id: str, payload: dict[str, Any], name: str = "site.edit") -> Any:
    operation = {
        "id": str(new_id()),
        "name": name,
        "subject_id": site_id,
        "payload": payload,
        "recorded_at": AT,
    }
    batch = {"device_id": phone.device_id, "operations": [operation]}
    answer = phone.person.post("/sync/push", batch)
    assert answer.status_code == 200, answer.text
    return answer.json["results"][0]


@pytest.fixture
def site(signed_in, city) -> str:
    return str(enter_site(signed_in("admin"), city, position=IN_SIMING)["id"])


@pytest.fixture
def wang(signed_in) -> Phone:
    return enrol_phone(signed_in("wang"))


@pytest.fixture
def chen(signed_in) -> Phone:
    return enrol_phone(signed_in("chen"))


def test_chain_of_offline_edits_is_applied_in_order(wang, site) -> None:
    branch = str(uuid4())
    push(wang, site, edit({"field_note": "夜间有异味"}, branch))
    answer = push(wang, site, edit({"contact_name": "李工"}, branch, base=2))

    notes = answer["resource"]["notes"]

    assert (notes["version"], notes["conflicts"]) == (3, [])
    assert notes["contents"]["field_note"] == "夜间有异味"
    assert notes["contents"]["contact_name"] == "李工"


def test_edit_whose_predecessor_is_missing_waits_on_the_phone(wang, site) -> None:
    answer = push(wang, site, edit({"contact_name": "李工"}, str(uuid4()), base=2))

    assert (answer["status"], answer["problem"]["code"]) == ("refused", "edit_too_early")
    assert answer["problem"]["retry"] == "later"


def test_same_field_changed_by_two_is_a_hard_conflict_that_changes_nothing(
    wang, chen, site
) -> None:
    push(chen, site, edit({"contact_phone": "0592-111"}, str(uuid4())))

    notes = push(wang, site, edit({"contact_phone": "0592-222"}, str(uuid4())))["resource"]["notes"]

    assert notes["contents"]["contact_phone"] == "0592-111"
    (conflict,) = notes["conflicts"]
    assert conflict["kind"] == "hard"
    assert conflict["sides"] == [
        {
            "name": "contact_phone",
            "base": "",
            "mine": "0592-222",
            "theirs": "0592-111",
            "is_clash": True,
        }
    ]


def test_other_fields_changed_meanwhile_are_a_soft_conflict_not_a_merge(wang, chen, site) -> None:
    push(chen, site, edit({"contact_name": "李工"}, str(uuid4())))

    notes = push(wang, site, edit({"access_note": "从后门进"}, str(uuid4())))["resource"]["notes"]

    assert notes["contents"]["access_note"] == ""
    assert [conflict["kind"] for conflict in notes["conflicts"]] == ["soft"]


def test_same_words_from_two_phones_are_no_conflict(wang, chen, site) -> None:
    push(chen, site, edit({"contact_name": "李工"}, str(uuid4())))

    notes = push(wang, site, edit({"contact_name": "李工"}, str(uuid4())))["resource"]["notes"]

    assert (notes["version"], notes["conflicts"]) == (2, [])


def test_later_edits_of_a_branch_in_conflict_join_the_conflict(wang, chen, site) -> None:
    branch = str(uuid4())
    push(chen, site, edit({"contact_name": "李工"}, str(uuid4())))
    push(wang, site, edit({"contact_name": "王工"}, branch))

    notes = push(wang, site, edit({"field_note": "换班了"}, branch, base=2))["resource"]["notes"]

    (conflict,) = notes["conflicts"]
    assert [side["name"] for side in conflict["sides"]] == ["contact_name", "field_note"]
    assert conflict["edits"] == 2


def test_person_settles_field_by_field_and_the_history_tells(wang, chen, site) -> None:
    branch = str(uuid4())
    push(chen, site, edit({"contact_name": "李工", "field_note": "甲"}, str(uuid4())))
    push(wang, site, edit({"contact_name": "王工", "field_note": "乙"}, branch))
    choices = {"contact_name": "mine", "field_note": "theirs"}

    answer = push(
        wang,
        site,
        {"branch_id": branch, "against_version": 2, "choices": choices},
        "site.settle",
    )

    notes = answer["resource"]["notes"]
    assert (notes["contents"]["contact_name"], notes["contents"]["field_note"]) == ("王工", "甲")
    assert notes["conflicts"] == []
    history = wang.person.get(f"/sites/{site}/versions").json["items"]
    assert [version["how"] for version in history] == ["first", "edit", "resolution"]
    assert history[-1]["choices"] == choices


def test_office_settles_what_the_field_left_open(wang, chen, site, signed_in) -> None:
    branch = str(uuid4())
    push(chen, site, edit({"contact_name": "李工"}, str(uuid4())))
    push(wang, site, edit({"contact_name": "王工"}, branch))
    zhao = signed_in("zhao")

    assert [one["id"] for one in zhao.get("/sites", has_conflict="true").json["items"]] == [site]
    settled = zhao.post(
        f"/sites/{site}/actions/settle_notes",
        {"branch_id": branch, "against_version": 2, "choices": {"contact_name": "theirs"}},
    )

    assert settled.status_code == 200, settled.text
    assert settled.json["notes"]["contents"]["contact_name"] == "李工"
    assert zhao.get("/sites", has_conflict="true").json["items"] == []


def test_choices_must_name_every_open_field(wang, chen, site) -> None:
    branch = str(uuid4())
    push(chen, site, edit({"contact_name": "李工"}, str(uuid4())))
    push(wang, site, edit({"contact_name": "王工"}, branch))

    answer = push(
        wang, site, {"branch_id": branch, "against_version": 2, "choices": {}}, "site.settle"
    )

    assert answer["problem"]["code"] == "edit_conflict_moved"


@pytest.mark.parametrize(
    "changes",
    [{}, {"name": "改名"}, {"contact_phone": "1" * 31}, {"field_note": None}],
    ids=["nothing", "not_a_note", "too_long", "null"],
)
def test_only_notes_within_their_lengths_may_be_edited(wang, site, changes) -> None:
    answer = push(wang, site, edit(changes, str(uuid4())))

    assert (answer["status"], answer["problem"]["code"]) == ("refused", "invalid")


def test_edit_on_a_version_the_server_never_had_is_refused(wang, site) -> None:
    answer = push(wang, site, edit({"field_note": "x"}, str(uuid4()), base=9, trunk=9))

    assert answer["problem"]["code"] == "edit_from_future"
