"""Statutory days: working days with swapped weekends 调休, stops, and the day a term ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.metadata import version

import chinese_calendar
import holidays
from chinese_calendar.constants import Holiday
from chinese_calendar.constants import holidays as notified_holidays

FIRST_YEAR = 2020
"""No term that started earlier can still be open."""
YEARS_AHEAD = 2
HOLIDAY_NAMES = {holiday.value: holiday.chinese for holiday in Holiday}
HOLIDAYS_SOURCE = f"holidays {version('holidays')}"
UNITS = ("working", "calendar")
"""Units counted in days."""
HOURS = "hours"
MAX_HOURS = 24 * 30
STATUSES = ("open", "met", "missed", "cancelled")
ONE_DAY = timedelta(days=1)
MAX_DAYS = 3660


@dataclass(frozen=True)
class CalendarDay:
    """What is known of one day; official once the State Council's notice for its year is in."""

    is_working: bool
    is_official: bool


@dataclass(frozen=True)
class Calendar:
    """Known days; a day nobody wrote down counts by its weekday and is provisional."""

    days: Mapping[date, CalendarDay]

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on the day."""
        known = self.days.get(day)
        return known.is_working if known else day.weekday() < 5

    def is_provisional(self, day: date) -> bool:
        """Tell whether a later notice may still change the day."""
        known = self.days.get(day)
        return known is None or not known.is_official


@dataclass(frozen=True)
class Stop:
    """A span, both ends included, in which a clock stands still (e.g. 中止, 检测, 公告)."""

    starts_on: date
    ends_on: date

    def covers(self, day: date) -> bool:
        """Tell whether the day lies in the span."""
        return self.starts_on <= day <= self.ends_on


def closed_stops(spans: Sequence[tuple[date, date | None]]) -> list[Stop]:
    """Return the stops that are over, from (stopped on, resumed on): the day a clock stops no
    longer counts, the day it is resumed counts again.
    """
    return [
        Stop(stopped_on, resumed_on - ONE_DAY)
        for stopped_on, resumed_on in spans
        if resumed_on is not None and resumed_on > stopped_on
    ]


@dataclass(frozen=True)
class _Walk:
    due_on: date
    examined: tuple[date, ...]
    """The days whose being a working day decided the result."""


def due_on(
    started_on: date, days: int, unit: str, calendar: Calendar, stops: Sequence[Stop] = ()
) -> date:
    """Return the last day of a term of `days` after `started_on`.

    The first day is not counted, days inside a stop are not counted, and a last day that is no
    working day gives way to the next one (行政处罚法 85: 二、三、五、七日 are working days).
    """
    return _walk(started_on, days, unit, calendar, stops).due_on


def due_at(started_at: datetime, hours: int) -> datetime:
    """Return the moment a term of hours ends; hours run through nights and holidays."""
    if not 1 <= hours <= MAX_HOURS:
        raise ValueError(f"no term of {hours} hours")
    return started_at + timedelta(hours=hours)


def is_provisional(
    started_on: date, days: int, unit: str, calendar: Calendar, stops: Sequence[Stop] = ()
) -> bool:
    """Tell whether a notice still to come could move the last day of the term."""
    examined = _walk(started_on, days, unit, calendar, stops).examined
    return any(calendar.is_provisional(day) for day in examined)


def _walk(
    started_on: date, days: int, unit: str, calendar: Calendar, stops: Sequence[Stop]
) -> _Walk:
    if unit not in UNITS or not 1 <= days <= MAX_DAYS:
        raise ValueError(f"no term of {days} {unit!r} days")
    day, left, examined = started_on, days, []
    while left:
        day += ONE_DAY
        if any(stop.covers(day) for stop in stops):
            continue
        if unit == "working":
            examined.append(day)
        if unit == "calendar" or calendar.is_working(day):
            left -= 1
    examined.append(day)
    while not calendar.is_working(day) or any(stop.covers(day) for stop in stops):
        day += ONE_DAY
        examined.append(day)
    return _Walk(day, tuple(examined))


def longest_reach(days: int, stops: Sequence[Stop] = ()) -> timedelta:
    """Return how far behind its start a term may end; enough of the calendar to count it."""
    stopped = sum((stop.ends_on - stop.starts_on).days + 1 for stop in stops)
    return timedelta(days=days * 2 + stopped + 45)


def has_run_out(due: date, on: date) -> bool:
    """Tell whether the term has fully run: its last day is over."""
    return on > due


def status_when_closed(due: date, on: date, *, is_waiting_period: bool) -> str:
    """Return `met` or `missed`; nobody misses a term that must run out before the next step."""
    return "met" if is_waiting_period or on <= due else "missed"


@dataclass(frozen=True)
class NationalDay:
    """One day of the national calendar with where we know it from."""

    day: date
    is_working: bool
    name: str | None
    source: str
    status: str


def national_calendar() -> list[NationalDay]:
    """Return every day from FIRST_YEAR: as notified where the State Council's notice is packaged,
    then two years by weekday and statutory holiday alone, marked provisional.
    """
    last_notified = max(notified_holidays).year
    official = [_notified_day(day) for day in _days_of_years(FIRST_YEAR, last_notified)]
    statutory = holidays.country_holidays(
        "CN", years=range(last_notified + 1, last_notified + YEARS_AHEAD + 1), language="zh_CN"
    )
    foreseen = [
        _foreseen_day(day, statutory.get(day))
        for day in _days_of_years(last_notified + 1, last_notified + YEARS_AHEAD)
    ]
    return official + foreseen


def _days_of_years(first: int, last: int) -> Iterator[date]:
    day = date(first, 1, 1)
    while day.year <= last:
        yield day
        day += ONE_DAY


def _notified_day(day: date) -> NationalDay:
    is_working = chinese_calendar.is_workday(day)
    holiday = notified_holidays.get(day)
    swapped = is_working and day.weekday() >= 5
    name = HOLIDAY_NAMES[holiday] if holiday else ("调休上班" if swapped else None)
    source = f"chinesecalendar {chinese_calendar.__version__}"
    return NationalDay(day, is_working, name, source, "official")


def _foreseen_day(day: date, name: str | None) -> NationalDay:
    is_working = day.weekday() < 5 and name is None
    return NationalDay(day, is_working, name, HOLIDAYS_SOURCE, "provisional")
