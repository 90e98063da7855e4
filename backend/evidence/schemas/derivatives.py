"""Wire shapes of derivatives."""

from marshmallow import fields, validate, validates_schema
from marshmallow.exceptions import ValidationError

from backend.evidence.schemas import CapturedBySchema
from backend.kernel.db import Json
from backend.kernel.schema import Text, WireSchema, WireTime

OPS = ("watermarked", "redacted", "clipped")
MOST_REGIONS = 100
FRACTION = validate.Range(0, 1)


class RegionSchema(WireSchema):
    """A part of the upright picture, in fractions of its width and height."""

    x = fields.Float(required=True, validate=FRACTION)
    y = fields.Float(required=True, validate=FRACTION)
    width = fields.Float(required=True, validate=FRACTION)
    height = fields.Float(required=True, validate=FRACTION)
    how = fields.String(load_default="fill", validate=validate.OneOf(("fill", "blur")))


class DerivativeParamsSchema(WireSchema):
    """What each operation needs: `regions`, or `from_ms` and `to_ms`; `text` is free."""

    regions = fields.List(fields.Nested(RegionSchema), validate=validate.Length(1, MOST_REGIONS))
    from_ms = fields.Integer(validate=validate.Range(0, 2**40))
    to_ms = fields.Integer(validate=validate.Range(1, 2**40))
    text = Text(load_default=None, allow_none=True, validate=validate.Length(1, 200))


NEEDED = {"watermarked": set[str](), "redacted": {"regions"}, "clipped": {"from_ms", "to_ms"}}


class DerivativeRequestSchema(WireSchema):
    """Which copy is wanted."""

    op = fields.String(required=True, validate=validate.OneOf(OPS))
    params = fields.Nested(DerivativeParamsSchema, required=True)

    @validates_schema
    def check_params(self, body: Json, **_context: object) -> None:
        """Refuse an operation without what it needs."""
        missing = NEEDED[body["op"]] - body["params"].keys()
        if missing:
            raise ValidationError({"params": {name: ["required"] for name in sorted(missing)}})


class DerivativeSchema(WireSchema):
    """A marked copy of an exhibit; `params` are as the tool took them, in ten-thousandths."""

    id = fields.UUID()
    exhibit_id = fields.UUID()
    op = fields.String(validate=validate.OneOf(OPS))
    params = fields.Dict()
    state = fields.String(validate=validate.OneOf(("queued", "ready", "failed")))
    failure = fields.String(allow_none=True)
    source_sha256 = fields.String()
    sha256 = fields.String(allow_none=True)
    sm3 = fields.String(allow_none=True)
    size = fields.Integer(allow_none=True)
    mime = fields.String(allow_none=True)
    tool = fields.String(allow_none=True)
    tool_version = fields.String(allow_none=True)
    created_by = fields.Nested(CapturedBySchema)
    created_at = WireTime()
    made_at = WireTime(allow_none=True)


class DerivativeListSchema(WireSchema):
    """All derivatives of an exhibit."""

    items = fields.List(fields.Nested(DerivativeSchema))
