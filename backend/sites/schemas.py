"""Wire shapes of sites."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from backend.accounts import GridNameSchema
from backend.edits import ConflictSchema, EditSchema, RecordState, ResolutionSchema, list_records
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.sites.models import Site
from backend.sites.rules import EMPTY_NOTES, NOTE_FIELDS


class PointSchema(WireSchema):
    """A place in WGS-84 degrees."""

    lon = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))


class SiteFactsSchema(WireSchema):
    """What the register knows besides the name and place."""

    permit_number = Text(validate=validate.Length(max=60))
    permit_valid_to = fields.Date()
    pollutants = Text(validate=validate.Length(max=300))
    outfalls = fields.Integer(strict=True, validate=validate.Range(0, 999))
    gate = fields.Nested(PointSchema)


NotesSchema = WireSchema.from_dict(
    {name: Text(validate=validate.Length(max=most)) for name, most in NOTE_FIELDS.items()},
    name="SiteNotes",
)


class SiteRecordSchema(WireSchema):
    """The notes people in the field keep, their version and what has to be settled."""

    version = fields.Integer()
    contents = fields.Nested(NotesSchema)
    changed_by_name = fields.String()
    changed_at = WireTime(allow_none=True)
    conflicts = fields.List(fields.Nested(ConflictSchema))


class SiteSchema(WireSchema):
    """A site."""

    id = fields.UUID()
    revision = fields.Integer()
    name = fields.String()
    credit_code = fields.String()
    legal_representative = fields.String()
    address = fields.String()
    category = fields.String()
    position = fields.Nested(PointSchema, allow_none=True)
    facts = fields.Dict()
    grid = fields.Nested(GridNameSchema, allow_none=True)
    authority_id = fields.UUID()
    notes = fields.Nested(SiteRecordSchema)


class SiteEntrySchema(WireSchema):
    """A site as the register enters it."""

    authority_id = fields.UUID(required=True)
    name = Text(required=True, validate=validate.Length(1, 200))
    credit_code = Text(required=True, validate=validate.Regexp(r"^[0-9A-Z]{18}$"))
    legal_representative = Text(required=True, validate=validate.Length(max=60))
    address = Text(required=True, validate=validate.Length(max=300))
    category = Text(required=True, validate=validate.Length(max=60))
    position = fields.Nested(PointSchema, required=True, allow_none=True)
    facts = fields.Nested(SiteFactsSchema, load_default=dict)


class SiteEditSchema(EditSchema):
    """A correction of a site's notes."""

    changes = fields.Nested(NotesSchema, required=True)


class SiteQuery(PageQuery):
    """Filters of the list of sites."""

    q = Text(load_default=None, validate=validate.Length(max=100))
    grid_id = fields.UUID(load_default=None)
    has_conflict = fields.Boolean(load_default=False)


SitePageSchema = page_of(SiteSchema)
SiteResolutionSchema = ResolutionSchema
_UNTOUCHED = RecordState(1, dict(EMPTY_NOTES), "", None, ())


def site_views(sites: list[Site]) -> list[Json]:
    """Return sites with their notes, in a few queries whatever their number."""
    records = list_records([site.id for site in sites])
    return [_view(site, records.get(site.id, _UNTOUCHED)) for site in sites]


def _view(site: Site, notes: RecordState) -> Json:
    names = ("id", "revision", "name", "credit_code", "legal_representative", "address")
    more = ("category", "position", "facts", "grid", "authority_id")
    return {name: getattr(site, name) for name in names + more} | {"notes": notes}


def stored_facts(entry: Json) -> Json:
    """Return the entry with its facts as they are kept: dates as text."""
    facts: dict[str, Any] = SiteFactsSchema().dump(entry["facts"])
    if facts.get("gate") and entry["position"] is None:
        raise ValidationError("有大门位置时须有企业位置", "facts")
    return entry | {"facts": facts}
