"""Wire shapes of discretion tables, the no-penalty list and weighings."""

from marshmallow import fields, validate

from backend.discretion.models import DiscretionTable
from backend.discretion.rules import faults_of
from backend.kernel.db import Json
from backend.kernel.schema import Text, WireSchema, WireTime


class LevelSchema(WireSchema):
    """A level: numbers from `low` until below `high`, or one choice."""

    level = fields.Integer(required=True, strict=True, validate=validate.Range(1, 20))
    title_zh = Text(required=True, validate=validate.Length(1, 200))
    title_en = Text(required=True, validate=validate.Length(1, 200))
    percent = fields.Integer(required=True, strict=True)
    low = fields.Integer(load_default=None, allow_none=True, strict=True)
    high = fields.Integer(load_default=None, allow_none=True, strict=True)
    value = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 60))


class FactorSchema(WireSchema):
    """A factor with its levels."""

    code = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]{1,40}$"))
    title_zh = Text(required=True, validate=validate.Length(1, 100))
    title_en = Text(required=True, validate=validate.Length(1, 100))
    kind = fields.String(required=True, validate=validate.OneOf(("number", "choice")))
    unit_zh = Text(load_default="")
    unit_en = Text(load_default="")
    minimum = fields.Integer(load_default=0, strict=True)
    levels = fields.List(fields.Nested(LevelSchema), required=True, validate=validate.Length(1, 20))


class TableContentSchema(WireSchema):
    """The factors of a table."""

    factors = fields.List(
        fields.Nested(FactorSchema), required=True, validate=validate.Length(1, 20)
    )


class TableRequestSchema(WireSchema):
    """A table proposed from a later day on."""

    violation_code = fields.String(required=True, validate=validate.Length(1, 60))
    name = Text(required=True, validate=validate.Length(1, 200))
    basis = Text(required=True, validate=validate.Length(1, 500))
    content = fields.Nested(TableContentSchema, required=True)
    valid_from = fields.Date(required=True)


class TableSchema(WireSchema):
    """A version of a table; `faults` is what the linter found, nothing in a table in force."""

    id = fields.UUID()
    violation_code = fields.String()
    name = fields.String()
    basis = fields.String()
    doubt = fields.String(allow_none=True)
    content = fields.Nested(TableContentSchema)
    valid_from = fields.Date()
    state = fields.String()
    is_national = fields.Boolean()
    proposed_by_id = fields.UUID(allow_none=True)
    proposed_by_name = fields.String(allow_none=True)
    decided_by_name = fields.String(allow_none=True)
    decided_at = WireTime(allow_none=True)
    faults = fields.List(fields.String())


class TableListSchema(WireSchema):
    """All versions of all tables."""

    items = fields.List(fields.Nested(TableSchema))


class NoPenaltyItemSchema(WireSchema):
    """An item of the no-penalty list."""

    id = fields.UUID()
    violation_code = fields.String(allow_none=True)
    ground = fields.String()
    conditions = fields.String()
    proof = fields.String()
    basis = fields.String()
    doubt = fields.String(allow_none=True)
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)


class NoPenaltyListSchema(WireSchema):
    """The no-penalty list as it holds today."""

    items = fields.List(fields.Nested(NoPenaltyItemSchema))


class WeighingSchema(WireSchema):
    """What was weighed in a case."""

    id = fields.UUID()
    outcome = fields.String()
    table_id = fields.UUID(allow_none=True)
    item_id = fields.UUID(allow_none=True)
    factors = fields.List(fields.Dict())
    fine_min_fen = fields.Integer()
    fine_max_fen = fields.Integer()
    suggested_fen = fields.Integer(allow_none=True)
    adjustment = fields.String(allow_none=True)
    adjustment_ground = fields.String(allow_none=True)
    chosen_fen = fields.Integer(allow_none=True)
    reason = fields.String()
    prior_decisions = fields.List(fields.Dict())
    weighed_by_name = fields.String()
    weighed_at = WireTime()


def table_view(row: DiscretionTable) -> Json:
    """Return a table as lists show it."""
    columns = {column.key: getattr(row, column.key) for column in DiscretionTable.__table__.columns}
    return columns | {"is_national": row.authority_id is None, "faults": faults_of(row.table)}
