"""Opening, closing and extending statutory terms, and keeping the calendar."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlalchemy import case
from sqlalchemy.dialects.postgresql import insert

from backend.deadlines import queries, rules
from backend.deadlines.models import Deadline, WorkCalendarDay
from backend.kernel import clock
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id


def due_date(started_on: date, days: int, unit: str) -> date:
    """Return the last day of a term by the calendar in force."""
    return _count(started_on, days, unit)[0]


def _count(started_on: date, days: int, unit: str) -> tuple[date, bool]:
    calendar = queries.load_calendar(started_on, started_on + rules.longest_reach(days))
    return (
        rules.due_on(started_on, days, unit, calendar),
        rules.is_provisional(started_on, days, unit, calendar),
    )


def open_deadline(
    *,
    authority_id: UUID,
    subject_kind: str,
    subject_id: UUID,
    subject_number: str,
    code: str,
    started_on: date,
    days: int,
    unit: str,
    basis: str,
    responsible_role: str,
    is_waiting_period: bool = False,
) -> Deadline:
    """Start a term; a second open one of the same code on the subject is a Conflict.

    A waiting period is a term that must run out before the authority may act.
    """
    due, provisional = _count(started_on, days, unit)
    deadline = Deadline(
        id=new_id(),
        authority_id=authority_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_number=subject_number,
        code=code,
        basis=basis,
        started_on=started_on,
        days=days,
        unit=unit,
        due_on=due,
        status="open",
        provisional=provisional,
        is_waiting_period=is_waiting_period,
        responsible_role=responsible_role,
        closed_on=None,
        created_at=clock.now(),
    )
    session().add(deadline)
    session().flush()  # the unique index refuses a second open one here, not at the commit
    return deadline


def meet_deadline(subject_kind: str, subject_id: UUID, code: str, on: date) -> Deadline | None:
    """Close the open term of a code by what was done on that day; return None when none is open."""
    for deadline in queries.list_open_for_update(subject_kind, subject_id, frozenset({code})):
        deadline.status = rules.status_when_closed(
            deadline.due_on, on, is_waiting_period=deadline.is_waiting_period
        )
        deadline.closed_on = on
        return deadline
    return None


def cancel_deadlines(
    subject_kind: str, subject_id: UUID, codes: Collection[str] | None = None, *, on: date
) -> None:
    """End the open terms of a subject, of these codes or all, that no longer bind anyone."""
    wanted = None if codes is None else frozenset(codes)
    for deadline in queries.list_open_for_update(subject_kind, subject_id, wanted):
        deadline.status, deadline.closed_on = "cancelled", on


def extend_deadline(
    subject_kind: str, subject_id: UUID, code: str, extra_days: int, basis: str
) -> Deadline:
    """Lengthen the open term, counted anew from its start; raises NotFound when none is open."""
    if extra_days < 1:
        raise ValueError(f"an extension of {extra_days} days")
    for deadline in queries.list_open_for_update(subject_kind, subject_id, frozenset({code})):
        deadline.days += extra_days
        deadline.basis = f"{deadline.basis};{basis}"
        _recount(deadline)
        return deadline
    raise NotFound


def _recount(deadline: Deadline) -> None:
    deadline.due_on, deadline.provisional = _count(
        deadline.started_on, deadline.days, deadline.unit
    )


def is_over(deadline: Deadline, on: date) -> bool:
    """Tell whether the term has fully run on that day."""
    return rules.has_run_out(deadline.due_on, on)


def refresh_calendar() -> int:
    """Take in newer calendar data and count anew the open terms it may move; return how many moved.

    An official day is never replaced by a provisional one.
    """
    table = WorkCalendarDay.__table__
    rows = [{"id": new_id(), **asdict(day)} for day in rules.national_calendar()]
    statement = insert(WorkCalendarDay).values(rows)
    incoming = statement.excluded
    takes_over = (incoming.status == "official") | (table.c.status == "provisional")
    statement = statement.on_conflict_do_update(
        index_elements=["day"],
        index_where=WorkCalendarDay.authority_id.is_(None),
        set_={
            name: case((takes_over, incoming[name]), else_=table.c[name])
            for name in ("is_working", "name", "source", "status")
        },
    )
    session().execute(statement)
    moved = 0
    for deadline in queries.list_open_provisional_for_update():
        before = deadline.due_on
        _recount(deadline)
        moved += before != deadline.due_on
    return moved
