"""Leads: officers, the fifteen days, declining."""

import pytest

from tests.incidents.test_routes import report_one
from tests.procedure import codes


@pytest.fixture
def lead(signed_in) -> dict:
    incident = report_one(signed_in("wang"))
    referred = signed_in("zhao").act(f"/incidents/{incident['id']}", "refer_to_enforcement", {})
    return dict(signed_in("chen").get(f"/leads/{referred.json['lead_id']}").json)


def test_two_different_officers_take_a_lead(signed_in, lead) -> None:
    head, chen = signed_in("zhou"), signed_in("chen").person_id
    path = f"/leads/{lead['id']}"

    twice_the_same = head.act(path, "assign_officers", {"officer_ids": [chen, chen]})
    two = head.act(path, "assign_officers", {"officer_ids": [chen, signed_in("lin").person_id]})

    assert codes(twice_the_same) == ["two_officers_needed"]
    assert [officer["full_name"] for officer in two.json["assigned_officers"]] == [
        "陈志强",
        "林晓梅",
    ]


def test_grid_worker_or_stranger_is_not_assigned(signed_in, lead) -> None:
    chen = signed_in("chen").person_id

    for name in ("wang", "huli-officer"):
        form = {"officer_ids": [chen, signed_in(name).person_id]}
        answer = signed_in("zhou").act(f"/leads/{lead['id']}", "assign_officers", form)
        assert answer.status_code == 422
        assert answer.json["errors"][0]["pointer"] == "/officer_ids/1"


def test_declining_needs_a_reason_and_meets_the_term(signed_in, lead) -> None:
    head, path = signed_in("zhou"), f"/leads/{lead['id']}"

    silent = head.act(path, "decline_filing", {"reason": ""})
    told = head.act(path, "decline_filing", {"reason": "不属本机关管辖"})

    assert silent.status_code == 422
    assert (told.json["state"], told.json["deadline"]["status"]) == ("not_filed", "met")


def test_extension_moves_the_last_day_by_fifteen(signed_in, lead) -> None:
    extended = signed_in("zhou").act(
        f"/leads/{lead['id']}", "extend_filing", {"reason": "案情复杂"}
    )

    assert extended.json["deadline"]["due_on"] > lead["deadline"]["due_on"]
    assert extended.json["deadline"]["days"] == 30


def test_steps_that_follow_from_a_case_cannot_be_posted(signed_in, lead) -> None:
    names = [
        item["name"] for item in signed_in("zhou").get(f"/leads/{lead['id']}/actions").json["items"]
    ]

    answer = signed_in("zhou").act(f"/leads/{lead['id']}", "file")

    assert "file" not in names
    assert answer.status_code == 403


def test_officer_may_not_decide_on_filing(signed_in, lead) -> None:
    answer = signed_in("chen").act(f"/leads/{lead['id']}", "decline_filing", {"reason": "x"})

    assert answer.status_code == 403
