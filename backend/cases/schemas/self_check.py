"""The shape of a file's self-check on the wire."""

from marshmallow import fields

from backend.kernel.schema import WireSchema, WireTime


class CheckReasonSchema(WireSchema):
    """Why an item is not met, with its article."""

    code = fields.String()
    text = fields.String()
    basis = fields.String()
    facts = fields.Dict()


class CheckPlaceSchema(WireSchema):
    """The inspection or measure that is to be mended."""

    kind = fields.String()
    id = fields.UUID()


class CheckItemSchema(WireSchema):
    """One veto item and what was found."""

    number = fields.Integer()
    code = fields.String()
    title_zh = fields.String()
    title_en = fields.String()
    verdict = fields.String(metadata={"description": "met, defect or not_yet"})
    facts = fields.Dict()
    reasons = fields.List(fields.Nested(CheckReasonSchema))
    section = fields.String(metadata={"description": "the part of the case's page it belongs to"})
    place = fields.Nested(CheckPlaceSchema, allow_none=True)


class SelfCheckSchema(WireSchema):
    """A file against the 25 veto items."""

    case_id = fields.UUID()
    number = fields.String(allow_none=True)
    party_name = fields.String()
    state = fields.String()
    checked_at = WireTime()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    items = fields.List(fields.Nested(CheckItemSchema))
