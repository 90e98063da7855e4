"""Delegation 委托代行: a deciding role exercised by another person, on record, for a time."""

from typing import Any

import pytest
from sqlalchemy import select

from backend.accounts import Person
from backend.cases.models import PenaltyCase
from backend.cases.service import WORKFLOW
from backend.documents import Document
from backend.kernel.ids import new_id
from backend.workflow import WorkflowEvent
from backend.workflow.replaying import replay
from backend.workflow.rules import DECIDING
from tests.procedure import CASE_REVIEW, Walk, codes, today


@pytest.fixture
def walk(signed_in, fake_clock) -> Walk:
    """A filed case."""
    walk = Walk(signed_in)
    walk.to_filed()
    return walk


def give(walk: Walk, by: str, to: str, role: str = "head", **changes: Any) -> Any:
    """Delegate a role for today and return the answer."""
    wanted = {
        "role": role,
        "delegate_id": walk.as_(to).person_id,
        "valid_from": today(),
        "valid_to": today(),
        "reason": "外出开会",
    } | changes
    return walk.as_(by).put(f"/delegations/{new_id()}", wanted)


def given(walk: Walk, by: str, to: str, role: str = "head", **changes: Any) -> str:
    """Return the path of a delegation that holds."""
    answer = give(walk, by, to, role, **changes)
    assert answer.status_code == 201, answer.text
    return f"/delegations/{answer.json['id']}"


def to_notice(walk: Walk) -> None:
    """Go on to where the head issues the notice."""
    walk.conclude()
    walk.must("sun", "pass_case_review", CASE_REVIEW)


def test_a_delegate_decides_and_the_record_says_for_whom(walk, session) -> None:
    to_notice(walk)
    given(walk, "zhou", "zheng")

    case = walk.must("zheng", "issue_prior_notice")

    actor = next(one for one in case["history"] if one["action"] == "issue_prior_notice")["actor"]
    assert (actor["name"], actor["role"], actor["on_behalf_of"]) == ("郑琳", "head", "周正")
    event = session.scalars(
        select(WorkflowEvent).where(WorkflowEvent.action == "issue_prior_notice")
    ).one()
    assert '"on_behalf_of"' in event.record.decode()
    assert list(replay(WORKFLOW, PenaltyCase)) == []


def test_papers_name_the_delegate_with_his_principal(walk, session) -> None:
    walk.conclude()
    given(walk, "sun", "zheng", "case_reviewer")

    walk.must("zheng", "pass_case_review", CASE_REVIEW)

    paper = session.scalars(select(Document).where(Document.kind == "case_review_form")).one()
    assert "郑琳（受孙立委托代行）" in str(paper.data)


def test_a_delegation_says_what_the_delegate_may_do(walk) -> None:
    """His work list asks for it; what is not deciding stays with its holder."""
    given(walk, "zhou", "zheng")

    (one,) = walk.as_("zheng").get("/delegations").json["items"]

    assert "case.decide" in one["permissions"]
    assert all(name.endswith(DECIDING) for name in one["permissions"])


def test_without_a_delegation_the_role_is_missing(walk) -> None:
    to_notice(walk)

    assert walk.act("zheng", "issue_prior_notice").status_code == 403


def test_a_delegation_ends_with_its_last_day(walk, fake_clock) -> None:
    to_notice(walk)
    given(walk, "zhou", "zheng")
    fake_clock.advance(days=1)

    assert walk.act("zheng", "issue_prior_notice").status_code == 403


def test_a_delegation_taken_back_no_longer_holds(walk) -> None:
    to_notice(walk)
    path = given(walk, "zhou", "zheng")
    back = walk.as_("zhou").act(path, "withdraw", {"reasons": "已返回"})
    assert (back.status_code, back.json["standing"]) == (200, "withdrawn")

    assert walk.act("zheng", "issue_prior_notice").status_code == 403


def test_only_who_gave_it_takes_a_delegation_back(walk) -> None:
    path = given(walk, "zhou", "sun")

    assert codes(walk.as_("sun").act(path, "withdraw", {"reasons": "x"})) == ["delegation_not_own"]


def test_an_investigator_does_not_review_for_another(walk) -> None:
    walk.conclude()
    given(walk, "sun", "chen", "case_reviewer")

    refused = walk.act("chen", "pass_case_review", CASE_REVIEW)

    assert codes(refused) == ["reviewer_is_investigator", "same_person"]


def test_a_delegate_is_bound_by_what_his_principal_did(walk, session) -> None:
    # The principal investigates the case himself: nobody may review it in his name either.
    chen = session.scalars(select(Person).where(Person.account_name == "chen")).one()
    chen.roles = ["officer", "case_reviewer"]
    session.commit()
    walk.signed_in.clear()
    walk.conclude()
    given(walk, "chen", "zheng", "case_reviewer")

    refused = walk.act("zheng", "pass_case_review", CASE_REVIEW)

    assert codes(refused) == ["reviewer_is_investigator", "same_person"]


def test_a_principal_who_lost_the_role_delegates_nothing(walk, session) -> None:
    to_notice(walk)
    given(walk, "zhou", "zheng")
    zhou = session.scalars(select(Person).where(Person.account_name == "zhou")).one()
    zhou.roles = ["officer"]
    session.commit()

    assert walk.act("zheng", "issue_prior_notice").status_code == 403


@pytest.mark.parametrize(
    ("by", "to", "changes", "status", "code"),
    [
        ("sun", "zheng", {"role": "head"}, 403, "not_own_role"),
        ("zhou", "zhou", {}, 422, "delegate_himself"),
        ("zhou", "huli-officer", {}, 422, "person_unknown"),
        ("zhou", "wang", {}, 422, "delegate_cannot_read"),
        ("zhou", "zheng", {"valid_to": "2020-01-01"}, 422, "term_wrong"),
        ("zhou", "zheng", {"valid_to": "2099-01-01"}, 422, "term_wrong"),
    ],
)
def test_what_cannot_be_delegated_is_refused(walk, by, to, changes, status, code) -> None:
    answer = give(walk, by, to, **changes)

    assert answer.status_code == status, answer.text
    found = answer.json.get("errors") or [answer.json]
    assert found[0]["code"] == code


def test_a_role_is_delegated_to_one_person_at_a_time(walk) -> None:
    given(walk, "zhou", "zheng")

    assert give(walk, "zhou", "sun").json["code"] == "delegation_overlaps"


def test_roles_that_decide_nothing_are_not_delegated(walk) -> None:
    assert give(walk, "chen", "lin", "officer").status_code in (403, 422)


def test_an_officer_delegates_no_deciding_role(walk) -> None:
    assert give(walk, "chen", "lin", "head").status_code == 403


def test_another_district_does_not_see_delegations(walk) -> None:
    path = given(walk, "zhou", "zheng")

    assert walk.as_("huli-all").get(path).status_code == 404
    assert walk.as_("huli-all").get("/delegations").json["items"] == []
