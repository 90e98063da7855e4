"""Wire shapes of sites."""

from marshmallow import fields, validate

from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema


class PointSchema(WireSchema):
    """A place in WGS-84 degrees."""

    lon = fields.Float()
    lat = fields.Float()


class SiteSchema(WireSchema):
    """A site."""

    id = fields.UUID()
    name = fields.String()
    credit_code = fields.String()
    legal_representative = fields.String()
    address = fields.String()
    category = fields.String()
    position = fields.Nested(PointSchema, allow_none=True)
    authority_id = fields.UUID()


class SiteQuery(PageQuery):
    """Filters of the list of sites."""

    q = Text(load_default=None, validate=validate.Length(max=100))


SitePageSchema = page_of(SiteSchema)
