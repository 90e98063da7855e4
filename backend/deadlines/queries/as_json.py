"""Terms of other things, written by the database."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, func, true
from sqlalchemy import case as sql_case
from sqlalchemy.orm import InstrumentedAttribute

from backend.deadlines.models import ClockStop, Deadline, DeadlineChange
from backend.kernel.json_sql import json_list, json_object


def terms_as_json(
    kind: str, subject_id: InstrumentedAttribute[UUID], today: BindParameter[date]
) -> ColumnElement[Any]:
    """Return the expression of a thing's terms as DeadlineSchema writes them, soonest first."""
    stop = json_object(
        reason=ClockStop.reason,
        basis=ClockStop.basis,
        stopped_on=ClockStop.stopped_on,
        resumed_on=ClockStop.resumed_on,
    )
    still = func.min(ClockStop.stopped_on).filter(ClockStop.resumed_on.is_(None))
    stops = (
        json_list(stop, ClockStop.stopped_on, ClockStop.id)
        .add_columns(still.label("since"))
        .where(ClockStop.deadline_id == Deadline.id)
        .lateral()
    )
    written, since = stops.c
    runs = and_(Deadline.status == "open", since.is_(None))
    term = json_object(
        id=Deadline.id,
        code=Deadline.code,
        subject=json_object(
            kind=Deadline.subject_kind, id=Deadline.subject_id, number=Deadline.subject_number
        ),
        basis=Deadline.basis,
        started_on=Deadline.started_on,
        started_at=Deadline.started_at,
        due_on=Deadline.due_on,
        due_at=Deadline.due_at,
        days=Deadline.days,
        unit=Deadline.unit,
        status=Deadline.status,
        provisional=Deadline.provisional,
        is_waiting_period=Deadline.is_waiting_period,
        responsible_role=Deadline.responsible_role,
        closed_on=Deadline.closed_on,
        stopped_on=since,
        stops=written,
        changes=_changes(),
        days_left=sql_case((runs, Deadline.due_on - today)),
    )
    own = json_list(term, Deadline.due_on, Deadline.id).join_from(Deadline, stops, true())
    return own.where(
        Deadline.subject_kind == kind, Deadline.subject_id == subject_id
    ).scalar_subquery()


def _changes() -> ColumnElement[Any]:
    change = json_object(
        cause=DeadlineChange.cause,
        basis=DeadlineChange.basis,
        approved_by=DeadlineChange.approved_by,
        due_before=DeadlineChange.due_before,
        due_after=DeadlineChange.due_after,
        at=DeadlineChange.at,
    )
    own = json_list(change, DeadlineChange.at, DeadlineChange.id)
    return own.where(DeadlineChange.deadline_id == Deadline.id).scalar_subquery()
