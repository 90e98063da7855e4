"""Wire shapes of saved filters."""

from marshmallow import fields, validate

from backend.kernel.schema import Text, WireSchema, WireTime

PAGES = ("cases", "leads", "exhibits", "incidents", "inspections", "deadlines")
PARTS = 12


class FilterRequestSchema(WireSchema):
    """A filter to keep: the page's own query parameters."""

    page = fields.String(required=True, validate=validate.OneOf(PAGES))
    name = Text(required=True, validate=validate.Length(1, 40))
    query = fields.Dict(
        keys=fields.String(validate=validate.Regexp(r"^[a-z_]{1,40}$")),
        values=Text(validate=validate.Length(1, 200)),
        required=True,
        validate=validate.Length(1, PARTS),
    )


class FilterSchema(WireSchema):
    """A kept filter."""

    id = fields.UUID()
    page = fields.String()
    name = fields.String()
    query = fields.Dict(keys=fields.String(), values=fields.String())
    saved_at = WireTime()


class FilterListSchema(WireSchema):
    """The filters of one page."""

    items = fields.List(fields.Nested(FilterSchema))


class FilterQuery(WireSchema):
    """Whose filters: those of a page."""

    page = fields.String(required=True, validate=validate.OneOf(PAGES))
