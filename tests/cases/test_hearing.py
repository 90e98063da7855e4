"""Suspension, hearing and collective discussion: version 2 of the penalty procedure."""

from datetime import date, timedelta

import pytest

from tests.procedure import CASE_REVIEW, LEGAL_REVIEW, Walk, codes, service, today

ABOVE_HEARING = 28_000_000
ABOVE_DISCUSSION = 55_000_000
DECISION = {"fine_fen": ABOVE_DISCUSSION, "reasons": "依法处罚"}


@pytest.fixture
def walk(signed_in) -> Walk:
    return Walk(signed_in)


def told(walk: Walk, fine_fen: int = ABOVE_HEARING) -> None:
    """Go on to the party's five days in a case of the hearing class."""
    walk.to_filed(violation_code="discharge_above_standard")
    walk.conclude(fine_fen)
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    walk.must("zhou", "issue_prior_notice")
    walk.must("chen", "serve_prior_notice", service())


def request(day: str) -> dict[str, str]:
    return {"requested_on": day, "content": "请求举行听证"}


def notice(walk: Walk, hearing_on: date, host: str = "qian") -> dict[str, str]:
    return service() | {
        "hearing_on": hearing_on.isoformat(),
        "place": "三楼听证室",
        "host": walk.as_(host).person_id,
    }


def report(held_on: str) -> dict[str, object]:
    return {"held_on": held_on, "attended": True, "record": "听证笔录", "report": "建议减轻"}


def heard(walk: Walk, fake_clock, fine_fen: int = ABOVE_HEARING) -> None:
    """Go on to a hearing that was held and reported."""
    told(walk, fine_fen)
    walk.must("chen", "request_hearing", request(today()))
    day = date.fromisoformat(today()) + timedelta(days=21)
    walk.must("qian", "serve_hearing_notice", notice(walk, day))
    fake_clock.advance(days=21)
    walk.must("qian", "report_hearing", report(today()))


def discussion(walk: Walk, *names: str, **changes: object) -> dict[str, object]:
    return {
        "held_on": today(),
        "members": [walk.as_(name).person_id for name in names],
        "opinions": "同意",
        "result": "一致同意",
        "extends_term": False,
    } | changes


def term(walk: Walk, code: str = "decide") -> dict:
    """Return the newest term of a code."""
    found = [item for item in walk.case()["deadlines"] if item["code"] == code]
    return max(found, key=lambda item: item["started_on"])


def runs_for(one: dict) -> int:
    """Return how many calendar days lie between a term's start and its end."""
    return (date.fromisoformat(one["due_on"]) - date.fromisoformat(one["started_on"])).days


def test_a_case_of_the_hearing_class_is_heard_and_decided_on_the_record(walk, fake_clock) -> None:
    heard(walk, fake_clock)
    walk.must("chen", "submit_legal_review")
    walk.must("qian", "pass_legal_review", LEGAL_REVIEW)
    case = walk.must("zhou", "decide", {"fine_fen": ABOVE_HEARING, "reasons": "采纳听证意见"})

    kinds = {document["kind"] for document in case["documents"]}
    assert {"hearing_notice", "hearing_record", "hearing_report"} <= kinds
    assert case["hearing"]["host_name"] == "钱进"


def test_the_notice_of_a_hearing_class_penalty_offers_the_hearing(walk, client) -> None:
    told(walk)

    assert {item["name"] for item in _allowed(walk, "chen")} >= {"request_hearing"}


def _allowed(walk: Walk, name: str) -> list[dict]:
    items = walk.as_(name).get(f"/cases/{walk.case_id}/actions").json["items"]
    return [item for item in items if item["allowed"]]


def test_no_hearing_below_the_threshold(walk) -> None:
    walk.to_defence()

    answer = walk.act("chen", "request_hearing", request(today()))

    assert codes(answer) == ["hearing_not_offered"]
    assert "第六十三条" in answer.json["blocked_by"][0]["basis"]


def test_a_request_after_five_working_days_is_late(walk, fake_clock) -> None:
    told(walk)
    fake_clock.advance(days=20)

    answer = walk.act("chen", "request_hearing", request(today()))

    assert codes(answer) == ["hearing_requested_late"]


def test_the_party_is_told_seven_working_days_before_the_hearing(walk) -> None:
    told(walk)
    walk.must("chen", "request_hearing", request(today()))
    soon = date.fromisoformat(today()) + timedelta(days=7)

    answer = walk.act("qian", "serve_hearing_notice", notice(walk, soon))

    assert codes(answer) == ["hearing_too_soon"]
    earliest = date.fromisoformat(answer.json["blocked_by"][0]["facts"]["earliest"])
    walk.must("qian", "serve_hearing_notice", notice(walk, earliest))


def test_an_investigator_may_not_host_the_hearing(walk) -> None:
    told(walk)
    walk.must("chen", "request_hearing", request(today()))
    day = date.fromisoformat(today()) + timedelta(days=21)

    answer = walk.act("qian", "serve_hearing_notice", notice(walk, day, host="lin"))

    assert codes(answer) == ["host_is_investigator"]


