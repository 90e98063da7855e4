"""The shapes of cases on the wire."""

from functools import lru_cache
from typing import Any

from marshmallow import fields, validate

from backend.accounts import (
    AuthoritySchema,
    PersonNameSchema,
)
from backend.cases.rules import PENALTY_V4, VIOLATION_BY_CODE, Violation
from backend.deadlines import DeadlineSchema
from backend.discretion import (
    NoPenaltyItemSchema,
    TableSchema,
    WeighingSchema,
)
from backend.documents import DocumentSchema
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.workflow import StepSchema

STATES = [state.name for state in PENALTY_V4.states]


class PartySchema(WireSchema):
    """The party 当事人, frozen into every document."""

    kind = fields.String(required=True, validate=validate.OneOf(["organisation", "citizen"]))
    name = Text(required=True, validate=validate.Length(1, 200))
    credit_code = Text(load_default=None, allow_none=True, validate=validate.Length(max=32))
    legal_representative = Text(
        load_default=None, allow_none=True, validate=validate.Length(max=100)
    )
    address = Text(load_default=None, allow_none=True, validate=validate.Length(max=300))


class ProposalSchema(WireSchema):
    """A proposal to file."""

    lead_id = fields.UUID(required=True)
    inspection_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=20))
    violation_code = fields.String(required=True, validate=validate.OneOf(list(VIOLATION_BY_CODE)))
    party = fields.Nested(PartySchema, required=True)
    act_ended_on = fields.Date(required=True)
    investigator_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 10))
    reasons = Text(required=True, validate=validate.Length(1, 4000))
    deciding_authority_id = fields.UUID(load_default=None, allow_none=True)


class ViolationSchema(WireSchema):
    """A violation with its range in fen."""

    code = fields.String()
    name_zh = fields.String()
    name_en = fields.String()
    basis_zh = fields.String()
    penalty_basis_zh = fields.String()
    fine_min_fen = fields.Integer()
    fine_max_fen = fields.Integer()
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)


@lru_cache
def _clause_on_wire(clause: Violation) -> dict[str, Any]:
    return dict(ViolationSchema().dump(clause))


class ClauseField(fields.Nested):
    """A clause of the law; a list repeats a few of them, so each is written out once."""

    def _serialize(  # type: ignore[override]  # as in the class above
        self, nested_obj: Any, attr: Any, obj: Any, **kwargs: Any
    ) -> dict[str, Any]:
        return _clause_on_wire(nested_obj)


class ViolationListSchema(WireSchema):
    """All violations."""

    items = fields.List(fields.Nested(ViolationSchema))


class ProcedureSchema(WireSchema):
    """The version of the procedure a case is pinned to."""

    key = fields.String()
    version = fields.Integer()


class CaseExhibitSchema(WireSchema):
    """An exhibit and what it is to prove."""

    exhibit_id = fields.UUID(attribute="id")
    fact_to_prove = fields.String(allow_none=True)
    state = fields.String()
    has_preview = fields.Boolean()


class CaseInspectionSchema(WireSchema):
    """An inspection record in short."""

    id = fields.UUID()
    number = fields.String()
    state = fields.String()


class ServiceSchema(WireSchema):
    """A service of a document."""

    document_id = fields.UUID()
    document_kind = fields.String()
    served_on = fields.Date()
    mode = fields.String()
    recipient = fields.String()
    note = fields.String(allow_none=True)


class PaymentSchema(WireSchema):
    """A payment in fen; on a daily penalty when it names one."""

    amount_fen = fields.Integer()
    paid_on = fields.Date()
    reference = fields.String()
    decision_id = fields.UUID(allow_none=True)


