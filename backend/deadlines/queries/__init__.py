"""Reads of the calendar and of deadlines; the scope comes first."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from backend.accounts import within
from backend.deadlines.models import (
    CalendarNotice,
    ClockStop,
    Deadline,
    DeadlineChange,
    DeadlineNotice,
    WorkCalendarDay,
)
from backend.deadlines.rules import Calendar, CalendarDay
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.kernel.worded import Worded, asked

WITH_PARTS = (selectinload(Deadline.stops), selectinload(Deadline.changes))
"""What lists of terms show of each: read with them all at once."""


_CALENDAR = Worded(
    select(WorkCalendarDay.day, WorkCalendarDay.is_working, WorkCalendarDay.status).where(
        WorkCalendarDay.authority_id.is_(None),
        WorkCalendarDay.day.between(asked("first", Date), asked("last", Date)),
    )
)


def load_calendar(first: date, last: date) -> Calendar:
    """Return the national calendar between two days."""
    rows = _CALENDAR.ask(first=first, last=last)
    return Calendar(
        {day: CalendarDay(is_working, status == "official") for day, is_working, status in rows}
    )


def list_deadlines_of(
    subject_kind: str, subject_ids: Collection[UUID]
) -> dict[UUID, list[Deadline]]:
    """Return every deadline of each of these subjects, soonest first, in one query; the caller has
    checked the scope.
    """
    query = _of_all(subject_kind, subject_ids).order_by(Deadline.due_on, Deadline.id)
    query = query.options(*WITH_PARTS)
    found: dict[UUID, list[Deadline]] = {key: [] for key in subject_ids}
    for deadline in session().scalars(query):
        found[deadline.subject_id].append(deadline)
    return found


def find_deadline(subject_kind: str, subject_id: UUID, code: str) -> Deadline | None:
    """Return the newest deadline of a code on a subject, open or closed."""
    query = (
        _of(subject_kind, subject_id)
        .where(Deadline.code == code)
        .order_by(Deadline.created_at.desc(), Deadline.id.desc())
        .limit(1)
    )
    return session().scalars(query).one_or_none()


def find_deadlines(
    subject_kind: str, subject_ids: Collection[UUID], code: str
) -> dict[UUID, Deadline]:
    """Return the newest deadline of a code on each of these subjects that has one, in one query;
    the caller has checked the scope.
    """
    query = (
        _of_all(subject_kind, subject_ids)
        .where(Deadline.code == code)
        .order_by(Deadline.created_at, Deadline.id)
        .options(*WITH_PARTS)
    )
    return {deadline.subject_id: deadline for deadline in session().scalars(query)}


def find_open_for_update(subject_kind: str, subject_id: UUID, code: str) -> Deadline | None:
    """Return and lock the open deadline of a code on a subject."""
    query = _of(subject_kind, subject_id).where(Deadline.status == "open", Deadline.code == code)
    return session().scalars(query.with_for_update()).one_or_none()


def list_all_open_for_update() -> list[Deadline]:
    """Return and lock every open term counted in days, which a calendar notice may move."""
    query = select(Deadline).where(Deadline.status == "open", Deadline.due_at.is_(None))
    query = query.options(*WITH_PARTS)
    return list(session().scalars(query.order_by(Deadline.id).with_for_update()))


def list_running(until: date, after: UUID | None, limit: int) -> list[Deadline]:
    """Return open terms that bind the authority, do not stand still and end by that day."""
    stopped = select(ClockStop.deadline_id).where(ClockStop.resumed_on.is_(None))
    query = select(Deadline).where(
        Deadline.status == "open",
        Deadline.is_waiting_period.is_(False),
        Deadline.due_on <= until,
        Deadline.id.not_in(stopped),
    )
    if after is not None:
        query = query.where(Deadline.id > after)
    return list(session().scalars(query.order_by(Deadline.id).limit(limit)))


def list_overdue_ids(subject_kind: str, code: str, now: datetime, today: date) -> list[UUID]:
    """Return the subjects of a kind whose open term of a code is over and does not stand still."""
    stopped = select(ClockStop.deadline_id).where(ClockStop.resumed_on.is_(None))
    over = or_(and_(Deadline.due_at.is_(None), Deadline.due_on < today), Deadline.due_at < now)
    query = select(Deadline.subject_id).where(
        Deadline.subject_kind == subject_kind,
        Deadline.code == code,
        Deadline.status == "open",
        Deadline.id.not_in(stopped),
        over,
    )
    return list(session().scalars(query.order_by(Deadline.subject_id)))


def _notices_for(actor: Actor) -> Select[DeadlineNotice]:
    return select(DeadlineNotice).where(
        within(actor, DeadlineNotice.recipient_authority_id),
        DeadlineNotice.recipient_role.in_(actor.roles),
    )


def get_notice(actor: Actor, notice_id: UUID) -> DeadlineNotice:
    """Return a notice to the actor's office, locked; raises NotFound."""
    query = _notices_for(actor).where(DeadlineNotice.id == notice_id)
    found = session().scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_notices(
    actor: Actor, *, unread: bool, cursor: str | None, limit: int
) -> Page[DeadlineNotice]:
    """Return the notices to the actor's offices, newest first."""
    query = _notices_for(actor)
    if unread:
        query = query.where(DeadlineNotice.acknowledged_at.is_(None))
    return fetch_page(query, DeadlineNotice.at, DeadlineNotice.id, cursor=cursor, limit=limit)


