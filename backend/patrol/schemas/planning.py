"""Wire shapes of rounds and checkpoints."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.accounts import PersonNameSchema
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime, shape
from backend.patrol.schemas.limits import LAT, LON, MAX_STOPS


class CheckpointContentSchema(WireSchema):
    """A checkpoint to make."""

    name = Text(required=True, validate=validate.Length(1, 100))
    lon = fields.Float(required=True, validate=LON)
    lat = fields.Float(required=True, validate=LAT)
    grid_id = fields.UUID(load_default=None, allow_none=True)
    site_id = fields.UUID(load_default=None, allow_none=True)


class RoundCheckpointSchema(WireSchema):
    """A checkpoint with what its QR code says."""

    id = fields.UUID()
    name = fields.String()
    lon = fields.Float()
    lat = fields.Float()
    code = fields.String()
    grid_id = fields.UUID(allow_none=True)
    site_id = fields.UUID(allow_none=True)


class RoundContentSchema(WireSchema):
    """A round to plan."""

    name = Text(required=True, validate=validate.Length(1, 100))
    note = Text(load_default="", validate=validate.Length(max=2000))
    assignee_id = fields.UUID(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    checkpoint_ids = fields.List(
        fields.UUID(), required=True, validate=validate.Length(1, MAX_STOPS)
    )

    @validates_schema
    def ends_after_start(self, content: Json, **_: Any) -> None:
        """A round has days to be walked in."""
        if content["ends_on"] < content["starts_on"]:
            raise ValidationError("截止日期不能早于开始日期", "ends_on")


class GiveSchema(WireSchema):
    """Whom a round is given to."""

    assignee_id = fields.UUID(required=True)


class RoundSchema(WireSchema):
    """A planned round."""

    id = fields.UUID()
    revision = fields.Integer()
    name = fields.String()
    note = fields.String()
    assignee = fields.Nested(PersonNameSchema)
    starts_on = fields.Date()
    ends_on = fields.Date()
    created_at = WireTime()
    withdrawn_at = WireTime(allow_none=True)
    walked_at = WireTime(allow_none=True)
    checkpoints = fields.Function(
        lambda row: [shape(RoundCheckpointSchema).dump(stop.checkpoint) for stop in row.stops],
        metadata={"type": "array", "items": {"type": "object"}},
    )


class RoundQuery(PageQuery):
    """Filters of the list of rounds."""

    person_id = fields.UUID(load_default=None)


class CheckpointQuery(PageQuery):
    """Filters of the list of checkpoints."""

    q = Text(load_default=None, validate=validate.Length(max=100))


class RoundNameSchema(WireSchema):
    """A round in short."""

    id = fields.UUID()
    name = fields.String()


RoundCheckpointPageSchema = page_of(RoundCheckpointSchema)
RoundPageSchema = page_of(RoundSchema)
