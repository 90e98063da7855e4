"""Restricted and stopped production: notice, defence, review, discussion, three months, lifting."""

from datetime import date

import pytest

from backend.measures.rules.restriction import months_later
from tests.measures.walking import Measuring, service
from tests.procedure import codes, today

WANTED = {"demand": "修复设施，监测达标后报告。"}


def to_deciding(measure: Measuring, fake_clock, subtype: str) -> None:
    measure.proposed("restriction", subtype=subtype, **WANTED)
    measure.must("zhou", "issue_notice", {"opinion": "同意"})
    measure.must("chen", "serve_notice", service())
    fake_clock.advance(days=20)


def in_force(measure: Measuring, fake_clock, subtype: str) -> None:
    to_deciding(measure, fake_clock, subtype)
    measure.must("qian", "pass_legal_review", {"opinion": "合法"})
    discussed = {"discussed_on": today(), "discussion": "一致同意"} if subtype == "stop" else {}
    measure.must("zhou", "decide", {"reason": "超标排放"} | discussed)
    measure.must("chen", "serve_decision", service())


def test_restricted_production_runs_three_months_and_three_more(in_case, fake_clock) -> None:
    in_force(in_case, fake_clock, "limit")
    term = in_case.clocks()["restriction"]
    start = date.fromisoformat(term["started_on"])
    assert term["days"] == (months_later(start, 3) - start).days

    in_case.must("zhou", "extend", {"reason": "情况复杂"})

    assert codes(in_case.act("zhou", "extend", {"reason": "再延"})) == ["extended_already"]
    assert in_case.must("zhou", "lift", {"reason": "整改完成"})["state"] == "lifted"
    assert in_case.papers() == [
        "production_limit_notice",
        "service_receipt",
        "production_limit_decision",
        "service_receipt",
        "production_release",
    ]


def test_stopped_production_is_discussed_collectively_and_has_no_term(in_case, fake_clock) -> None:
    to_deciding(in_case, fake_clock, "stop")
    in_case.must("qian", "pass_legal_review", {"opinion": "合法"})

    refused = in_case.act("zhou", "decide", {"reason": "严重超标"})
    assert codes(refused) == ["collective_discussion_missing"]
    in_case.must(
        "zhou",
        "decide",
        {"reason": "严重超标", "discussed_on": today(), "discussion": "一致同意"},
    )
    in_case.must("chen", "serve_decision", service())

    assert codes(in_case.act("zhou", "extend", {"reason": "x"})) == ["no_term_to_extend"]


def test_a_hearing_that_was_asked_for_is_held_first(in_case, fake_clock) -> None:
    in_case.proposed("restriction", subtype="limit", **WANTED)
    in_case.must("zhou", "issue_notice", {"opinion": "同意"})
    in_case.must("chen", "serve_notice", service())
    said = {"received_on": today(), "content": "请求听证", "asks_hearing": True}
    in_case.must("chen", "record_defence", said)
    report = {"held_on": today(), "report": "听证报告"}
    assert codes(in_case.act("qian", "record_hearing", report)) == ["hearing_too_soon"]

    fake_clock.advance(days=20)
    in_case.must("qian", "review_defence", {"opinion": "不采纳", "adopted": False})
    refused = in_case.act("qian", "pass_legal_review", {"opinion": "合法"})
    assert codes(refused) == ["hearing_not_reported"]
    in_case.must("qian", "record_hearing", report | {"held_on": today()})
    in_case.must("qian", "pass_legal_review", {"opinion": "合法"})


def test_who_reviews_does_not_decide(in_case, fake_clock, session, city) -> None:
    to_deciding(in_case, fake_clock, "limit")

    assert in_case.act("zhou", "pass_legal_review", {"opinion": "合法"}).status_code == 403
    assert in_case.act("qian", "decide", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(day, months, later) -> None:
    assert months_later(day, months) == later
