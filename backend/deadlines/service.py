"""Opening, closing and extending statutory terms, and keeping the calendar."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlalchemy import case
from sqlalchemy.dialects.postgresql import insert

from backend.deadlines import queries, rules
from backend.deadlines.errors import ClockNotStopped, ClockStopped
from backend.deadlines.models import ClockStop, Deadline, WorkCalendarDay
from backend.kernel import clock
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id


def due_date(started_on: date, days: int, unit: str) -> date:
    """Return the last day of a term by the calendar in force."""
    return _count(started_on, days, unit)[0]


def _count(
    started_on: date, days: int, unit: str, stops: Sequence[rules.Stop] = ()
) -> tuple[date, bool]:
    calendar = queries.load_calendar(started_on, started_on + rules.longest_reach(days, stops))
    return (
        rules.due_on(started_on, days, unit, calendar, stops),
        rules.is_provisional(started_on, days, unit, calendar, stops),
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
    deadline = _open_deadline(subject_kind, subject_id, code)
    deadline.days += extra_days
    deadline.basis = f"{deadline.basis};{basis}"
    _recount(deadline)
    return deadline


def stop_clock(
    subject_kind: str, subject_id: UUID, code: str, *, on: date, reason: str, basis: str
) -> Deadline:
    """Let the open term stand still from that day on (中止、听证、检测、鉴定、公告等时间不计入).

    Raises NotFound when none is open, ClockStopped when it stands still already.
    """
    deadline = _open_deadline(subject_kind, subject_id, code)
    if deadline.stopped_on is not None:
        raise ClockStopped(code_of_term=code, since=deadline.stopped_on.isoformat())
    stop = ClockStop(
        id=new_id(),
        authority_id=deadline.authority_id,
        deadline_id=deadline.id,
        reason=reason,
        basis=basis,
        stopped_on=max(on, deadline.started_on),
        resumed_on=None,
        recorded_at=clock.now(),
    )
    deadline.stops.append(stop)
    return deadline


def resume_clock(subject_kind: str, subject_id: UUID, code: str, *, on: date) -> Deadline:
    """Let the term run again from that day on and count it anew from its start; raises NotFound
    or ClockNotStopped.
    """
    deadline = _open_deadline(subject_kind, subject_id, code)
    stop = next((stop for stop in deadline.stops if stop.resumed_on is None), None)
    if stop is None:
        raise ClockNotStopped(code_of_term=code)
    stop.resumed_on = max(on, stop.stopped_on)
    _recount(deadline)
    return deadline


def _open_deadline(subject_kind: str, subject_id: UUID, code: str) -> Deadline:
    for deadline in queries.list_open_for_update(subject_kind, subject_id, frozenset({code})):
        return deadline
    raise NotFound


def _recount(deadline: Deadline) -> None:
    spans = [(stop.stopped_on, stop.resumed_on) for stop in deadline.stops]
    deadline.due_on, deadline.provisional = _count(
        deadline.started_on, deadline.days, deadline.unit, rules.closed_stops(spans)
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
