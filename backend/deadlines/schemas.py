"""Wire shapes of deadlines."""

from datetime import date

from marshmallow import fields, validate

from backend.deadlines import queries
from backend.deadlines.models import CalendarNotice, Deadline
from backend.deadlines.rules import STATUSES
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime


class DeadlineSubjectSchema(WireSchema):
    """What the term belongs to."""

    kind = fields.String()
    id = fields.UUID()
    number = fields.String()


class ClockStopSchema(WireSchema):
    """A span in which the term does not run."""

    reason = fields.String()
    basis = fields.String()
    stopped_on = fields.Date()
    resumed_on = fields.Date(allow_none=True)


class DeadlineChangeSchema(WireSchema):
    """A move of the term's last day."""

    cause = fields.String()
    basis = fields.String()
    approved_by = fields.String(allow_none=True)
    due_before = fields.Date()
    due_after = fields.Date()
    at = WireTime()


def _days_left(deadline: Deadline) -> int | None:
    if deadline.status != "open" or deadline.stopped_on is not None:
        return None
    return (deadline.due_on - clock.bureau_date(clock.now())).days


class DeadlineSchema(WireSchema):
    """A statutory term; days_left counts calendar days, is negative when overdue and null once
    the term is closed or while it stands still.
    """

    id = fields.UUID()
    code = fields.String()
    subject = fields.Nested(DeadlineSubjectSchema)
    basis = fields.String()
    started_on = fields.Date()
    started_at = WireTime(allow_none=True)
    due_on = fields.Date()
    due_at = WireTime(allow_none=True)
    days = fields.Integer()
    unit = fields.String()
    status = fields.String()
    provisional = fields.Boolean()
    is_waiting_period = fields.Boolean()
    responsible_role = fields.String()
    closed_on = fields.Date(allow_none=True)
    stopped_on = fields.Date(allow_none=True)
    stops = fields.List(fields.Nested(ClockStopSchema))
    changes = fields.List(fields.Nested(DeadlineChangeSchema))
    days_left = fields.Function(_days_left, metadata={"type": ["integer", "null"]})


class DeadlineQuery(PageQuery):
    """Filters of the work list."""

    status = fields.String(load_default=None, validate=validate.OneOf(STATUSES))
    mine = fields.Boolean(load_default=False)
    due_before = fields.Date(load_default=None)


DeadlinePageSchema = page_of(DeadlineSchema)


class DeadlineNoticeSchema(WireSchema):
    """A warning or an escalation to an office."""

    id = fields.UUID()
    level = fields.String()
    due_on = fields.Date()
    recipient_role = fields.String()
    recipient_authority_id = fields.UUID()
    at = WireTime()
    acknowledged_by = fields.String(attribute="acknowledged_by_name", allow_none=True)
    acknowledged_at = WireTime(allow_none=True)
    deadline = fields.Nested(DeadlineSchema)


class DeadlineNoticeQuery(PageQuery):
    """Filters of the notices."""

    unread = fields.Boolean(load_default=False)


DeadlineNoticePageSchema = page_of(DeadlineNoticeSchema)


YEARS = validate.Range(2020, 2100)


class CalendarQuery(WireSchema):
    """Which year of the calendar; the present one when none is named."""

    year = fields.Integer(load_default=None, validate=YEARS)


class CalendarDaySchema(WireSchema):
    """A day that is off, or worked in exchange 调休."""

    day = fields.Date(required=True)
    is_working = fields.Boolean(required=True)
    name = Text(load_default=None, allow_none=True, validate=validate.Length(max=40))


class CalendarNoticeRequestSchema(WireSchema):
    """A notice of holidays for one year."""

    year = fields.Integer(required=True, validate=YEARS)
    source = Text(required=True, validate=validate.Length(1, 200))
    days = fields.List(
        fields.Nested(CalendarDaySchema), required=True, validate=validate.Length(1, 120)
    )


class MovedTermSchema(WireSchema):
    """A term that a notice has moved."""

    subject = fields.Nested(DeadlineSubjectSchema)
    code = fields.String()
    due_before = fields.Date()
    due_after = fields.Date()


class CalendarNoticeSchema(WireSchema):
    """A notice that was taken in, and what it moved within the reader's scope."""

    id = fields.UUID()
    year = fields.Integer(allow_none=True)
    source = fields.String()
    days_changed = fields.Integer()
    terms_moved = fields.Integer()
    imported_by = fields.String(attribute="imported_by_name", allow_none=True)
    imported_at = WireTime()
    moved = fields.List(fields.Nested(MovedTermSchema))


class CalendarYearSchema(WireSchema):
    """A year of the calendar: its exceptions and where they come from."""

    year = fields.Integer()
    status = fields.String(metadata={"description": "official, provisional or unknown"})
    days = fields.List(fields.Nested(CalendarDaySchema))
    notices = fields.List(fields.Nested(CalendarNoticeSchema))


def calendar_view(actor: Actor, year: int) -> Json:
    """Return a year of the calendar with its notices and the terms they moved."""
    days = queries.list_year(year)
    statuses = {day.status for day in days}
    status = "provisional" if "provisional" in statuses else "official"
    return {
        "year": year,
        "status": status if days else "unknown",
        "days": [day for day in days if day.name or day.is_working != (day.day.weekday() < 5)],
        "notices": [notice_view(actor, one) for one in queries.list_calendar_notices(year)],
    }


def notice_preview(actor: Actor, notice: CalendarNotice) -> Json:
    """Return a notice as plain values, which outlive its being undone."""
    shown: Json = CalendarNoticeSchema().dump(notice_view(actor, notice))
    return {**shown, "imported_at": clock.now(), "moved": [_plain(one) for one in shown["moved"]]}


def _plain(moved: Json) -> Json:
    days = {name: date.fromisoformat(moved[name]) for name in ("due_before", "due_after")}
    return {**moved, **days}


def notice_view(actor: Actor, notice: CalendarNotice) -> Json:
    """Return a notice with the terms it moved."""
    names = [column.key for column in CalendarNotice.__table__.columns]
    moved = [
        {
            "subject": deadline.subject,
            "code": deadline.code,
            "due_before": change.due_before,
            "due_after": change.due_after,
        }
        for deadline, change in queries.list_moved(actor, notice.id)
    ]
    return {**{name: getattr(notice, name) for name in names}, "moved": moved}
