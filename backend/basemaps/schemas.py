"""Wire shapes of base maps."""

from flask_smorest.fields import Upload
from marshmallow import fields, validate

from backend.basemaps.rules import DATUMS
from backend.kernel.schema import Text, WireSchema, WireTime

STATES = ("in_force", "replaced", "withdrawn")


class BasemapFormSchema(WireSchema):
    """What is said of an archive that is put up."""

    authority_id = fields.UUID(load_default=None)
    """One's own authority where nothing is said."""
    name_zh = Text(required=True, validate=validate.Length(1, 60))
    name_en = Text(required=True, validate=validate.Length(1, 60))
    attribution = Text(required=True, validate=validate.Length(1, 200))
    datum = fields.String(required=True, validate=validate.OneOf(DATUMS))
    replaces_id = fields.UUID(load_default=None)
    """The one in force that it takes the place of."""


class BasemapFileSchema(WireSchema):
    """The archive itself, in the same form."""

    archive = Upload(required=True)


class BoundsSchema(WireSchema):
    """An area in degrees."""

    west = fields.Float(required=True)
    south = fields.Float(required=True)
    east = fields.Float(required=True)
    north = fields.Float(required=True)


class BasemapSchema(WireSchema):
    """A base map."""

    id = fields.UUID(required=True)
    authority_id = fields.UUID(required=True)
    authority_name = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    attribution = fields.String(required=True)
    datum = fields.String(required=True, validate=validate.OneOf(DATUMS))
    sha256 = fields.String(required=True)
    size = fields.Integer(required=True)
    min_zoom = fields.Integer(required=True)
    max_zoom = fields.Integer(required=True)
    bounds = fields.Nested(BoundsSchema, required=True)
    layers = fields.List(fields.String(), required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    put_by_name = fields.String(required=True)
    put_at = WireTime(required=True)
    ended_by_name = fields.String(required=True, allow_none=True)
    ended_at = WireTime(required=True, allow_none=True)
    end_reason = fields.String(required=True, allow_none=True)


class BasemapListSchema(WireSchema):
    """Base maps with their history, and how large an archive may be."""

    items = fields.List(fields.Nested(BasemapSchema), required=True)
    max_bytes = fields.Integer(required=True)


class OfferedBasemapSchema(WireSchema):
    """The base map to draw, if there is one."""

    item = fields.Nested(BasemapSchema, required=True, allow_none=True)


class WithdrawalSchema(WireSchema):
    """Why a base map is withdrawn."""

    reason = Text(required=True, validate=validate.Length(1, 500))
