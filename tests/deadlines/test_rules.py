"""Terms counted on the real calendars of 2025 and 2026."""

from datetime import date

import pytest

from backend.deadlines.rules import (
    Calendar,
    CalendarDay,
    Stop,
    due_on,
    has_run_out,
    is_provisional,
    national_calendar,
    status_when_closed,
)

CHINA = Calendar(
    {day.day: CalendarDay(day.is_working, day.status == "official") for day in national_calendar()}
)


@pytest.mark.parametrize(
    ("served_on", "last_day"),
    [
        (date(2026, 9, 24), date(2026, 10, 9)),
        (date(2025, 9, 29), date(2025, 10, 13)),
        (date(2026, 2, 12), date(2026, 2, 26)),
    ],
)
def test_five_working_days_leap_over_holidays_and_count_swapped_weekends(
    served_on: date, last_day: date
) -> None:
    assert due_on(served_on, 5, "working", CHINA) == last_day


def test_the_first_day_is_not_counted() -> None:
    assert due_on(date(2026, 11, 2), 1, "working", CHINA) == date(2026, 11, 3)


def test_ninety_calendar_days_run_through_holidays() -> None:
    assert due_on(date(2026, 3, 2), 90, "calendar", CHINA) == date(2026, 6, 1)


def test_a_calendar_term_ending_in_a_holiday_gives_way_to_the_next_working_day() -> None:
    assert due_on(date(2026, 9, 17), 15, "calendar", CHINA) == date(2026, 10, 8)


def test_a_calendar_term_may_end_on_a_swapped_sunday() -> None:
    assert due_on(date(2025, 9, 13), 15, "calendar", CHINA) == date(2025, 9, 28)


def test_a_stop_lengthens_a_term_by_its_days() -> None:
    stop = Stop(date(2026, 3, 10), date(2026, 3, 19))

    assert due_on(date(2026, 3, 2), 90, "calendar", CHINA, [stop]) == date(2026, 6, 10)


def test_a_last_day_does_not_fall_into_a_stop() -> None:
    stop = Stop(date(2026, 11, 9), date(2026, 11, 10))

    assert due_on(date(2026, 11, 1), 7, "calendar", CHINA, [stop]) == date(2026, 11, 11)


def test_a_term_that_reaches_a_year_without_notice_is_provisional() -> None:
    assert is_provisional(date(2026, 12, 29), 5, "working", CHINA)
    assert is_provisional(date(2026, 11, 22), 90, "calendar", CHINA)


def test_a_term_within_notified_years_is_not_provisional() -> None:
    assert not is_provisional(date(2026, 11, 22), 5, "working", CHINA)


def test_days_nobody_wrote_down_count_by_weekday_and_are_provisional() -> None:
    empty = Calendar({})

    assert due_on(date(2040, 1, 5), 2, "working", empty) == date(2040, 1, 9)
    assert is_provisional(date(2040, 1, 5), 2, "working", empty)


def test_foreseen_years_know_statutory_holidays_only() -> None:
    assert not CHINA.is_working(date(2027, 2, 8))
    assert CHINA.is_provisional(date(2027, 2, 8))


@pytest.mark.parametrize(("days", "unit"), [(0, "working"), (-1, "calendar"), (5, "hours")])
def test_a_term_of_no_days_or_unknown_unit_is_refused(days: int, unit: str) -> None:
    with pytest.raises(ValueError, match="no term"):
        due_on(date(2026, 11, 2), days, unit, CHINA)


def test_a_term_has_run_out_only_after_its_last_day() -> None:
    assert not has_run_out(date(2026, 10, 9), date(2026, 10, 9))
    assert has_run_out(date(2026, 10, 9), date(2026, 10, 10))


def test_a_late_act_misses_a_term_but_nobody_misses_a_waiting_period() -> None:
    due, late = date(2026, 10, 9), date(2026, 10, 10)

    assert status_when_closed(due, late, is_waiting_period=False) == "missed"
    assert status_when_closed(due, late, is_waiting_period=True) == "met"
