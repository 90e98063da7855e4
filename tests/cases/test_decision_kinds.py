"""Law by the day of the act, limitation, the deciding body, publication and referral."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.accounts import Person
from backend.cases.rules import law
from backend.cases.rules.law import choose_law
from backend.cases.rules.violations import CODE_IN_FORCE, VIOLATION_BY_CODE, Violation
from tests.procedure import CASE_REVIEW, LEGAL_REVIEW, Walk, codes, service, today

DECISION = {"fine_fen": 2_900_000, "reasons": "依法处罚"}
CODES = st.sampled_from(sorted(VIOLATION_BY_CODE))
DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))


@pytest.fixture
def walk(signed_in) -> Walk:
    return Walk(signed_in)


def days_ago(days: int) -> str:
    return (date.fromisoformat(today()) - timedelta(days=days)).isoformat()


@given(CODES, DAYS, DAYS)
def test_the_law_of_the_act_applies_unless_the_newer_one_is_lighter(code, acted, decided) -> None:
    chosen = choose_law(code, acted, max(acted, decided))

    assert chosen is not None
    assert chosen.of_act.in_force_on(acted)
    applied = chosen.applied
    assert applied in (chosen.of_act, chosen.of_decision)
    assert applied.fine_max_fen <= chosen.of_act.fine_max_fen
    if applied is not chosen.of_act:
        assert (applied.fine_max_fen, applied.fine_min_fen) < (
            chosen.of_act.fine_max_fen,
            chosen.of_act.fine_min_fen,
        )


def clause(low: int, high: int, since: date, until: date | None) -> Violation:
    return Violation("x", "甲", "x", "乙", f"法{since.year}", low, high, since, until)


@pytest.mark.parametrize(
    ("newer", "applied"),
    [((10, 90), "new"), ((10, 100), "old"), ((5, 100), "new"), ((1, 101), "old")],
)
def test_the_newer_clause_applies_only_when_it_is_lighter(monkeypatch, newer, applied) -> None:
    last = CODE_IN_FORCE - timedelta(days=1)
    old = clause(10, 100, date(2018, 1, 1), last)
    new = clause(*newer, CODE_IN_FORCE, None)
    monkeypatch.setattr(law, "CLAUSES", (old, new))

    chosen = choose_law("x", last, CODE_IN_FORCE)

    assert chosen is not None
    assert chosen.applied is {"old": old, "new": new}[applied]


def test_no_clause_in_force_on_the_day_of_the_act_is_no_law() -> None:
    assert choose_law("outfall_setting", date(2010, 1, 1), date(2026, 11, 22)) is None


def test_an_act_before_the_code_is_punished_by_the_repealed_law(walk) -> None:
    walk.to_filed(act_ended_on="2026-08-14")
    walk.conclude()

    case = walk.case()
    assert "大气污染防治法" in case["law"]["applied"]
    assert (
        case["law"]["of_decision"] == VIOLATION_BY_CODE[case["violation"]["code"]].penalty_basis_zh
    )
    assert case["law"]["is_newer"] is False


@pytest.mark.parametrize(("years", "harmful", "refused"), [(3, False, True), (3, True, False)])
def test_limitation_is_two_years_and_five_with_harm(walk, years, harmful, refused) -> None:
    walk.refer()
    walk.inspect()
    walk.complete()
    walk.propose(act_ended_on=days_ago(366 * years))

    answer = walk.act("zhou", "approve_filing", {"harmful_consequences": harmful})

    assert (answer.status_code == 409) == refused
    if refused:
        assert codes(answer) == ["time_barred"]


def to_deciding(walk: Walk, fake_clock) -> None:
    fake_clock.advance(days=20)
    walk.must("chen", "submit_legal_review")
    walk.must("qian", "pass_legal_review", LEGAL_REVIEW)


def test_the_city_decides_a_district_s_case_under_its_own_name(walk, city, session) -> None:
    session.get_one(Person, city.people["fang"]).roles = ["head"]
    session.commit()
    bureau = str(city.authorities["city"])
    walk.to_filed(deciding_authority_id=bureau)
    walk.conclude()
    walk.must("sun", "pass_case_review", CASE_REVIEW)

    assert codes(walk.act("zhou", "issue_prior_notice")) == ["not_of_deciding_body"]
    case = walk.must("fang", "issue_prior_notice")

    notice = next(one for one in case["documents"] if one["kind"] == "prior_notice")
    data = walk.as_("chen").get(f"/documents/{notice['id']}").json
    assert case["deciding_authority"]["id"] == bureau
    assert data["id"] == notice["id"]


def test_another_district_is_no_deciding_body(walk, city) -> None:
    walk.refer()
    walk.inspect()
    walk.complete()

    answer = walk.propose(deciding_authority_id=str(city.authorities["huli"]))

    assert answer.status_code == 422


def served(walk: Walk, fake_clock) -> None:
    walk.to_defence()
    to_deciding(walk, fake_clock)
    walk.must("zhou", "decide", DECISION)
    walk.must("chen", "serve_decision", service())


def term(walk: Walk, code: str) -> dict[str, Any]:
    return next(one for one in walk.case()["deadlines"] if one["code"] == code)


def publication(**changes: Any) -> dict[str, Any]:
    shown = {"published_on": today(), "channel": "市局网站", "redactions_checked": True}
    return shown | changes


def test_a_decision_is_published_in_seven_working_days_and_withdrawn_in_three(
    walk, fake_clock
) -> None:
    served(walk, fake_clock)
    clock = term(walk, "publish_decision")
    assert (clock["days"], clock["unit"], clock["status"]) == (7, "working", "open")

    unchecked = walk.act("chen", "publish_decision", publication(redactions_checked=False))
    assert codes(unchecked) == ["redactions_unchecked"]
    early = publication(published_on=days_ago(60))
    assert codes(walk.act("chen", "publish_decision", early)) == ["day_impossible"]
    walk.must("chen", "publish_decision", publication())
    assert term(walk, "publish_decision")["status"] == "met"
    again = walk.act("chen", "publish_decision", publication())
    assert codes(again) == ["publication_settled"]

    gone = {"withdrawn_on": today(), "statement": "已被撤销"}
    assert codes(walk.act("chen", "withdraw_publication", gone)) == ["not_annulled"]
    annulled = {"changed_on": today(), "ground": "revoked", "note": "复议决定 1 号"}
    walk.must("zhou", "record_annulment", annulled)
    clock = term(walk, "withdraw_publication")
    assert (clock["days"], clock["unit"], clock["status"]) == (3, "working", "open")
    walk.must("chen", "withdraw_publication", gone)
    assert term(walk, "withdraw_publication")["status"] == "met"
    assert codes(walk.act("chen", "withdraw_publication", gone)) == ["withdrawn_already"]


def test_a_file_is_not_archived_before_publication_is_settled(walk, fake_clock) -> None:
    served(walk, fake_clock)
    paid = {"amount_fen": 2_900_000, "paid_on": today(), "reference": "JK-1"}
    walk.must("chen", "record_payment", paid)
    walk.must("zhou", "close", {})

    assert codes(walk.act("zheng", "archive")) == ["publication_missing"]
    walk.must("zhou", "waive_publication", {"reason": "不具有一定社会影响"})
    walk.must("zheng", "archive")


def test_confiscation_and_warning_are_told_decided_and_owed(walk, fake_clock) -> None:
    walk.to_filed()
    walk.conclude(2_900_000, warning=True, confiscated_fen=100_000)
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    walk.must("zhou", "issue_prior_notice")
    walk.must("chen", "serve_prior_notice", service())
    to_deciding(walk, fake_clock)
    case = walk.must("zhou", "decide", DECISION)

    assert case["owed_fen"] == 3_000_000
    assert case["measures"]["warning"] is True


def test_a_licence_penalty_needs_the_collective_discussion(walk, fake_clock) -> None:
    walk.to_filed()
    walk.conclude(2_900_000, licence="suspend")
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    walk.must("zhou", "issue_prior_notice")
    walk.must("chen", "serve_prior_notice", service())
    to_deciding(walk, fake_clock)

    assert codes(walk.act("zhou", "decide", DECISION)) == ["licence_not_discussed"]


def test_a_case_of_another_authority_is_referred_and_ends_here(walk) -> None:
    walk.to_filed()

    case = walk.must("zhou", "refer_case", {"recipient": "城管局", "reason": "餐饮油烟"})

    assert case["state"] == "closed"
    assert "case_referral" in {one["kind"] for one in case["documents"]}
    assert {one["status"] for one in case["deadlines"]} <= {"met", "cancelled"}
