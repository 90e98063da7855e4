"""Wire shapes of deadlines."""

from marshmallow import fields, validate

from backend.deadlines.models import Deadline
from backend.deadlines.rules import STATUSES
from backend.kernel import clock
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import WireSchema


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
    due_on = fields.Date()
    days = fields.Integer()
    unit = fields.String()
    status = fields.String()
    provisional = fields.Boolean()
    is_waiting_period = fields.Boolean()
    responsible_role = fields.String()
    closed_on = fields.Date(allow_none=True)
    stopped_on = fields.Date(allow_none=True)
    stops = fields.List(fields.Nested(ClockStopSchema))
    days_left = fields.Function(_days_left, metadata={"type": ["integer", "null"]})


class DeadlineQuery(PageQuery):
    """Filters of the work list."""

    status = fields.String(load_default=None, validate=validate.OneOf(STATUSES))
    mine = fields.Boolean(load_default=False)
    due_before = fields.Date(load_default=None)


DeadlinePageSchema = page_of(DeadlineSchema)
