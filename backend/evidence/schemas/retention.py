"""Wire shapes of retention, holds and disposals."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.evidence.rules.retention import KINDS, OUTCOMES
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime

DISPOSAL_STATES = ("proposed", "approved", "rejected", "done")
MOST_AT_ONCE = 500


class ActingPersonSchema(WireSchema):
    """Who acted, by the name of that day."""

    id = fields.UUID()
    full_name = fields.String()


class RetentionSchema(WireSchema):
    """How long an exhibit is kept at least, and by which rule."""

    policy = fields.String()
    retain_until = WireTime()


class RetentionPolicyRequestSchema(WireSchema):
    """A version of a rule on how long a kind of exhibit is kept, in years or in days."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    case_outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    years = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 100))
    days = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 36500))
    basis = Text(required=True, validate=validate.Length(1, 500))
    valid_from = fields.Date(required=True)

    @validates_schema
    def check_span(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse a rule with both spans, or none."""
        if (data.get("years") is None) == (data.get("days") is None):
            raise ValidationError("须填写年数或天数之一", "years")


class RetentionPolicySchema(WireSchema):
    """A version of a rule, and who set it."""

    id = fields.UUID()
    kind = fields.String()
    case_outcome = fields.String()
    years = fields.Integer(allow_none=True)
    days = fields.Integer(allow_none=True)
    basis = fields.String()
    valid_from = fields.Date()
    is_confirmed = fields.Boolean()
    is_default = fields.Boolean()
    created_by_name = fields.String(allow_none=True)
    created_at = WireTime()


class RetentionPoliciesSchema(WireSchema):
    """All versions of all rules."""

    items = fields.List(fields.Nested(RetentionPolicySchema))


class HoldRequestSchema(WireSchema):
    """What is to be held, and why."""

    subject_kind = fields.String(required=True, validate=validate.OneOf(("case", "exhibit")))
    subject_id = fields.UUID(required=True)
    reason = Text(required=True, validate=validate.Length(1, 500))
    until = WireTime(load_default=None, allow_none=True)


class HoldNameSchema(WireSchema):
    """A hold as the exhibit it holds shows it."""

    id = fields.UUID()
    reason = fields.String()
    until = WireTime(allow_none=True)


class HoldSchema(HoldNameSchema):
    """A legal hold 依法留存."""

    subject_kind = fields.String()
    subject_id = fields.UUID()
    label = fields.String()
    placed_by = fields.Nested(ActingPersonSchema)
    placed_at = WireTime()
    released_at = WireTime(allow_none=True)
    released_by = fields.Nested(ActingPersonSchema, allow_none=True)
    release_reason = fields.String(allow_none=True)


HoldPageSchema = page_of(HoldSchema)


class ReleaseSchema(WireSchema):
    """Why a hold is lifted."""

    reason = Text(required=True, validate=validate.Length(1, 500))


class DisposalRequestSchema(WireSchema):
    """What may go, and why."""

    exhibit_ids = fields.List(
        fields.UUID(), required=True, validate=validate.Length(1, MOST_AT_ONCE)
    )
    reason = Text(required=True, validate=validate.Length(1, 500))


class DecisionSchema(WireSchema):
    """What the one who decides remarks."""

    note = Text(load_default=None, allow_none=True, validate=validate.Length(max=500))


class DisposalItemSchema(WireSchema):
    """An exhibit in a proposal."""

    exhibit_id = fields.UUID()
    file_name = fields.String()
    kind = fields.String()
    sha256 = fields.String(allow_none=True)
    policy = fields.String()
    retain_until = WireTime()
    disposed_at = WireTime(allow_none=True)
    problem = fields.String(allow_none=True)


class DisposalSchema(WireSchema):
    """A proposal to dispose of exhibits 销毁."""

    id = fields.UUID()
    state = fields.String(validate=validate.OneOf(DISPOSAL_STATES))
    reason = fields.String()
    proposed_by = fields.Nested(ActingPersonSchema)
    proposed_at = WireTime()
    decided_by = fields.Nested(ActingPersonSchema, allow_none=True)
    decided_at = WireTime(allow_none=True)
    decision_note = fields.String(allow_none=True)
    done_at = WireTime(allow_none=True)
    items = fields.List(fields.Nested(DisposalItemSchema))


DisposalPageSchema = page_of(DisposalSchema)


class DisposalQuery(PageQuery):
    """Filters of the list of proposals."""

    state = fields.String(load_default=None, validate=validate.OneOf(DISPOSAL_STATES))
