"""Veto items of body, officers, party, review, time and order (案卷评查细则 2024, 否决项)."""

from datetime import date, timedelta

import pytest

from backend.accounts import Person
from backend.measures.rules.papers import PAPERS
from tests.cases.test_discretion import discuss
from tests.cases.test_hearing import ABOVE_DISCUSSION, discussion, heard
from tests.measures.test_papers import ISSUERS, filled, issue
from tests.procedure import CASE_REVIEW, LEGAL_REVIEW, PARTY, Walk, conclusion, today

DECISION = {"fine_fen": 2_900_000, "reasons": "依法处罚"}


def days_ago(days: int) -> str:
    return (date.fromisoformat(today()) - timedelta(days=days)).isoformat()


@pytest.mark.veto(1, "处罚主体不是承办机关 a body decides that the case is not of")
def test_another_body_may_not_issue_the_notice(walk, city, refused) -> None:
    walk.to_filed(deciding_authority_id=str(city.authorities["city"]))
    walk.conclude()
    walk.must("sun", "pass_case_review", CASE_REVIEW)

    refused(walk.act("zhou", "issue_prior_notice"), "not_of_deciding_body")


@pytest.mark.veto(3, "办案人员少于两人 fewer than two officers")
def test_one_officer_is_not_enough(inspected, refused) -> None:
    inspected.propose(investigators=("chen",))

    refused(inspected.act("zhou", "approve_filing"), "two_officers_needed")


@pytest.mark.veto(4, "执法证件在行为当日无效 a certificate not valid on the day")
def test_an_expired_certificate_does_not_count(inspected, refused) -> None:
    inspected.propose(investigators=("chen", "wu"))

    refused(inspected.act("zhou", "approve_filing"), "certificate_not_valid")


@pytest.mark.veto(5, "当事人名称前后不一致 the party is named differently")
def test_the_party_has_one_name(inspected, refused) -> None:
    inspected.propose(party=PARTY | {"name": "宏达化工有限公司"})

    refused(inspected.act("zhou", "approve_filing"), "party_name_differs")


@pytest.mark.veto(8, "适用法律错误 a law that was not in force")
def test_a_law_not_in_force_founds_no_case(inspected, refused) -> None:
    inspected.propose(act_ended_on="2010-01-01")

    refused(inspected.act("zhou", "approve_filing"), "law_not_in_force")


@pytest.mark.veto(10, "处罚幅度超出法定范围 a fine outside the range")
def test_a_fine_stays_in_its_range(filed, refused) -> None:
    refused(filed.weigh(2_900_000, chosen_fine_fen=1_999_999), "amount_out_of_reach")


@pytest.mark.veto(11, "因申辩加重处罚 heavier because of a defence")
def test_a_defence_makes_nothing_heavier(walk, refused) -> None:
    walk.to_defence()
    walk.must("chen", "record_defence", {"received_on": today(), "content": "不服"})
    walk.must("zhou", "notify_again", {"reason": "情节较重"})

    refused(walk.weigh(3_800_000), "heavier_after_defence")


@pytest.mark.veto(12, "未告知权利 rights were not told")
def test_a_record_without_the_rights_is_not_completed(walk, refused) -> None:
    walk.refer()
    walk.inspect(rights_told=False)

    refused(walk.complete(), "rights_not_told")


@pytest.mark.veto(14, "五个工作日按自然日计算 working days counted as calendar days")
def test_five_calendar_days_are_not_five_working_days(walk, fake_clock, refused) -> None:
    walk.to_defence()
    fake_clock.advance(days=5)

    refused(walk.act("chen", "submit_legal_review"), "defence_period_running")


@pytest.mark.veto(15, "陈述申辩期满前作出决定 a decision before the period is over")
def test_no_decision_before_the_defence_period_is_over(walk, refused) -> None:
    walk.to_defence()

    refused(walk.act("zhou", "decide", DECISION), "defence_period_running")


@pytest.mark.veto(16, "未复核陈述申辩 a defence nobody reviewed")
def test_a_defence_is_reviewed(walk, fake_clock, refused) -> None:
    walk.to_defence()
    walk.must("chen", "record_defence", {"received_on": today(), "content": "已经改正"})
    fake_clock.advance(days=20)

    refused(walk.act("chen", "submit_legal_review"), "defence_not_reviewed")


@pytest.mark.veto(19, "未经法制审核 no legal review")
def test_no_decision_without_legal_review(walk, fake_clock, refused) -> None:
    walk.to_defence()
    fake_clock.advance(days=20)

    refused(walk.act("zhou", "decide", DECISION), "legal_review_missing")


