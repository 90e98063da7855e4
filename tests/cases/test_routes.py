"""The penalty procedure: the whole way, and every refusal of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.accounts import Person
from tests.procedure import (
    CASE_REVIEW,
    LEGAL_REVIEW,
    PARTY,
    Walk,
    codes,
    conclusion,
    service,
    today,
)


@pytest.fixture
def walk(signed_in) -> Walk:
    return Walk(signed_in)


def test_a_case_goes_from_filing_to_the_archive(walk, fake_clock) -> None:
    walk.to_deciding(fake_clock)
    walk.must("zhou", "decide", {"fine_fen": 2_900_000, "reasons": "依法处罚"})
    walk.must("chen", "serve_decision", service())
    payment = {"amount_fen": 2_900_000, "paid_on": today(), "reference": "JK-1"}
    walk.must("chen", "record_payment", payment)
    shown = {"published_on": today(), "channel": "市局网站", "redactions_checked": True}
    walk.must("chen", "publish_decision", shown)
    walk.must("zhou", "close", {"note": "已缴清"})
    case = walk.must("zheng", "archive")

    assert case["state"] == "archived"
    assert case["number"].startswith(f"闽厦环立〔{today()[:4]}〕")
    assert {document["state"] for document in case["documents"]} == {"issued"}
    assert {deadline["status"] for deadline in case["deadlines"]} == {"met"}
    assert case["party"]["name"] == PARTY["name"]


def test_filing_waits_for_a_completed_inspection(walk) -> None:
    walk.refer()
    walk.inspect()
    walk.propose()

    assert "no_completed_inspection" in codes(walk.act("zhou", "approve_filing"))


def test_filing_needs_two_investigators(walk) -> None:
    walk.refer()
    walk.inspect()
    walk.complete()
    walk.propose(investigators=("chen",))

    assert codes(walk.act("zhou", "approve_filing")) == ["two_officers_needed"]


def test_filing_is_refused_with_an_expired_certificate(walk) -> None:
    walk.refer()
    walk.inspect()
    walk.complete()
    walk.propose(investigators=("chen", "wu"))

    answer = walk.act("zhou", "approve_filing")

    assert codes(answer) == ["certificate_not_valid"]
    assert answer.json["blocked_by"][0]["facts"]["officer"] == "吴建国"
    assert "第四十二条" in answer.json["blocked_by"][0]["basis"]


def test_filing_is_refused_after_its_fifteen_days(walk, fake_clock) -> None:
    walk.refer()
    walk.inspect()
    walk.complete()
    walk.propose()
    fake_clock.advance(days=25)

    assert codes(walk.act("zhou", "approve_filing")) == ["filing_term_over"]


def test_filing_after_the_head_extended_the_term_is_allowed(walk, fake_clock) -> None:
    walk.refer()
    walk.inspect()
    walk.complete()
    walk.propose()
    lead = f"/leads/{walk.lead['id']}"
    assert walk.as_("zhou").act(lead, "extend_filing", {"reason": "案情复杂"}).status_code == 200
    fake_clock.advance(days=25)

    walk.must("zhou", "approve_filing")
    again = walk.as_("zhou").act(lead, "extend_filing", {"reason": "再延"})
    assert "already_extended" in codes(again)


@pytest.mark.parametrize(
    ("act_ended_on", "law"),
    [("2026-08-14", "中华人民共和国大气污染防治法"), ("2026-08-15", "中华人民共和国生态环境法典")],
)
def test_the_law_is_that_of_the_day_on_which_the_act_ended(walk, act_ended_on, law) -> None:
    walk.refer()
    walk.inspect()
    walk.complete()
    walk.propose(act_ended_on=act_ended_on)

    walk.must("zhou", "approve_filing")

    assert f"《{law}》" in walk.case()["violation"]["basis_zh"]


def test_party_named_otherwise_than_in_the_record_is_refused(walk) -> None:
    walk.refer()
    walk.inspect()
    walk.complete()
    walk.propose(party=PARTY | {"name": "宏达化工有限公司"})

    assert codes(walk.act("zhou", "approve_filing")) == ["party_name_differs"]


def test_a_lead_becomes_one_case_only(walk) -> None:
    walk.to_filed()

    answer = walk.propose()

    assert answer.status_code == 409
    assert answer.json["code"] == "action_refused"


def test_exhibits_of_the_inspection_come_with_the_case(walk) -> None:
    walk.to_filed()

    exhibits = walk.case()["exhibits"]

    assert [exhibit["fact_to_prove"] for exhibit in exhibits] == ["黑水自 2 号排口排出"]


def test_only_an_investigator_concludes(walk) -> None:
    walk.to_filed()

    reasons = codes(walk.act("wu", "conclude_investigation", conclusion()))

    assert set(reasons) == {"not_an_investigator", "not_weighed"}


def test_fine_outside_the_range_is_refused(walk) -> None:
    walk.to_filed()

    answer = walk.weigh(2_900_000, chosen_fine_fen=1_999_999)

    assert codes(answer) == ["amount_out_of_reach"]


def test_investigator_may_not_review_his_case(walk, session, city) -> None:
    session.get_one(Person, city.people["lin"]).roles = ["officer", "case_reviewer"]
    session.commit()
    walk.to_filed()
    walk.conclude()

    answer = walk.act("lin", "pass_case_review", CASE_REVIEW)

    assert codes(answer) == ["reviewer_is_investigator"]
    assert answer.json["blocked_by"][0]["basis"].endswith("第三十九条")


def test_a_review_point_that_does_not_hold_sends_the_case_back(walk) -> None:
    walk.to_filed()
    walk.conclude()

    answer = walk.act("sun", "pass_case_review", CASE_REVIEW | {"evidence_sufficient": False})

    assert codes(answer) == ["review_point_not_met"]
    assert answer.json["blocked_by"][0]["facts"]["point_zh"] == "证据合法充分"
    walk.must("sun", "return_to_investigation", {"reason": "补充证据"})


def test_same_person_may_not_pass_both_reviews(walk, session, city, fake_clock) -> None:
    session.get_one(Person, city.people["sun"]).roles = ["case_reviewer", "legal_reviewer"]
    session.commit()
    walk.to_defence()
    fake_clock.advance(days=20)
    walk.must("chen", "submit_legal_review")

    assert codes(walk.act("sun", "pass_legal_review", LEGAL_REVIEW)) == ["same_person"]


def test_five_working_days_must_run_before_the_case_goes_on(walk, fake_clock) -> None:
    walk.to_defence()
    ends_on = next(
        date.fromisoformat(item["due_on"])
        for item in walk.case()["deadlines"]
        if item["code"] == "defence"
    )

    early = walk.act("chen", "submit_legal_review")
    fake_clock.advance(days=(ends_on - date.fromisoformat(today())).days)
    last_day = walk.act("chen", "submit_legal_review")
    fake_clock.advance(days=1)

    assert codes(early) == codes(last_day) == ["defence_period_running"]
    walk.must("chen", "submit_legal_review")


def test_deciding_during_the_defence_tells_every_reason(walk) -> None:
    walk.to_defence()

    reasons = codes(walk.act("zhou", "decide", {"fine_fen": 2_900_000, "reasons": "x"}))

    assert reasons == ["wrong_state", "defence_period_running", "legal_review_missing"]


def test_waived_defence_shortens_the_wait(walk) -> None:
    walk.to_defence()
    walk.must("chen", "waive_defence", {"waived_on": today(), "note": "书面放弃声明"})

    walk.must("chen", "submit_legal_review")


def test_a_defence_must_be_reviewed(walk, fake_clock) -> None:
    walk.to_defence()
    walk.must("chen", "record_defence", {"received_on": today(), "content": "已经改正"})
    fake_clock.advance(days=20)

    assert codes(walk.act("chen", "submit_legal_review")) == ["defence_not_reviewed"]
    walk.must("chen", "review_defence", {"opinion": "部分采纳", "adopted": True})
    walk.must("chen", "submit_legal_review")


def test_fine_heavier_than_told_is_refused(walk, fake_clock) -> None:
    walk.to_deciding(fake_clock)

    answer = walk.act("zhou", "decide", {"fine_fen": 2_900_001, "reasons": "从重"})

    assert codes(answer) == ["heavier_than_notice"]


def test_decision_after_ninety_days_needs_the_head_s_extension(walk, fake_clock) -> None:
    walk.to_deciding(fake_clock)
    fake_clock.advance(days=85)
    form = {"fine_fen": 2_900_000, "reasons": "依法处罚"}

    assert codes(walk.act("zhou", "decide", form)) == ["decision_term_over"]
    walk.must("zhou", "extend_decision_term", {"reason": "案情复杂"})
    walk.must("zhou", "decide", form)


def test_legal_review_may_return_the_case_and_voids_the_notice(walk, fake_clock) -> None:
    walk.to_defence()
    fake_clock.advance(days=20)
    walk.must("chen", "submit_legal_review")
    case = walk.must("qian", "return_from_legal_review", {"reason": "证据不足"})

    assert case["state"] == "investigating"
    walk.conclude()
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    assert codes(walk.act("chen", "serve_prior_notice", service())) == ["notice_not_issued"]


def test_overpayment_and_double_entry_are_refused(walk, fake_clock) -> None:
    walk.to_deciding(fake_clock)
    walk.must("zhou", "decide", {"fine_fen": 2_900_000, "reasons": "依法处罚"})
    walk.must("chen", "serve_decision", service())
    paid = {"amount_fen": 1_000_000, "paid_on": today(), "reference": "JK-1"}
    walk.must("chen", "record_payment", paid)

    assert codes(walk.act("chen", "record_payment", paid)) == ["payment_recorded"]
    more = paid | {"amount_fen": 1_900_001, "reference": "JK-2"}
    assert codes(walk.act("chen", "record_payment", more)) == ["overpaid"]
    assert codes(walk.act("zhou", "close", {})) == ["fine_unpaid"]


def test_service_in_the_future_is_refused(walk) -> None:
    walk.to_filed()
    walk.conclude()
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    walk.must("zhou", "issue_prior_notice")
    tomorrow = (date.fromisoformat(today()) + timedelta(days=1)).isoformat()

    answer = walk.act("chen", "serve_prior_notice", service(served_on=tomorrow))

    assert codes(answer) == ["served_on_impossible"]


def test_another_district_sees_no_case(walk) -> None:
    walk.to_filed()
    stranger = walk.as_("huli-all")

    assert stranger.get(f"/cases/{walk.case_id}").status_code == 404
    assert stranger.get(f"/cases/{walk.case_id}/actions").status_code == 404
    assert stranger.get("/cases").json["items"] == []


def test_actions_tell_why_not_and_what_is_asked(walk) -> None:
    walk.to_filed()

    items = {
        item["name"]: item
        for item in walk.as_("chen").get(f"/cases/{walk.case_id}/actions").json["items"]
    }

    assert items["weigh_discretion"]["allowed"]
    assert "chosen_fine_fen" in items["weigh_discretion"]["form"]["required"]
    assert items["decide"]["blocked_by"][0]["code"] == "no_permission"


def test_state_written_past_the_engine_is_refused_by_the_database(walk, session) -> None:
    walk.to_filed()

    with pytest.raises(DBAPIError, match="workflow engine only"):
        session.execute(text("update penalty_case set state = 'archived'"))


def test_a_lead_names_who_may_decide_its_case(walk, city) -> None:
    walk.refer()

    answer = walk.as_("chen").get(f"/leads/{walk.lead['id']}/deciding-bodies")

    assert [one["id"] for one in answer.json["items"]] == [
        str(city.authorities["siming"]),
        str(city.authorities["city"]),
    ]
    stranger = walk.as_("huli-all").get(f"/leads/{walk.lead['id']}/deciding-bodies")
    assert stranger.status_code == 404
