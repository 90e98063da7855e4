"""Orders to correct, surprise rechecks, and the daily penalty on what goes on."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.documents import list_documents_of
from backend.measures.rules.daily import daily_amount, daily_days
from tests.measures.walking import Measuring, recheck, service
from tests.procedure import Walk, codes, today

ORDER = {"demand": "立即停止排放，拆除软管。"}
NOTIFY = {"act_kind": "evading"}
DECIDE = {"reason": "拒不改正"}
REVIEWED = {"opinion": "合法"}


def ordered(measure: Measuring) -> None:
    measure.proposed("correction", **ORDER)
    measure.must("zhou", "issue_order", {"opinion": "同意"})
    measure.must("chen", "serve_order", service())


@pytest.fixture
def punished(signed_in, fake_clock) -> Measuring:
    """A measure in a case whose fine was decided and served."""
    walk = Walk(signed_in)
    walk.to_deciding(fake_clock)
    walk.must("zhou", "decide", {"fine_fen": 2_900_000, "reasons": "裁量理由"})
    walk.must("chen", "serve_decision", service())
    return Measuring(walk)


def not_obeyed(measure: Measuring, fake_clock, days: int = 17) -> None:
    ordered(measure)
    fake_clock.advance(days=days)
    measure.must("lin", "recheck_not_corrected", recheck(found="continuing"))


def to_deciding(measure: Measuring, fake_clock) -> None:
    not_obeyed(measure, fake_clock)
    measure.must("zhou", "notify_daily", NOTIFY)
    measure.must("chen", "serve_daily_notice", service())
    fake_clock.advance(days=20)


def test_an_order_that_is_obeyed_ends_with_the_recheck(in_case, fake_clock) -> None:
    ordered(in_case)
    assert in_case.clocks()["recheck"]["days"] == 30
    fake_clock.advance(days=10)

    done = in_case.must("chen", "recheck_corrected", recheck())

    assert (done["state"], done["is_open"]) == ("corrected", False)
    assert in_case.clocks()["recheck"]["status"] == "met"


@pytest.mark.parametrize(
    ("days", "form", "code"),
    [
        (0, {}, "recheck_not_after_service"),
        (5, {"is_surprise": False}, "recheck_announced"),
        (45, {}, "recheck_late"),
    ],
)
def test_a_recheck_comes_unannounced_within_thirty_days(
    in_case, fake_clock, days, form, code
) -> None:
    ordered(in_case)
    fake_clock.advance(days=days)

    refused = in_case.act("chen", "recheck_not_corrected", recheck(found="continuing", **form))

    assert code in codes(refused)


def test_no_daily_penalty_before_the_fine_it_multiplies(in_case, fake_clock) -> None:
    not_obeyed(in_case, fake_clock)

    assert codes(in_case.act("zhou", "notify_daily", NOTIFY)) == ["no_original_fine"]


def test_each_day_from_the_day_after_service_to_the_recheck_costs_the_fine(
    punished, fake_clock
) -> None:
    to_deciding(punished, fake_clock)
    punished.must("qian", "pass_legal_review", REVIEWED)
    punished.must("zhou", "decide_daily", DECIDE | {"discussed_on": today(), "discussion": "同意"})

    done = punished.must("chen", "serve_daily_decision", service())

    assert done["state"] == "penalised"
    assert (done["done"]["daily_days"], done["done"]["daily_amount_fen"]) == (17, 17 * 2_900_000)
    assert punished.papers() == [
        "correction_order",
        "service_receipt",
        "daily_penalty_notice",
        "service_receipt",
        "daily_penalty_decision",
        "service_receipt",
    ]


def test_a_receipt_says_which_paper_was_served_to_whom_and_by_two_officers(in_case) -> None:
    ordered(in_case)

    order, receipt = in_case.now()["documents"]

    papers = {
        str(one.id): one.data["data"] for one in list_documents_of(UUID(in_case.walk.case_id))
    }
    printed = papers[receipt["id"]]
    assert printed["document_number"] == order["number"]
    assert printed["document_title"] == "责令改正违法行为决定书"
    assert (printed["recipient"], printed["mode"]) == (service()["recipient"], "direct")
    assert len(printed["servers"]) == 2


def test_what_was_not_obeyed_is_ordered_again_and_rechecked_again(punished, fake_clock) -> None:
    not_obeyed(punished, fake_clock)
    following = punished.now()["next_id"]
    first, punished.path = punished.path, f"/measures/{following}"

    assert (punished.now()["round"], punished.now()["state"]) == (2, "drafted")
    punished.must("zhou", "issue_order", {"opinion": "同意"})
    punished.must("chen", "serve_order", service())

    assert punished.papers() == ["correction_order_again", "service_receipt"]
    assert punished.now()["previous_id"] == first.rpartition("/")[2]


def test_the_daily_penalty_waits_for_five_working_days_defence_and_review(
    punished, fake_clock
) -> None:
    not_obeyed(punished, fake_clock)
    punished.must("zhou", "notify_daily", NOTIFY)
    punished.must("chen", "serve_daily_notice", service())
    said = {"received_on": today(), "content": "已在整改", "asks_hearing": False}
    punished.must("chen", "record_defence", said)

    early = punished.act("zhou", "decide_daily", DECIDE)
    assert set(codes(early)) == {
        "defence_period_running",
        "defence_not_reviewed",
        "legal_review_missing",
    }
    fake_clock.advance(days=20)
    punished.must("qian", "review_defence", {"opinion": "理由不成立", "adopted": False})
    punished.must("qian", "pass_legal_review", REVIEWED)
    decided = punished.must("zhou", "decide_daily", DECIDE)
    assert decided["state"] == "daily_serving"


def test_a_defence_after_the_legal_review_voids_it(punished, fake_clock) -> None:
    to_deciding(punished, fake_clock)
    punished.must("qian", "pass_legal_review", REVIEWED)
    said = {"received_on": today(), "content": "新的意见", "asks_hearing": False}
    punished.must("chen", "record_defence", said)

    assert "legal_review_missing" in codes(punished.act("zhou", "decide_daily", DECIDE))


def test_no_penalty_is_a_decision_with_its_reason(punished, fake_clock) -> None:
    not_obeyed(punished, fake_clock)

    done = punished.must("zhou", "forgo_daily", {"reason": "已及时改正"})

    assert (done["state"], done["done"]["ended_reason"]) == ("not_penalised", "已及时改正")


def test_an_order_that_was_served_is_not_withdrawn(in_case) -> None:
    ordered(in_case)

    assert codes(in_case.act("chen", "withdraw", {"reason": "填错"})) == ["served_already"]


DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
GAPS = st.lists(st.tuples(st.integers(0, 10), st.integers(1, 30)), min_size=1, max_size=8)


@given(DAYS, GAPS, st.integers(1, 10**9))
def test_rounds_never_punish_a_day_twice_and_add_up(
    first: date, gaps: list[tuple[int, int]], fine: int
) -> None:
    served, punished_days, total = first, set(), 0
    for wait, until_recheck in gaps:
        served += timedelta(days=wait)
        rechecked = served + timedelta(days=until_recheck)
        days = daily_days(served, rechecked)
        of_round = {served + timedelta(days=number) for number in range(1, days + 1)}
        assert max(of_round) == rechecked
        assert not of_round & punished_days
        punished_days |= of_round
        total += daily_amount(fine, days)
        served = rechecked

    assert total == fine * len(punished_days)


@given(DAYS, st.integers(-30, 0))
def test_a_recheck_that_is_not_after_the_service_counts_no_day(day: date, shift: int) -> None:
    with pytest.raises(ValueError, match="not after"):
        daily_days(day, day + timedelta(days=shift))
