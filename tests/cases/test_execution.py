"""When a fine is not simply paid: deferral, surcharge, demand, court."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.cases.rules.execution import court_window, months_after, surcharge_fen
from tests.procedure import Walk, codes, service, today

FINE = 2_900_000
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.fixture
def walk(signed_in) -> Walk:
    return Walk(signed_in)


def served(walk: Walk, fake_clock) -> None:
    """Go on to a decision that was served today."""
    walk.to_deciding(fake_clock)
    walk.must("zhou", "decide", {"fine_fen": FINE, "reasons": "依法处罚"})
    walk.must("chen", "serve_decision", service())


def term(walk: Walk, code: str) -> dict:
    found = [item for item in walk.case()["deadlines"] if item["code"] == code]
    return max(found, key=lambda item: (item["started_on"], item["id"]))


def payment(amount_fen: int, reference: str = "JK-1") -> dict:
    return {"amount_fen": amount_fen, "paid_on": today(), "reference": reference}


def test_an_unpaid_fine_goes_through_demand_to_the_court(walk, fake_clock) -> None:
    served(walk, fake_clock)
    fake_clock.advance(days=190)
    walk.must("chen", "serve_demand", service())
    fake_clock.advance(days=21)
    applied = {"applied_on": today(), "court": "厦门市思明区人民法院"}
    case = walk.must("zhou", "apply_to_court", applied)
    assert term(walk, "apply_to_court")["status"] == "met"
    result = {"ruled_on": today(), "ended": True, "result": "裁定准予执行，已执行完毕"}
    walk.must("chen", "record_court_result", result)

    assert {"demand_notice", "court_application"} <= {item["kind"] for item in case["documents"]}
    assert walk.must("zhou", "close", {})["state"] == "closed"


def test_nothing_is_demanded_before_the_fine_is_due(walk, fake_clock) -> None:
    served(walk, fake_clock)

    assert "payment_not_overdue" in codes(walk.act("chen", "serve_demand", service()))


def test_the_court_is_asked_only_after_ten_working_days_and_the_time_to_sue(
    walk, fake_clock
) -> None:
    served(walk, fake_clock)
    fake_clock.advance(days=30)
    walk.must("chen", "serve_demand", service())
    applied = {"applied_on": today(), "court": "法院"}

    assert codes(walk.act("zhou", "apply_to_court", applied)) == [
        "demand_running",
        "outside_court_window",
    ]
    fake_clock.advance(days=260)
    late = walk.act("zhou", "apply_to_court", applied | {"applied_on": today()})
    assert codes(late) == ["outside_court_window"]


def test_deferral_gives_the_party_until_the_day_approved(walk, fake_clock) -> None:
    served(walk, fake_clock)
    pay_by = date.fromisoformat(today()) + timedelta(days=90)
    form = {"applied_on": today(), "kind": "instalments", "pay_by": pay_by.isoformat()}
    walk.must("zhou", "approve_deferral", form | {"schedule": None, "reason": "经济困难"})

    due = date.fromisoformat(term(walk, "pay")["due_on"])
    fake_clock.advance(days=40)
    assert pay_by <= due <= pay_by + timedelta(days=10)
    assert "payment_not_overdue" in codes(walk.act("chen", "serve_demand", service()))


def test_deferral_asked_for_too_late_is_refused(walk, fake_clock) -> None:
    served(walk, fake_clock)
    fake_clock.advance(days=40)
    pay_by = (date.fromisoformat(today()) + timedelta(days=90)).isoformat()
    form = {"applied_on": today(), "kind": "deferral", "pay_by": pay_by, "reason": "经济困难"}

    assert codes(walk.act("zhou", "approve_deferral", form)) == ["deferral_late"]


def test_a_surcharge_is_owed_before_the_case_closes(walk, fake_clock) -> None:
    served(walk, fake_clock)
    due = date.fromisoformat(term(walk, "pay")["due_on"])
    fake_clock.advance(days=60)
    up_to = (due + timedelta(days=10)).isoformat()
    case = walk.must("zhou", "impose_surcharge", {"up_to": up_to, "reason": "逾期不缴纳"})
    assert case["owed_fen"] == FINE + FINE * 30 // 100
    walk.must("chen", "record_payment", payment(FINE))

    assert codes(walk.act("zhou", "close", {})) == ["fine_unpaid"]
    walk.must("chen", "record_payment", payment(FINE * 30 // 100, "JK-2"))
    walk.must("zhou", "close", {})


@given(st.integers(1, 10**12), DAYS, st.integers(-30, 400))
def test_a_surcharge_grows_by_three_per_cent_a_day_up_to_the_fine(
    fine: int, due_on: date, days: int
) -> None:
    amount = surcharge_fen(fine, due_on, due_on + timedelta(days=days), 3, 100)

    assert 0 <= amount <= fine
    assert amount == min(fine, fine * 3 * max(days, 0) // 100)


@given(DAYS)
def test_the_court_window_is_three_months_wide(served_on: date) -> None:
    opens, closes = court_window(served_on, 6, 3)

    assert (opens - served_on).days in range(181, 185)
    assert (closes - opens).days in range(89, 93)


def test_a_month_without_the_day_ends_on_its_last() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)
