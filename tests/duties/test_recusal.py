"""Recusal 回避: asked on four grounds, decided by rank, binding from then on."""

from typing import Any

import pytest
from sqlalchemy import select

from backend.duties.service import WORKFLOW
from backend.kernel.ids import new_id
from backend.workflow import Recusal
from backend.workflow.replaying import replay
from tests.phones import run_waiting_jobs
from tests.procedure import CASE_REVIEW, Walk, codes, conclusion, service, today

GRANT = {"reasons": "与当事人法定代表人系近亲属，属实。"}


@pytest.fixture
def walk(signed_in) -> Walk:
    """A filed case."""
    walk = Walk(signed_in)
    walk.to_filed()
    return walk


def ask(walk: Walk, by: str, person: str, **changes: Any) -> Any:
    """Ask that a person keep away from the case and return the answer."""
    wanted = {
        "subject_kind": "case",
        "subject_id": walk.case_id,
        "person_id": walk.as_(person).person_id,
        "asked_by": "party",
        "asked_on": today(),
        "ground": "party_or_kin",
        "reasons": "当事人称其为法定代表人的表弟",
    } | changes
    return walk.as_(by).put(f"/recusals/{new_id()}", wanted)


def asked(walk: Walk, by: str, person: str, **changes: Any) -> str:
    """Return the path of a request that was taken in."""
    answer = ask(walk, by, person, **changes)
    assert answer.status_code == 201, answer.text
    return f"/recusals/{answer.json['id']}"


def decide(walk: Walk, name: str, path: str, action: str, form: Any = None) -> Any:
    """Decide on a request."""
    answer = walk.as_(name).act(path, action, GRANT if form is None else form)
    run_waiting_jobs()
    return answer


def test_an_undecided_request_does_not_stop_the_investigation(walk) -> None:
    asked(walk, "chen", "lin")

    assert walk.weigh(2_900_000).status_code == 200
    assert walk.act("lin", "conclude_investigation", conclusion()).status_code == 200


def test_an_undecided_request_stops_the_persons_review(walk) -> None:
    walk.conclude()
    asked(walk, "chen", "sun")

    assert codes(walk.act("sun", "pass_case_review", CASE_REVIEW)) == ["recusal_undecided"]


def test_who_must_keep_away_takes_no_further_step(walk) -> None:
    walk.conclude()
    path = asked(walk, "chen", "sun")
    assert decide(walk, "zhou", path, "grant").status_code == 200

    refused = walk.act("sun", "pass_case_review", CASE_REVIEW)

    assert codes(refused) == ["recused"]
    assert "第四十三条" in refused.json["blocked_by"][0]["basis"]
    offers = walk.as_("sun").get(f"/cases/{walk.case_id}/actions").json["items"]
    offer = next(one for one in offers if one["name"] == "pass_case_review")
    assert not offer["allowed"]


def test_a_refused_request_binds_nobody(walk) -> None:
    walk.conclude()
    path = asked(walk, "chen", "sun")
    assert decide(walk, "zhou", path, "refuse").status_code == 200

    assert walk.act("sun", "pass_case_review", CASE_REVIEW).status_code == 200


def test_who_keeps_away_from_a_case_keeps_away_from_its_inspections(walk) -> None:
    path = asked(walk, "chen", "chen")
    assert decide(walk, "zhou", path, "grant").status_code == 200

    answer = walk.as_("chen").act(f"/inspections/{walk.inspection_id}", "complete")

    assert "recused" in codes(answer)


def test_steps_taken_before_stand_and_are_listed(walk) -> None:
    walk.conclude()
    path = asked(walk, "chen", "chen")
    decide(walk, "zhou", path, "grant")

    shown = walk.as_("zhou").get(path).json

    assert [one["action"] for one in shown["done_before"]] == [
        "create", "weigh_discretion", "conclude_investigation",
    ]  # fmt: skip
    assert walk.case()["state"] == "case_review"


def test_the_party_gets_a_numbered_reply(walk) -> None:
    path = asked(walk, "chen", "lin")
    decide(walk, "zhou", path, "refuse")

    replies = walk.as_("zhou").get(path).json["documents"]

    assert [(one["kind"], one["state"]) for one in replies] == [("recusal_reply", "issued")]
    assert replies[0]["number"]


def test_nobody_decides_on_his_own_keeping_away(walk) -> None:
    path = asked(walk, "zhou", "zhou", asked_by="self")

    assert "recusal_own" in codes(decide(walk, "zhou", path, "grant"))


def test_leaders_decide_on_a_head_together(walk) -> None:
    path = asked(walk, "chen", "zhou")
    members = [walk.as_(name).person_id for name in ("sun", "qian", "zheng")]
    form = {"held_on": today(), "members": members, "reasons": "集体讨论决定"}

    assert "recusal_needs_leaders" in codes(decide(walk, "zhou", path, "grant"))
    few = form | {"members": members[:2]}
    assert codes(decide(walk, "qian", path, "grant_together", few)) == ["recusal_too_few"]
    own = form | {"members": [*members, walk.as_("zhou").person_id]}
    assert codes(decide(walk, "qian", path, "grant_together", own)) == ["recusal_own"]
    assert decide(walk, "qian", path, "grant_together", form).status_code == 200

    walk.conclude()
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    assert codes(walk.act("zhou", "issue_prior_notice")) == ["recused"]


def test_leaders_do_not_decide_together_on_an_officer(walk) -> None:
    path = asked(walk, "chen", "lin")
    members = [walk.as_(name).person_id for name in ("sun", "qian", "zhou")]
    form = {"held_on": today(), "members": members, "reasons": "集体讨论决定"}

    answer = decide(walk, "qian", path, "grant_together", form)

    assert codes(answer) == ["recusal_head_decides"]


def test_only_a_person_himself_asks_for_himself(walk) -> None:
    answer = ask(walk, "chen", "lin", asked_by="self")

    assert answer.status_code == 422
    assert answer.json["errors"][0]["code"] == "not_himself"


def test_a_second_request_waits_for_the_first(walk) -> None:
    asked(walk, "chen", "lin")

    answer = ask(walk, "chen", "lin")

    assert (answer.status_code, answer.json["code"]) == (409, "recusal_standing")


def test_a_ground_that_the_law_does_not_know_is_refused(walk) -> None:
    assert ask(walk, "chen", "lin", ground="dislike").status_code == 422


def test_another_district_cannot_ask_or_see(walk) -> None:
    path = asked(walk, "chen", "lin")

    assert walk.as_("huli-all").get(path).status_code == 404
    assert ask(walk, "huli-all", "lin").status_code == 404
    listed = walk.as_("huli-all").get("/recusals", subject_id=walk.case_id)
    assert listed.json["items"] == []


def test_the_history_of_a_request_is_chained(walk, session) -> None:
    path = asked(walk, "chen", "lin")
    decide(walk, "zhou", path, "refuse")

    assert list(replay(WORKFLOW, Recusal)) == []
    row = session.scalars(select(Recusal)).one()
    assert (row.state, row.decided_by) == ("refused", "周正")


def test_a_case_goes_on_with_other_people(walk) -> None:
    path = asked(walk, "chen", "lin")
    decide(walk, "zhou", path, "grant")

    walk.conclude()
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    walk.must("zhou", "issue_prior_notice")
    walk.must("chen", "serve_prior_notice", service())
