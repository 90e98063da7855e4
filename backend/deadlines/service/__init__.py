"""Opening, closing, extending, stopping and resuming statutory terms."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from backend.deadlines import queries, rules
from backend.deadlines.errors import ClockNotStopped, ClockStopped
from backend.deadlines.models import ClockStop, Deadline
from backend.deadlines.queries.closing import close_terms, lock_open
from backend.deadlines.service.counting import Cause, count, recount
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, insert_rows
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id


def due_date(started_on: date, days: int, unit: str) -> date:
    """Return the last day of a term by the calendar in force."""
    return count(started_on, days, unit).due_on


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
) -> UUID:
    """Start a term and return its id; a second open one of the same code on the subject is a
    Conflict.

    A waiting period is a term that must run out before the authority may act.
    """
    counted = count(started_on, days, unit)
    return _add(
        {
            "id": new_id(),
            "authority_id": authority_id,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "subject_number": subject_number,
            "code": code,
            "basis": basis,
            "started_on": started_on,
            "started_at": None,
            "days": days,
            "unit": unit,
            "due_on": counted.due_on,
            "due_at": None,
            "status": "open",
            "provisional": counted.provisional,
            "is_waiting_period": is_waiting_period,
            "responsible_role": responsible_role,
            "closed_on": None,
            "created_at": clock.now(),
        }
    )


def open_hours(
    *,
    authority_id: UUID,
    subject_kind: str,
    subject_id: UUID,
    subject_number: str,
    code: str,
    started_at: datetime,
    hours: int,
    basis: str,
    responsible_role: str,
) -> UUID:
    """Start a term of hours and return its id; hours run through nights and holidays (行政强制法
    第十九条).
    """
    due_at = rules.due_at(started_at, hours)
    return _add(
        {
            "id": new_id(),
            "authority_id": authority_id,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "subject_number": subject_number,
            "code": code,
            "basis": basis,
            "started_on": bureau_date(started_at),
            "started_at": started_at,
            "days": hours,
            "unit": rules.HOURS,
            "due_on": bureau_date(due_at),
            "due_at": due_at,
            "status": "open",
            "provisional": False,
            "is_waiting_period": False,
            "responsible_role": responsible_role,
            "closed_on": None,
            "created_at": clock.now(),
        }
    )


def _add(row: Json) -> UUID:
    insert_rows(Deadline, [row])
    key: UUID = row["id"]
    return key


def meet_deadline(
    subject_kind: str, subject_id: UUID, code: str, on: date, *, at: datetime | None = None
) -> str | None:
    """Close the open term of a code by what was done on that day and return how it ended; None when
    none is open.

    A term of hours is judged by `at`, or by now where the act's minute is not known.
    """
    for term in lock_open(subject_kind, subject_id, [code]):
        if term.due_at is not None:
            status = "met" if (at or clock.now()) <= term.due_at else "missed"
        else:
            status = rules.status_when_closed(
                term.due_on, on, is_waiting_period=term.is_waiting_period
            )
        close_terms([term.id], status, on)
        return status
    return None


def cancel_deadlines(
    subject_kind: str, subject_id: UUID, codes: Collection[str] | None = None, *, on: date
) -> None:
    """End the open terms of a subject, of these codes or all, that no longer bind anyone."""
    ended = [term.id for term in lock_open(subject_kind, subject_id, codes)]
    if ended:
        close_terms(ended, "cancelled", on)


def extend_deadline(
    subject_kind: str,
    subject_id: UUID,
    code: str,
    extra_days: int,
    basis: str,
    *,
    approved_by: str | None = None,
) -> Deadline:
    """Lengthen the open term, counted anew from its start, and note who approved; raises NotFound
    when none is open.
    """
    deadline = _open_deadline(subject_kind, subject_id, code)
    if extra_days < 1 or deadline.unit == rules.HOURS:
        raise ValueError(f"an extension of {extra_days} days")
    deadline.days += extra_days
    deadline.basis = f"{deadline.basis};{basis}"
    recount(deadline, Cause("extended", basis, approved_by))
    return deadline


def stop_clock(
    subject_kind: str, subject_id: UUID, code: str, *, on: date, reason: str, basis: str
) -> Deadline:
    """Let the open term stand still from that day on (中止、听证、检测、鉴定、公告等时间不计入).

    Raises NotFound when none is open, ClockStopped when it stands still already.
    """
    deadline = _open_deadline(subject_kind, subject_id, code)
    if deadline.unit == rules.HOURS:
        raise ValueError("a term of hours does not stand still")
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
    recount(deadline, Cause("resumed", f"{stop.basis}：{stop.reason}"))
    return deadline


def _open_deadline(subject_kind: str, subject_id: UUID, code: str) -> Deadline:
    found = queries.find_open_for_update(subject_kind, subject_id, code)
    if found is None:
        raise NotFound
    return found


def is_over(deadline: Deadline, on: date) -> bool:
    """Tell whether the term has fully run on that day."""
    return rules.has_run_out(deadline.due_on, on)


def is_over_at(deadline: Deadline, moment: datetime) -> bool:
    """Tell whether the term, of days or of hours, has fully run at that moment."""
    if deadline.due_at is not None:
        return moment > deadline.due_at
    return is_over(deadline, bureau_date(moment))
