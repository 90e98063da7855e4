"""When a running term warns, and to whom it escalates once it is over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.deadlines.rules import HOURS, ONE_DAY, Calendar

LEVELS = ("early", "near", "last", "overdue", "long_overdue")
"""From the first reminder to the second escalation."""
ESCALATIONS = ("overdue", "long_overdue")
HEAD = "head"
FURTHEST = timedelta(days=45)
"""No reminder comes sooner before a last day, holidays included."""


@dataclass(frozen=True)
class Leads:
    """How long before its end a term reminds, and how long after it escalates once more."""

    early_days: int
    near_days: int
    long_overdue_days: int
    near_hours: int
    last_hours: int


@dataclass(frozen=True)
class Running:
    """An open term as the watch sees it."""

    started_on: date
    due_on: date
    due_at: datetime | None
    unit: str
    days: int


def level_reached(
    term: Running, now: datetime, today: date, calendar: Calendar, leads: Leads
) -> str | None:
    """Return the most urgent level a term has reached, None while it need not be spoken of.

    Days are working days, so that nobody is first reminded in a holiday that ends with the term.
    """
    if term.unit == HOURS and term.due_at is not None:
        return _level_in_hours(term.days, term.due_at, now, leads)
    if today > term.due_on:
        over = working_days(term.due_on, today, calendar)
        return "long_overdue" if over > leads.long_overdue_days else "overdue"
    if today == term.due_on:
        return "last"
    left = working_days(today, term.due_on, calendar)
    whole = working_days(term.started_on, term.due_on, calendar)
    if left <= leads.near_days < whole:
        return "near"
    return "early" if left <= leads.early_days < whole else None


def _level_in_hours(hours: int, due_at: datetime, now: datetime, leads: Leads) -> str | None:
    if now > due_at:
        over = timedelta(days=leads.long_overdue_days)
        return "long_overdue" if now > due_at + over else "overdue"
    if now >= due_at - timedelta(hours=leads.last_hours):
        return "last"
    near = timedelta(hours=leads.near_hours)
    return "near" if now >= due_at - near and leads.near_hours < hours else None


def working_days(after: date, until: date, calendar: Calendar) -> int:
    """Return how many working days lie after one day up to and with another."""
    count, day = 0, after
    while day < until:
        day += ONE_DAY
        count += calendar.is_working(day)
    return count


def recipient_of(level: str, responsible_role: str, *, has_superior: bool) -> tuple[str, bool]:
    """Return which office is told, and whether it is that of the authority above.

    A term of the head's own, and one that stays unmet, are told to the authority above.
    """
    if level not in ESCALATIONS:
        return responsible_role, False
    goes_up = level == "long_overdue" or responsible_role == HEAD
    return HEAD, goes_up and has_superior
