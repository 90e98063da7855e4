"""Wire shapes of on-the-spot penalties."""

from typing import Any

from marshmallow import fields, validate

from backend.accounts import AuthoritySchema, PersonNameSchema, get_authority, list_people_by_id
from backend.deadlines import DeadlineSchema, list_deadlines_of
from backend.documents import DocumentSchema, list_documents_about
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.simple.models import SimplePenalty
from backend.simple.rules import SIMPLE_V1
from backend.simple.service import KIND, WORKFLOW
from backend.workflow import StepSchema, list_history

STATES = [state.name for state in SIMPLE_V1.states]


class SimplePartySchema(WireSchema):
    """The party 当事人."""

    kind = fields.String(required=True, validate=validate.OneOf(["organisation", "citizen"]))
    name = Text(required=True, validate=validate.Length(1, 200))
    credit_code = Text(load_default=None, allow_none=True, validate=validate.Length(max=32))
    legal_representative = Text(
        load_default=None, allow_none=True, validate=validate.Length(max=100)
    )
    address = Text(load_default=None, allow_none=True, validate=validate.Length(max=300))


class SimpleRequestSchema(WireSchema):
    """What was found on the spot."""

    party = fields.Nested(SimplePartySchema, required=True)
    officer_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 10))
    exhibit_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=50))
    act_on = fields.Date(required=True)
    place = Text(required=True, validate=validate.Length(1, 300))
    facts = Text(required=True, validate=validate.Length(1, 4000))
    violation_name = Text(required=True, validate=validate.Length(1, 200))
    violated_provision = Text(required=True, validate=validate.Length(1, 500))
    penalty_basis = Text(required=True, validate=validate.Length(1, 500))
    fine_min_fen = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 10**13))


class SimpleSummarySchema(WireSchema):
    """An on-the-spot penalty in a list."""

    id = fields.UUID()
    revision = fields.Integer()
    number = fields.String(allow_none=True)
    state = fields.String()
    party = fields.Nested(SimplePartySchema)
    violation_name = fields.String()
    place = fields.String()
    act_on = fields.Date()
    fine_fen = fields.Integer(allow_none=True)
    has_warning = fields.Boolean()
    decided_on = fields.Date(allow_none=True)
    filed_on = fields.Date(allow_none=True)
    created_at = WireTime()


class SimpleSchema(SimpleSummarySchema):
    """An on-the-spot penalty whole."""

    authority = fields.Nested(AuthoritySchema)
    phase_zh = fields.String()
    phase_en = fields.String()
    officers = fields.List(fields.Nested(PersonNameSchema))
    exhibit_ids = fields.List(fields.UUID())
    facts = fields.String()
    violated_provision = fields.String()
    penalty_basis = fields.String()
    fine_min_fen = fields.Integer()
    defence = fields.String(allow_none=True)
    collection = fields.Dict(allow_none=True)
    payment = fields.Dict(allow_none=True)
    deadlines = fields.List(fields.Nested(DeadlineSchema))
    documents = fields.List(fields.Nested(DocumentSchema))
    history = fields.List(fields.Nested(StepSchema))


class SimpleQuery(PageQuery):
    """Filters of the list."""

    state = fields.String(load_default=None, validate=validate.OneOf(STATES))


SimplePageSchema = page_of(SimpleSummarySchema)


def simple_view(row: SimplePenalty) -> Json:
    """Return an on-the-spot penalty whole."""
    state = WORKFLOW.definition_of(row).state(row.state)
    people: dict[Any, Any] = dict(list_people_by_id(frozenset(row.officer_ids)))
    columns = {column.key: getattr(row, column.key) for column in SimplePenalty.__table__.columns}
    return columns | {
        "authority": get_authority(row.authority_id),
        "phase_zh": state.phase_zh,
        "phase_en": state.phase_en,
        "officers": [people[key] for key in dict.fromkeys(row.officer_ids)],
        "deadlines": list_deadlines_of(KIND, [row.id])[row.id],
        "documents": list_documents_about(KIND, row.id),
        "history": list_history(row.id),
    }
