"""Wire shapes of incidents."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.accounts import AuthoritySchema, GridNameSchema, PersonNameSchema
from backend.edits import ConflictSchema, EditSchema
from backend.incidents.rules import CATEGORY_BY_CODE, INCIDENT_V2
from backend.incidents.schemas.views import as_features as as_features
from backend.incidents.schemas.views import incident_views as incident_views
from backend.incidents.schemas.views import row_views as row_views
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.workflow import StepSchema

STATES = [state.name for state in INCIDENT_V2.states]
MAX_EXHIBITS = 30


class ReportedPositionSchema(WireSchema):
    """A place as it was measured, in its own datum."""

    lon = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    accuracy_m = fields.Float(required=True, allow_none=True, validate=validate.Range(0, 100_000))
    fix_at = WireTime(required=True)
    datum = fields.String(required=True, validate=validate.OneOf(["WGS-84", "GCJ-02", "BD-09"]))
    source = fields.String(
        required=True, validate=validate.OneOf(["geolocation", "map_pin", "exif"])
    )


class ExtraAnswersSchema(WireSchema):
    """Answers to the questions of the category's own form."""

    form_version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_000))
    answers = fields.Dict(required=True)


class ReportSchema(WireSchema):
    """A report."""

    category_code = fields.String(required=True, validate=validate.OneOf(list(CATEGORY_BY_CODE)))
    note = Text(required=True, validate=validate.Length(max=2000))
    occurred_at = WireTime(required=True)
    position = fields.Nested(ReportedPositionSchema, required=True, allow_none=True)
    no_position_reason = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(["denied", "unavailable", "timeout", "indoors"]),
    )
    exhibit_ids = fields.List(
        fields.UUID(), required=True, validate=validate.Length(max=MAX_EXHIBITS)
    )
    extra = fields.Nested(ExtraAnswersSchema, load_default=None, allow_none=True)

    @validates_schema
    def place_or_reason(self, report: Json, **_: Any) -> None:
        """A report says where, or why it cannot."""
        if (report["position"] is None) != (report["no_position_reason"] is not None):
            raise ValidationError("须填写位置，或说明没有位置的原因(二者居其一)", "position")


class NoteChangesSchema(WireSchema):
    """What of an incident its reporter may correct."""

    note = Text(required=True, validate=validate.Length(max=2000))


class NoteEditSchema(EditSchema):
    """A correction of an incident's note."""

    changes = fields.Nested(NoteChangesSchema, required=True)


class PositionSchema(WireSchema):
    """A place in WGS-84 with its source."""

    lon = fields.Float()
    lat = fields.Float()
    accuracy_m = fields.Float(allow_none=True)
    fix_at = WireTime(allow_none=True)
    source_datum = fields.String()
    source_lon = fields.Float()
    source_lat = fields.Float()
    source = fields.String(attribute="position_source")


class IncidentExhibitSchema(WireSchema):
    """An exhibit of an incident in short."""

    id = fields.UUID()
    state = fields.String()
    has_preview = fields.Boolean()
    flags = fields.List(fields.Dict())
    captured_at = WireTime()


class OnSpotSchema(WireSchema):
    """What was put right on the spot, with photos taken after."""

    after_exhibit_ids = fields.List(
        fields.UUID(), required=True, validate=validate.Length(1, MAX_EXHIBITS)
    )
    handled_at = WireTime(required=True)
    note = Text(required=True, validate=validate.Length(1, 2000))


class IncidentSchema(WireSchema):
    """An incident."""

    id = fields.UUID()
    revision = fields.Integer()
    number = fields.String()
    state = fields.String()
    category_code = fields.String()
    note = fields.String()
    occurred_at = WireTime()
    reported_at = WireTime()
    reported_by = fields.Nested(PersonNameSchema)
    grid = fields.Nested(GridNameSchema, allow_none=True)
    authority = fields.Nested(AuthoritySchema)
    position = fields.Nested(PositionSchema, allow_none=True)
    no_position_reason = fields.String(allow_none=True)
    exhibits = fields.List(fields.Nested(IncidentExhibitSchema))
    lead_id = fields.UUID(allow_none=True)
    extra = fields.Nested(ExtraAnswersSchema, allow_none=True)
    note_version = fields.Integer()
    note_conflicts = fields.List(fields.Nested(ConflictSchema))
    history = fields.List(fields.Nested(StepSchema))


class IncidentQuery(PageQuery):
    """Filters of the list of incidents."""

    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    category_code = fields.String(
        load_default=None, validate=validate.OneOf(list(CATEGORY_BY_CODE))
    )
    grid_id = fields.UUID(load_default=None)
    reported_from = WireTime(load_default=None)
    q = Text(load_default=None, validate=validate.Length(max=100))


class Box(fields.Field[tuple[float, float, float, float]]):
    """West, south, east and north in degrees, separated by commas."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> tuple[float, float, float, float]:
        try:
            west, south, east, north = (float(part) for part in str(value).split(","))
        except ValueError as error:
            raise ValidationError("范围须为 西，南，东，北 四个数") from error
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise ValidationError("范围须为 西，南，东，北，且西不大于东、南不大于北")
        return west, south, east, north


class BoxQuery(WireSchema):
    """A map window: west,south,east,north."""

    bbox = Box(required=True)
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))


class CategorySchema(WireSchema):
    """A category."""

    code = fields.String()
    name_zh = fields.String()
    name_en = fields.String()
    icon = fields.String()
    urgency = fields.String()
    department_zh = fields.String()
    department_en = fields.String()
    may_become_lead = fields.Boolean()
    may_be_handled_on_spot = fields.Boolean()


class CategoryListSchema(WireSchema):
    """All categories."""

    items = fields.List(fields.Nested(CategorySchema))


class FeatureCollectionSchema(WireSchema):
    """GeoJSON (RFC 7946), WGS-84."""

    type = fields.String()
    features = fields.List(fields.Dict())


IncidentPageSchema = page_of(IncidentSchema)