class DebtSchema(WireSchema):
    """What is owed under one decision: the case's own, or a daily penalty."""

    decision_id = fields.UUID(allow_none=True, metadata={"description": "of a daily penalty"})
    measure_id = fields.UUID(allow_none=True)
    kind = fields.String(metadata={"description": "the kind of the decision's paper"})
    number = fields.String()
    decided_on = fields.Date(allow_none=True)
    served_on = fields.Date(allow_none=True)
    due_on = fields.Date(allow_none=True)
    fine_fen = fields.Integer()
    surcharge_fen = fields.Integer()
    owed_fen = fields.Integer()
    paid_fen = fields.Integer()
    left_fen = fields.Integer()
    is_published = fields.Boolean()
    execution = fields.Dict()


class MissingSchema(WireSchema):
    """Something the next step still needs."""

    code = fields.String()
    text = fields.String()
    basis = fields.String()
    facts = fields.Dict()
    link = fields.String()
    action = fields.String()


class StageSchema(WireSchema):
    """A stage of the procedure for the stage bar."""

    state = fields.String()
    phase_zh = fields.String()
    phase_en = fields.String()


class CaseSummarySchema(WireSchema):
    """A case in a list."""

    id = fields.UUID()
    revision = fields.Integer()
    number = fields.String(allow_none=True)
    state = fields.String()
    phase_zh = fields.String()
    phase_en = fields.String()
    violation = ClauseField(ViolationSchema)
    party = fields.Nested(PartySchema)
    authority = fields.Nested(AuthoritySchema)
    lead_id = fields.UUID()
    proposed_at = WireTime()
    filed_on = fields.Date(allow_none=True)
    proposed_fine_fen = fields.Integer(allow_none=True)
    fine_fen = fields.Integer(allow_none=True)
    deadlines = fields.List(fields.Nested(DeadlineSchema))


class CaseSchema(CaseSummarySchema):
    """A case whole."""

    procedure = fields.Nested(ProcedureSchema)
    stages = fields.List(fields.Nested(StageSchema))
    investigators = fields.List(fields.Nested(PersonNameSchema))
    act_ended_on = fields.Date()
    reasons = fields.String()
    facts = fields.String(allow_none=True)
    violated_provision = fields.String(allow_none=True)
    discretion_reasons = fields.String(allow_none=True)
    documents = fields.List(fields.Nested(DocumentSchema))
    exhibits = fields.List(fields.Nested(CaseExhibitSchema))
    inspections = fields.List(fields.Nested(CaseInspectionSchema))
    service = fields.List(fields.Nested(ServiceSchema))
    payments = fields.List(fields.Nested(PaymentSchema))
    defence = fields.Dict(allow_none=True)
    defence_waived_on = fields.Date(allow_none=True)
    hearing = fields.Dict(allow_none=True)
    discussion = fields.Dict(allow_none=True)
    execution = fields.Dict(allow_none=True)
    paid_fen = fields.Integer(metadata={"description": "on every decision"})
    owed_fen = fields.Integer(metadata={"description": "under every decision"})
    debts = fields.List(fields.Nested(DebtSchema))
    deciding_authority = fields.Nested(AuthoritySchema)
    harmful_consequences = fields.Boolean(allow_none=True)
    handling = fields.String(allow_none=True)
    measures = fields.Dict(allow_none=True)
    law = fields.Dict(allow_none=True)
    publication = fields.Dict(allow_none=True)
    weighing = fields.Nested(WeighingSchema, allow_none=True)
    discretion_table = fields.Nested(TableSchema, allow_none=True)
    no_penalty_items = fields.List(fields.Nested(NoPenaltyItemSchema))
    missing = fields.List(fields.Nested(MissingSchema))
    history = fields.List(fields.Nested(StepSchema))


class CaseQuery(PageQuery):
    """Filters of the list of cases."""

    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    authority_id = fields.UUID(load_default=None)
    violation_code = fields.String(
        load_default=None, validate=validate.OneOf(list(VIOLATION_BY_CODE))
    )
    investigator_id = fields.UUID(load_default=None)
    filed_from = fields.Date(load_default=None)
    filed_to = fields.Date(load_default=None)
    overdue = fields.Boolean(load_default=None)
    q = Text(load_default=None, validate=validate.Length(max=100))


CasePageSchema = page_of(CaseSummarySchema)