@pytest.mark.veto(20, "应集体讨论未讨论 no collective discussion")
def test_half_a_million_is_discussed(walk, fake_clock, refused) -> None:
    heard(walk, fake_clock, ABOVE_DISCUSSION)
    walk.must("chen", "submit_legal_review")
    walk.must("qian", "pass_legal_review", LEGAL_REVIEW)

    answer = walk.act("zhou", "decide", {"fine_fen": ABOVE_DISCUSSION, "reasons": "依法处罚"})
    refused(answer, "discussion_missing")


@pytest.mark.veto(21, "讨论后又有申辩未再讨论 discussed before the defence")
def test_a_defence_after_the_discussion_is_discussed(walk, fake_clock, refused) -> None:
    walk.to_deciding(fake_clock)
    discuss(walk)
    walk.must("chen", "record_defence", {"received_on": today(), "content": "逾期陈述"})
    walk.must("chen", "review_defence", {"opinion": "不采纳", "adopted": False})

    refused(walk.act("zhou", "decide", DECISION), "discussion_before_defence")


@pytest.mark.veto(22, "调查人员参加表决 an investigator votes")
def test_investigators_do_not_vote(walk, fake_clock, refused) -> None:
    heard(walk, fake_clock, ABOVE_DISCUSSION)
    walk.must("chen", "submit_legal_review")
    walk.must("qian", "pass_legal_review", LEGAL_REVIEW)

    form = discussion(walk, "zhou", "qian", "chen")
    refused(walk.act("zhou", "record_discussion", form), "investigator_votes")


@pytest.mark.veto(23, "调查人员参加案件审查 an investigator reviews")
def test_investigators_do_not_review(filed, session, city, refused) -> None:
    session.get_one(Person, city.people["lin"]).roles = ["officer", "case_reviewer"]
    session.commit()
    filed.conclude()

    refused(filed.act("lin", "pass_case_review", CASE_REVIEW), "reviewer_is_investigator")


@pytest.mark.veto(24, "超过追责时效 time-barred")
def test_what_is_time_barred_is_not_filed(inspected, refused) -> None:
    inspected.propose(act_ended_on=days_ago(3 * 366))

    answer = inspected.act("zhou", "approve_filing", {"harmful_consequences": False})
    refused(answer, "time_barred")


@pytest.mark.veto(2, "以区局名义处罚而无授权 a district decides before the Code lets it")
def test_a_district_decides_only_under_the_code(walk, fake_clock, refused) -> None:
    fake_clock.go_to(date(2026, 7, 17))
    walk.to_filed()
    walk.conclude()
    walk.must("sun", "pass_case_review", CASE_REVIEW)

    refused(walk.act("zhou", "issue_prior_notice"), "district_may_not_decide")


@pytest.mark.veto(6, "认定事实没有证据 facts without evidence")
def test_facts_need_exhibits(walk, refused) -> None:
    walk.refer()
    walk.inspect(exhibits=[])
    walk.complete()
    walk.propose()
    walk.must("zhou", "approve_filing")

    refused(walk.act("chen", "conclude_investigation", conclusion()), "no_exhibits")


@pytest.mark.veto(7, "有检测无采样记录 a test without a sampling record")
def test_a_test_needs_its_sampling_record(filed, refused) -> None:
    issue_paper(filed, "testing_commission")
    assert filed.weigh(2_900_000).status_code == 200

    answer = filed.act("chen", "conclude_investigation", conclusion())
    refused(answer, "sampling_record_missing")


@pytest.mark.veto(9, "引用兜底条款 a catch-all clause")
def test_a_clause_is_named(filed, refused) -> None:
    assert filed.weigh(2_900_000).status_code == 200

    form = conclusion(violated_provision="《中华人民共和国生态环境法典》等有关规定")
    refused(filed.act("chen", "conclude_investigation", form), "provision_not_named")


@pytest.mark.veto(13, "未告知监测结果 test results were not told")
def test_results_are_told_before_the_notice(filed, refused) -> None:
    issue_paper(filed, "sampling_record")
    issue_paper(filed, "testing_commission")
    filed.conclude()
    filed.must("sun", "pass_case_review", CASE_REVIEW)

    refused(filed.act("zhou", "issue_prior_notice"), "results_not_told")


def issue_paper(walk: Walk, kind: str) -> None:
    paper = next(one for one in PAPERS if one.kind == kind)
    answer = issue(walk, walk.as_(ISSUERS[paper.permission]), kind, filled(walk, paper))
    assert answer.status_code == 200, answer.text