def test_the_legal_review_waits_for_a_requested_hearing(walk, fake_clock) -> None:
    told(walk)
    walk.must("chen", "request_hearing", request(today()))
    fake_clock.advance(days=20)

    assert codes(walk.act("chen", "submit_legal_review")) == ["hearing_not_held"]


def test_the_time_of_the_hearing_does_not_count(walk, fake_clock) -> None:
    told(walk)
    walk.must("chen", "request_hearing", request(today()))
    standing = term(walk)
    day = date.fromisoformat(today()) + timedelta(days=21)
    walk.must("qian", "serve_hearing_notice", notice(walk, day))
    fake_clock.advance(days=21)
    walk.must("qian", "report_hearing", report(today()))

    assert standing["stopped_on"] is not None
    assert standing["days_left"] is None
    # Filed and asked for on one day, which does not count anyway.
    assert runs_for(term(walk)) >= 90 + 20
    assert term(walk)["stops"][0]["reason"] == "听证"


def test_half_a_million_is_discussed_by_the_heads(walk, fake_clock) -> None:
    heard(walk, fake_clock, ABOVE_DISCUSSION)
    walk.must("chen", "submit_legal_review")
    walk.must("qian", "pass_legal_review", LEGAL_REVIEW)

    assert codes(walk.act("zhou", "decide", DECISION)) == ["discussion_missing"]
    walk.must("zhou", "record_discussion", discussion(walk, "zhou", "qian", "sun"))
    walk.must("zhou", "decide", DECISION)


def test_investigators_do_not_vote(walk, fake_clock) -> None:
    heard(walk, fake_clock, ABOVE_DISCUSSION)
    walk.must("chen", "submit_legal_review")
    walk.must("qian", "pass_legal_review", LEGAL_REVIEW)

    answer = walk.act("zhou", "record_discussion", discussion(walk, "zhou", "qian", "chen"))

    assert codes(answer) == ["investigator_votes"]


def test_new_evidence_voids_the_legal_review(walk, fake_clock) -> None:
    walk.to_deciding(fake_clock)

    found = walk.case()["exhibits"][0]["exhibit_id"]
    form = {"exhibit_id": found, "fact_to_prove": "持续时间", "reason": "收到新的监测报告"}
    case = walk.must("zhou", "reopen_evidence", form)

    assert case["state"] == "investigating"
    walk.conclude()
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    reasons = codes(walk.act("zhou", "decide", {"fine_fen": 2_900_000, "reasons": "x"}))
    assert "legal_review_missing" in reasons


def test_an_amount_changed_after_the_notice_is_told_again(walk, fake_clock) -> None:
    walk.to_deciding(fake_clock)

    case = walk.must("zhou", "notify_again", {"reason": "情节较重"})

    assert case["state"] == "notifying"
    assert codes(walk.act("zhou", "issue_prior_notice")) == ["proposal_unchanged"]
    assert walk.weigh(3_800_000).status_code == 200
    walk.must("zhou", "issue_prior_notice")
    case = walk.must("chen", "serve_prior_notice", service())
    assert term(walk, "defence")["status"] == "open"
    assert case["proposed_fine_fen"] == 3_800_000


def test_a_defence_never_makes_the_proposal_heavier(walk) -> None:
    walk.to_defence()
    walk.must("chen", "record_defence", {"received_on": today(), "content": "不服"})
    walk.must("zhou", "notify_again", {"reason": "情节较重"})

    assert codes(walk.weigh(3_800_000)) == ["heavier_after_defence"]
    assert walk.weigh(2_000_000).status_code == 200


def test_suspension_stops_the_clock_until_the_ground_ends(walk, fake_clock) -> None:
    walk.to_filed()
    suspended = {"ground": "party_missing", "reason": "法定代表人下落不明"}
    assert walk.must("zhou", "suspend_investigation", suspended)["state"] == "suspended"
    fake_clock.advance(days=100)
    assert term(walk)["stopped_on"] is not None

    walk.must("zhou", "resume_investigation", {"reason": "已找到"})

    # Filed and suspended on one day, which does not count anyway.
    assert runs_for(term(walk)) >= 90 + 99
    assert walk.case()["state"] == "investigating"


def test_terminating_an_investigation_ends_its_clocks(walk) -> None:
    walk.to_filed()

    case = walk.must("zhou", "terminate_investigation", {"ground": "other", "reason": "单位注销"})

    assert case["state"] == "closed"
    assert {item["status"] for item in case["deadlines"]} <= {"met", "cancelled"}


def test_a_withdrawn_filing_takes_no_further_step(walk) -> None:
    walk.to_filed()
    walk.must("zhou", "withdraw_filing", {"reason": "不属于本机关管辖"})

    assert _allowed(walk, "zhou") == []


def test_the_discussion_extends_the_term_only_after_the_head_did(walk, fake_clock) -> None:
    walk.to_deciding(fake_clock)
    form = discussion(walk, "zhou", "qian", "sun", extends_term=True)

    assert codes(walk.act("zhou", "record_discussion", form)) == ["head_extends_first"]
    walk.must("zhou", "extend_decision_term", {"reason": "案情复杂"})
    walk.must("zhou", "record_discussion", form)
    assert term(walk)["days"] == 150
    assert codes(walk.act("zhou", "record_discussion", form)) == ["extended_by_discussion"]
