"""Counting terms on the calendar in force, and noting what moved them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.deadlines import queries, rules
from backend.deadlines.models import Deadline, DeadlineChange
from backend.kernel import clock
from backend.kernel.ids import new_id


@dataclass(frozen=True)
class Counted:
    """The last day of a term, and whether a notice still to come may move it."""

    due_on: date
    provisional: bool


@dataclass(frozen=True)
class Cause:
    """Why a term ends on another day: the law or notice behind it and who approved."""

    kind: str
    basis: str
    approved_by: str | None = None
    notice_id: UUID | None = None


def count(
    started_on: date,
    days: int,
    unit: str,
    stops: Sequence[rules.Stop] = (),
    calendar: rules.Calendar | None = None,
) -> Counted:
    """Return where a term ends; `calendar` spares the reading when the caller has it."""
    known = calendar or queries.load_calendar(
        started_on, started_on + rules.longest_reach(days, stops)
    )
    return Counted(
        rules.due_on(started_on, days, unit, known, stops),
        rules.is_provisional(started_on, days, unit, known, stops),
    )


def recount(deadline: Deadline, cause: Cause, calendar: rules.Calendar | None = None) -> bool:
    """Count an open term anew from its start, keep a record when it moved, and tell whether."""
    if deadline.unit == rules.HOURS:
        return False
    spans = [(stop.stopped_on, stop.resumed_on) for stop in deadline.stops]
    counted = count(
        deadline.started_on, deadline.days, deadline.unit, rules.closed_stops(spans), calendar
    )
    before, deadline.due_on = deadline.due_on, counted.due_on
    deadline.provisional = counted.provisional
    if before == deadline.due_on:
        return False
    deadline.changes.append(
        DeadlineChange(
            id=new_id(),
            authority_id=deadline.authority_id,
            deadline_id=deadline.id,
            cause=cause.kind,
            basis=cause.basis,
            approved_by=cause.approved_by,
            notice_id=cause.notice_id,
            due_before=before,
            due_after=deadline.due_on,
            at=clock.now(),
        )
    )
    return True
