"""A clock that stands still is counted anew when it runs again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.deadlines import Deadline, extend_deadline, resume_clock, stop_clock
from backend.deadlines.errors import ClockNotStopped, ClockStopped
from backend.deadlines.rules import Stop, closed_stops
from backend.kernel.errors import NotFound
from tests.deadlines.test_service import SUBJECT, open_term
from tests.factories import City

MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def ninety(city: City) -> Deadline:
    return open_term(city, "decide", started_on=MONDAY, days=90)


def stop(day: date) -> Deadline:
    return stop_clock("lead", SUBJECT, "decide", on=day, reason="听证", basis="办法 第五十七条")


def resume(day: date) -> Deadline:
    return resume_clock("lead", SUBJECT, "decide", on=day)


def test_a_stopped_clock_moves_its_end_by_the_days_it_stood_still(city: City) -> None:
    due = ninety(city).due_on
    stop(MONDAY + timedelta(days=10))

    assert resume(MONDAY + timedelta(days=24)).due_on == due + timedelta(days=14)


def test_several_stops_add_up_and_an_extension_keeps_them(city: City) -> None:
    ninety(city)
    for first, last in ((10, 20), (30, 37)):
        stop(MONDAY + timedelta(days=first))
        resume(MONDAY + timedelta(days=last))
    extended = extend_deadline("lead", SUBJECT, "decide", 30, "办法 第五十七条")

    counted = (extended.due_on - MONDAY).days
    assert 90 + 30 + 10 + 7 <= counted <= 90 + 30 + 10 + 7 + 9


def test_stopped_and_resumed_on_one_day_changes_nothing(city: City) -> None:
    due = ninety(city).due_on
    stop(MONDAY + timedelta(days=5))

    assert resume(MONDAY + timedelta(days=5)).due_on == due


def test_a_stop_never_begins_before_its_term(city: City) -> None:
    ninety(city)

    assert stop(MONDAY - timedelta(days=3)).stopped_on == MONDAY


def test_a_standing_clock_cannot_be_stopped_again(city: City) -> None:
    ninety(city)
    stop(MONDAY + timedelta(days=5))

    with pytest.raises(ClockStopped):
        stop(MONDAY + timedelta(days=6))


def test_a_running_clock_cannot_be_resumed(city: City) -> None:
    ninety(city)

    with pytest.raises(ClockNotStopped):
        resume(MONDAY + timedelta(days=5))


def test_without_an_open_term_there_is_nothing_to_stop(city: City) -> None:
    with pytest.raises(NotFound):
        stop(MONDAY)


@given(DAYS, st.integers(0, 200))
def test_the_day_of_the_stop_does_not_count_and_the_day_of_resumption_does(
    stopped_on: date, length: int
) -> None:
    resumed_on = stopped_on + timedelta(days=length)

    stops = closed_stops([(stopped_on, resumed_on), (resumed_on, None)])

    skipped = [day for stop in stops for day in days_of(stop)]
    assert len(skipped) == length
    assert resumed_on not in skipped


def days_of(stop: Stop) -> list[date]:
    length = (stop.ends_on - stop.starts_on).days + 1
    return [stop.starts_on + timedelta(days=offset) for offset in range(length)]
