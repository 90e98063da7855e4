"""Transfers to the police: their clocks, their answers, and the case's own clock meanwhile."""

from datetime import timedelta

import pytest

from backend.kernel import clock
from backend.kernel.clock import wire_time
from tests.measures.walking import Measuring
from tests.procedure import codes, today


def sent_form(**changes):
    return {
        "sent_at": wire_time(clock.now() - timedelta(minutes=1)),
        "recipient_org": "厦门市公安局思明分局",
        "procuratorate": "厦门市同安区人民检察院",
        "materials": "移送书\n调查报告\n涉案物品清单",
    } | changes


def approved(measure: Measuring, subtype: str = "crime") -> None:
    measure.proposed("transfer", subtype=subtype, exhibit_ids=[measure.exhibit()])
    measure.must("zhou", "approve", {"opinion": "同意移送"})


def sent(measure: Measuring, subtype: str = "crime") -> None:
    approved(measure, subtype)
    measure.must("chen", "send", sent_form())


def answered(measure: Measuring, action: str) -> None:
    measure.must("chen", "record_receipt", {"received_on": today(), "receiver": "郑𠮷"})
    form = {"received_on": today(), "reference": "思公立〔2026〕9号", "content": "不够追诉标准"}
    wanted = "reference" if action == "record_acceptance" else "content"
    measure.must("chen", action, {"received_on": today(), wanted: form[wanted]})


def case_clock(measure: Measuring):
    case = measure.walk.case()
    return next(one for one in case["deadlines"] if one["code"] == "decide")


def test_a_suspected_crime_is_decided_in_three_days_and_sent_in_a_day(in_case) -> None:
    in_case.proposed("transfer", subtype="crime", exhibit_ids=[in_case.exhibit()])
    assert in_case.clocks()["transfer_decide"]["days"] == 3

    in_case.must("zhou", "approve", {"opinion": "同意移送"})
    term = in_case.clocks()["transfer_send"]
    assert (term["days"], term["unit"]) == (24, "hours")
    in_case.must("chen", "send", sent_form())

    terms = in_case.clocks()
    assert terms["transfer_send"]["status"] == "met"
    assert terms["transfer_answer"]["days"] == 3
    assert terms["transfer_platform"]["days"] == 7
    assert in_case.papers() == ["crime_approval", "crime_transfer", "crime_list"]


def test_the_procuratorate_gets_a_copy_of_a_crime(in_case) -> None:
    approved(in_case)

    refused = in_case.act("chen", "send", sent_form(procuratorate=None))

    assert codes(refused) == ["procuratorate_not_copied"]


def test_detention_is_sent_in_three_working_days_without_a_copy(in_case) -> None:
    approved(in_case, "detention")
    assert in_case.clocks()["transfer_send"]["unit"] == "working"

    in_case.must("chen", "send", sent_form(procuratorate=None))

    assert in_case.clocks()["transfer_answer"]["days"] == 5
    assert in_case.papers() == ["detention_approval", "detention_transfer", "detention_list"]
    entry = {"received_on": today(), "reference": "x"}
    assert codes(in_case.act("chen", "enter_platform", entry)) == ["only_for_crime"]


def test_the_cases_clock_stands_still_while_the_police_have_a_crime(in_case, fake_clock) -> None:
    before = case_clock(in_case)
    sent(in_case)
    assert case_clock(in_case)["stopped_on"] == today()

    answered(in_case, "record_acceptance")
    fake_clock.advance(days=40)
    back = {"received_on": today(), "ground": "no_prosecution", "reference": "同检不诉〔2026〕3号"}
    done = in_case.must("chen", "record_return", back)

    after = case_clock(in_case)
    assert done["state"] == "returned"
    assert after["stopped_on"] is None
    assert after["due_on"] > before["due_on"]
    assert after["changes"][0]["cause"] == "resumed"


def test_detention_lets_the_cases_clock_run(in_case) -> None:
    sent(in_case, "detention")

    assert case_clock(in_case)["stopped_on"] is None


def test_an_answer_follows_the_receipt(in_case) -> None:
    sent(in_case)

    early = in_case.act(
        "chen", "record_acceptance", {"received_on": today(), "reference": "思公立〔2026〕9号"}
    )

    assert codes(early) == ["no_police_receipt"]


def test_a_refusal_is_reviewed_within_three_working_days_or_by_the_procuratorate(
    in_case, fake_clock
) -> None:
    sent(in_case)
    answered(in_case, "record_refusal")
    fake_clock.advance(days=10)
    ask = {"received_on": today(), "content": "符合追诉标准"}

    late = in_case.act("chen", "request_review", ask | {"reviewer": "police"})

    assert codes(late) == ["review_late"]
    again = in_case.must("chen", "request_review", ask | {"reviewer": "procuratorate"})
    assert again["state"] == "sent"


def test_a_case_taken_back_goes_on_where_it_stood(in_case) -> None:
    sent(in_case)
    answered(in_case, "record_refusal")

    done = in_case.must("zhou", "take_back", {"reason": "按行政处罚继续办理"})

    assert done["state"] == "returned"
    assert case_clock(in_case)["stopped_on"] is None


def test_what_the_police_ask_for_is_sent_in_three_days(in_case) -> None:
    sent(in_case)
    asked = {"received_on": today(), "content": "补充监测报告"}
    assert codes(in_case.act("chen", "supplement", asked)) == ["no_supplement_asked"]

    in_case.must("chen", "ask_supplement", asked)
    assert in_case.clocks()["transfer_supplement"]["days"] == 3
    in_case.must("chen", "supplement", asked)

    assert in_case.clocks()["transfer_supplement"]["status"] == "met"


@pytest.mark.parametrize("names", [("chen", "wu")])
def test_two_certified_officers_make_a_transfer(in_case, names) -> None:
    in_case.officers = names
    in_case.proposed("transfer", subtype="crime", exhibit_ids=[in_case.exhibit()])

    assert "certificate_not_valid" in codes(in_case.act("zhou", "approve", {"opinion": "同意"}))