def list_year(year: int) -> list[WorkCalendarDay]:
    """Return the known days of a year of the national calendar."""
    query = (
        select(WorkCalendarDay)
        .where(
            WorkCalendarDay.authority_id.is_(None),
            func.extract("year", WorkCalendarDay.day) == year,
        )
        .order_by(WorkCalendarDay.day)
    )
    return list(session().scalars(query))


def list_calendar_notices(year: int) -> list[CalendarNotice]:
    """Return the notices taken in for a year, or with a release, newest first."""
    query = (
        select(CalendarNotice)
        .where(or_(CalendarNotice.year == year, CalendarNotice.year.is_(None)))
        .order_by(CalendarNotice.imported_at.desc(), CalendarNotice.id.desc())
    )
    return list(session().scalars(query))


def list_moved(actor: Actor, notice_id: UUID) -> list[tuple[Deadline, DeadlineChange]]:
    """Return the terms in scope that a calendar notice has moved, with the move."""
    query = (
        select(Deadline, DeadlineChange)
        .join(DeadlineChange, DeadlineChange.deadline_id == Deadline.id)
        .where(within(actor, Deadline.authority_id), DeadlineChange.notice_id == notice_id)
        .order_by(Deadline.due_on, Deadline.id)
        .limit(500)
    )
    return [(deadline, change) for deadline, change in session().execute(query)]


def list_deadlines(
    actor: Actor,
    *,
    status: str | None,
    mine: bool,
    due_before: date | None,
    cursor: str | None,
    limit: int,
) -> Page[Deadline]:
    """Return deadlines in scope, soonest first; `mine` keeps those of the actor's roles."""
    query: Select[Any] = select(Deadline).where(within(actor, Deadline.authority_id))
    query = query.options(*WITH_PARTS)
    if status:
        query = query.where(Deadline.status == status)
    if mine:
        query = query.where(Deadline.responsible_role.in_(actor.roles))
    if due_before:
        query = query.where(Deadline.due_on < due_before)
    return fetch_page(
        query, Deadline.due_on, Deadline.id, cursor=cursor, limit=limit, descending=False
    )


def subjects_overdue(subject_kind: str, day: date) -> Select[UUID]:
    """Return the query of the subjects with an open term, no waiting period, that has run out."""
    return select(Deadline.subject_id).where(
        Deadline.subject_kind == subject_kind,
        Deadline.status == "open",
        Deadline.is_waiting_period.is_(False),
        Deadline.due_on < day,
    )


def _of(subject_kind: str, subject_id: UUID) -> Select[Any]:
    return _of_all(subject_kind, [subject_id])


def _of_all(subject_kind: str, subject_ids: Collection[UUID]) -> Select[Any]:
    return select(Deadline).where(
        Deadline.subject_kind == subject_kind, Deadline.subject_id.in_(subject_ids)
    )
