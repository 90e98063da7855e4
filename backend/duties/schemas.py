"""Wire shapes of recusals and delegations."""

from marshmallow import fields, validate

from backend.documents import DocumentSchema, list_documents_about
from backend.duties.rules import ASKED_BY, DELEGABLE, GROUNDS, RECUSAL_V1, SUBJECTS
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.workflow import (
    Delegation,
    Recusal,
    StepSchema,
    delegated_permissions,
    list_histories,
    list_history,
)


class RecusalRequestSchema(WireSchema):
    """That a person keep away from a thing, who asks and why."""

    subject_kind = fields.String(required=True, validate=validate.OneOf(SUBJECTS))
    subject_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    asked_by = fields.String(required=True, validate=validate.OneOf(ASKED_BY))
    asked_on = fields.Date(required=True)
    ground = fields.String(required=True, validate=validate.OneOf(list(GROUNDS)))
    reasons = Text(required=True, validate=validate.Length(1, 2000))


class RecusalSummarySchema(RecusalRequestSchema):
    """A request in a list."""

    id = fields.UUID()
    revision = fields.Integer()
    state = fields.String()
    subject_number = fields.String()
    person_name = fields.String()
    is_head = fields.Boolean()
    created_at = WireTime()
    decided_on = fields.Date(allow_none=True)
    decided_by = fields.String(allow_none=True)
    decision_reasons = fields.String(allow_none=True)


class RecusalSchema(RecusalSummarySchema):
    """A request whole, with what the person did before: it stands."""

    done_before = fields.List(fields.Nested(StepSchema))
    documents = fields.List(fields.Nested(DocumentSchema))
    history = fields.List(fields.Nested(StepSchema))


class RecusalQuery(PageQuery):
    """Filters of the list."""

    subject_id = fields.UUID(load_default=None)
    state = fields.String(
        load_default=None, validate=validate.OneOf([state.name for state in RECUSAL_V1.states])
    )


RecusalPageSchema = page_of(RecusalSummarySchema)


def recusal_view(row: Recusal) -> Json:
    """Return a request whole."""
    columns = {column.key: getattr(row, column.key) for column in Recusal.__table__.columns}
    steps = list_histories([row.subject_id])[row.subject_id]
    replies = list_documents_about(row.subject_kind, row.subject_id)
    return columns | {
        "done_before": [
            step for step in steps if row.person_id in (step.actor_id, step.on_behalf_of_id)
        ],
        "documents": [one for one in replies if one.kind == "recusal_reply"],
        "history": list_history(row.id),
    }


class DelegationRequestSchema(WireSchema):
    """Which role is delegated to whom, from when to when and why."""

    role = fields.String(required=True, validate=validate.OneOf(DELEGABLE))
    delegate_id = fields.UUID(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True)
    reason = Text(required=True, validate=validate.Length(1, 500))


class DelegationSchema(DelegationRequestSchema):
    """A delegation."""

    id = fields.UUID()
    revision = fields.Integer()
    state = fields.String()
    standing = fields.String()
    """in_force, coming, ended or withdrawn, as of today."""
    principal_id = fields.UUID()
    principal_name = fields.String()
    delegate_name = fields.String()
    permissions = fields.List(fields.String())
    """What the delegate may do in the principal's stead."""
    created_at = WireTime()
    withdrawn_on = fields.Date(allow_none=True)
    history = fields.List(fields.Nested(StepSchema))


DelegationPageSchema = page_of(DelegationSchema)


def delegation_views(rows: list[Delegation]) -> list[Json]:
    """Return delegations as of today, in two queries whatever their number."""
    histories = list_histories([row.id for row in rows])
    return [
        {column.key: getattr(row, column.key) for column in Delegation.__table__.columns}
        | {
            "standing": _standing(row),
            "permissions": sorted(delegated_permissions(row.role)),
            "history": histories[row.id],
        }
        for row in rows
    ]


def _standing(row: Delegation) -> str:
    today = bureau_date(clock.now())
    if row.state != "in_force":
        return row.state
    if today < row.valid_from:
        return "coming"
    return "ended" if today > row.valid_to else "in_force"
