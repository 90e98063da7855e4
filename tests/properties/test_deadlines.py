"""The engine against an oracle that walks day by day."""

from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.deadlines.rules import (
    Calendar,
    CalendarDay,
    Stop,
    due_on,
    is_provisional,
    longest_reach,
    national_calendar,
)

CHINA = Calendar(
    {day.day: CalendarDay(day.is_working, day.status == "official") for day in national_calendar()}
)
STARTS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
TERMS = st.tuples(st.integers(1, 150), st.sampled_from(["working", "calendar"]))


@st.composite
def stops_after(draw: st.DrawFn, started_on: date) -> list[Stop]:
    stops = []
    for _ in range(draw(st.integers(0, 3))):
        first = started_on + timedelta(days=draw(st.integers(-10, 200)))
        stops.append(Stop(first, first + timedelta(days=draw(st.integers(0, 40)))))
    return stops


def oracle(started_on: date, days: int, unit: str, stops: list[Stop]) -> date:
    stopped = {
        stop.starts_on + timedelta(days=offset)
        for stop in stops
        for offset in range((stop.ends_on - stop.starts_on).days + 1)
    }
    running = [
        day
        for day in (started_on + timedelta(days=offset) for offset in range(1, 900))
        if day not in stopped
    ]
    working = [day for day in running if CHINA.is_working(day)]
    if unit == "working":
        return working[days - 1]
    return next(day for day in working if day >= running[days - 1])


@given(st.data(), STARTS, TERMS)
def test_due_on_agrees_with_a_walk_over_a_list_of_days(
    data: st.DataObject, started_on: date, term: tuple[int, str]
) -> None:
    stops = data.draw(stops_after(started_on))

    assert due_on(started_on, *term, CHINA, stops) == oracle(started_on, *term, stops)


@given(STARTS, TERMS)
def test_a_term_ends_on_a_working_day_after_its_start(
    started_on: date, term: tuple[int, str]
) -> None:
    due = due_on(started_on, *term, CHINA)

    assert due > started_on
    assert CHINA.is_working(due)


@given(STARTS, st.integers(1, 149), st.sampled_from(["working", "calendar"]))
def test_one_more_day_never_ends_a_term_sooner(started_on: date, days: int, unit: str) -> None:
    assert due_on(started_on, days, unit, CHINA) <= due_on(started_on, days + 1, unit, CHINA)


@given(st.data(), STARTS, TERMS)
def test_a_stop_never_ends_a_term_sooner(
    data: st.DataObject, started_on: date, term: tuple[int, str]
) -> None:
    stops = data.draw(stops_after(started_on))

    assert due_on(started_on, *term, CHINA, stops) >= due_on(started_on, *term, CHINA)


@given(STARTS, TERMS)
def test_the_loaded_stretch_of_the_calendar_is_long_enough(
    started_on: date, term: tuple[int, str]
) -> None:
    last = started_on + longest_reach(term[0])

    assert due_on(started_on, *term, CHINA) <= last


@given(STARTS, TERMS)
def test_a_term_that_is_not_provisional_does_not_move_when_unnotified_years_change(
    started_on: date, term: tuple[int, str]
) -> None:
    all_holidays = Calendar(
        {
            day: known if known.is_official else CalendarDay(day.weekday() == 6, is_official=False)
            for day, known in CHINA.days.items()
        }
    )

    if not is_provisional(started_on, *term, CHINA):
        assert due_on(started_on, *term, CHINA) == due_on(started_on, *term, all_holidays)


def naive_due(started_on: date, days: int, unit: str, stops: list[Stop]) -> date:
    stopped = {
        stop.starts_on + timedelta(days=offset)
        for stop in stops
        for offset in range((stop.ends_on - stop.starts_on).days + 1)
    }
    day, passed = started_on, 0
    while passed < days or not CHINA.is_working(day) or day in stopped:
        day += timedelta(days=1)
        if passed < days and day not in stopped and (unit == "calendar" or CHINA.is_working(day)):
            passed += 1
    return day


def random_term(chance: Random) -> tuple[date, int, str, list[Stop]]:
    started_on = date(2020, 1, 1) + timedelta(days=chance.randrange(2557))
    unit = chance.choice(["working", "calendar"])
    days = chance.randint(1, 150)
    extensions = [chance.choice([15, 30]) for _ in range(chance.randint(0, 2))]
    stops = []
    for _ in range(chance.randint(0, 3)):
        first = started_on + timedelta(days=chance.randint(-10, 200))
        stops.append(Stop(first, first + timedelta(days=chance.randint(0, 40))))
    return started_on, days + sum(extensions), unit, stops


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 2**64 - 1))
def test_ten_thousand_terms_with_stops_and_extensions_end_as_a_walk_day_by_day_says(
    seed: int,
) -> None:
    chance = Random(seed)
    for _ in range(20):
        term = random_term(chance)

        assert due_on(*term[:3], CHINA, term[3]) == naive_due(*term), term
