"""Wire shapes of exports."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.kernel.http import page_of
from backend.kernel.schema import Text, WireSchema, WireTime

MOST_EXHIBITS = 1000
MOST_SIZES = 50


class ExportRequestSchema(WireSchema):
    """What to export: chosen exhibits, or those of a case."""

    exhibit_ids = fields.List(
        fields.UUID(), load_default=None, validate=validate.Length(1, MOST_EXHIBITS)
    )
    case_id = fields.UUID(load_default=None)
    known_tree_sizes = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1)),
        load_default=list,
        validate=validate.Length(0, MOST_SIZES),
    )
    recipient = Text(required=True, validate=validate.Length(1, 200))
    purpose = Text(required=True, validate=validate.Length(1, 1000))

    @validates_schema
    def check_choice(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Demand exactly one of the two choices."""
        if (data.get("exhibit_ids") is None) == (data.get("case_id") is None):
            raise ValidationError("证据编号和案件编号须填且只填一项", "exhibit_ids")


class ProgressSchema(WireSchema):
    """How many exhibits are packed."""

    done = fields.Integer(required=True)
    total = fields.Integer(required=True)


class ExportSchema(WireSchema):
    """A package and how far it is."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    failure = fields.String(required=True, allow_none=True)
    progress = fields.Nested(ProgressSchema, required=True)
    exhibit_count = fields.Integer(required=True)
    exhibit_ids = fields.List(fields.UUID(), required=True)
    case_id = fields.UUID(required=True, allow_none=True)
    size = fields.Integer(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)
    manifest_sha256 = fields.String(required=True, allow_none=True)
    tree_size = fields.Integer(required=True, allow_none=True)
    created_at = WireTime(required=True)
    ready_at = WireTime(required=True, allow_none=True)
    recipient = fields.String(required=True)
    purpose = fields.String(required=True)


ExportPageSchema = page_of(ExportSchema)
