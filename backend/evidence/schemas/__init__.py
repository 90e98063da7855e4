"""Wire shapes of evidence."""

from marshmallow import fields, validate

from backend.evidence.rules.flags import FLAG_CODES
from backend.evidence.schemas.custody import CustodySchema as CustodySchema
from backend.evidence.schemas.custody import DeviceCustodySchema as DeviceCustodySchema
from backend.evidence.schemas.custody import custody_view as custody_view
from backend.evidence.schemas.formats import HEX64
from backend.evidence.schemas.retention import HoldNameSchema, RetentionSchema
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import Base64, Text, WireSchema, WireTime

MAX_PAYLOAD_TEXT = 64 * 1024
MAX_SEGMENTS = 16 * 1024
MAX_EARLY_PICTURE = 64 * 1024
STATES = ("awaiting_upload", "received", "verified", "quarantined", "disposed")


class SignatureSchema(WireSchema):
    """One signature of a DSSE envelope."""

    keyid = fields.String(required=True, validate=validate.Length(1, 128))
    sig = fields.String(required=True, validate=validate.Length(1, 256))


class EnvelopeSchema(WireSchema):
    """A DSSE envelope around a capture record; the names are DSSE's."""

    payloadType = fields.String(required=True, validate=validate.Length(1, 128))  # noqa: N815
    payload = fields.String(required=True, validate=validate.Length(1, MAX_PAYLOAD_TEXT))
    signatures = fields.List(
        fields.Nested(SignatureSchema), required=True, validate=validate.Length(1, 1)
    )


class RegistrationSchema(WireSchema):
    """A sealed capture and what its file is called."""

    envelope = fields.Nested(EnvelopeSchema, required=True)
    file_name = Text(required=True, validate=validate.Length(1, 255))
    segments = fields.List(fields.String(validate=HEX64), validate=validate.Length(1, MAX_SEGMENTS))


class SegmentsSchema(WireSchema):
    """How a long file is cut."""

    size = fields.Integer()
    count = fields.Integer()


class MediaSchema(WireSchema):
    """The file: what was signed, and what the server found."""

    mime = fields.String()
    size = fields.Integer()
    sha256 = fields.String(allow_none=True)
    sm3 = fields.String(allow_none=True)
    segments_root = fields.String(allow_none=True)
    detected_mime = fields.String(allow_none=True)


class CapturedBySchema(WireSchema):
    """Who captured it, by the name of that day."""

    id = fields.UUID()
    full_name = fields.String()


class SigningDeviceSchema(WireSchema):
    """The device that signed."""

    id = fields.UUID()
    model = fields.String()
    key_id = fields.String()


class ExhibitGridSchema(WireSchema):
    """The grid cell of the fix."""

    id = fields.UUID()
    name = fields.String()


class ExhibitPositionSchema(WireSchema):
    """Where the device stood."""

    lon = fields.Float()
    lat = fields.Float()
    accuracy_m = fields.Float()
    crs = fields.String()
    fix_at = WireTime()


class NotBeforeSchema(WireSchema):
    """The newest log checkpoint the device knew."""

    tree_size = fields.Integer()


class CaptureClockSchema(WireSchema):
    """What brackets the time of capture."""

    offset_ms = fields.Integer(allow_none=True)
    not_before = fields.Nested(NotBeforeSchema, allow_none=True)


class FlagSchema(WireSchema):
    """Something odd, with its facts; a person judges."""

    code = fields.String(validate=validate.OneOf(FLAG_CODES))
    facts = fields.Dict()


class ExhibitLinkSchema(WireSchema):
    """A thing the exhibit serves."""

    kind = fields.String()
    id = fields.UUID(attribute="subject_id")
    label = fields.String()
    fact_to_prove = fields.String(allow_none=True)


class ReceiptSchema(WireSchema):
    """The server's signed statement that it holds the bytes."""

    statement = fields.String()
    signature = fields.String()
    key_id = fields.String()


class DuplicateSchema(WireSchema):
    """Another exhibit of the same bytes or the same picture; without id it is another
    authority's.
    """

    exhibit_id = fields.UUID(allow_none=True)
    kind = fields.String(validate=validate.OneOf(("exact", "near")))
    distance = fields.Integer()


class ExhibitSchema(WireSchema):
    """An exhibit."""

    id = fields.UUID()
    revision = fields.Integer()
    state = fields.String(validate=validate.OneOf(STATES))
    kind = fields.String()
    source = fields.String()
    file_name = fields.String()
    segments = fields.Nested(SegmentsSchema, allow_none=True)
    media = fields.Nested(MediaSchema)
    captured_at = WireTime()
    registered_at = WireTime()
    received_at = WireTime(allow_none=True)
    verified_at = WireTime(allow_none=True)
    examined_at = WireTime(allow_none=True)
    captured_by = fields.Nested(CapturedBySchema)
    device = fields.Nested(SigningDeviceSchema)
    grid = fields.Nested(ExhibitGridSchema, allow_none=True)
    authority_id = fields.UUID()
    position = fields.Nested(ExhibitPositionSchema, allow_none=True)
    no_fix_reason = fields.String(allow_none=True)
    clock = fields.Nested(CaptureClockSchema)
    exif = fields.Dict(allow_none=True)
    examination = fields.Dict(attribute="found", allow_none=True)
    duplicates = fields.List(fields.Nested(DuplicateSchema))
    flags = fields.List(fields.Nested(FlagSchema))
    links = fields.List(fields.Nested(ExhibitLinkSchema))
    receipt = fields.Nested(ReceiptSchema, allow_none=True)
    has_preview = fields.Boolean()
    is_early_picture = fields.Boolean()
    retention = fields.Nested(RetentionSchema, allow_none=True)
    disposed_at = WireTime(allow_none=True)


class ExhibitDetailSchema(ExhibitSchema):
    """An exhibit, and what holds it."""

    holds = fields.List(fields.Nested(HoldNameSchema))


class ExhibitQuery(PageQuery):
    """Filters of the list of exhibits."""

    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    captured_from = WireTime(load_default=None)
    captured_to = WireTime(load_default=None)
    flag = fields.String(load_default=None, validate=validate.OneOf(FLAG_CODES))
    q = Text(load_default=None, validate=validate.Length(1, 100))
    near = fields.UUID(load_default=None)


ExhibitPageSchema = page_of(ExhibitSchema)


class EarlyPictureSchema(WireSchema):
    """A small JPEG that goes ahead of an original over a weak link."""

    jpeg = Base64(
        required=True,
        validate=validate.Length(1, MAX_EARLY_PICTURE),
        metadata={"type": "string", "format": "byte"},
    )


class DownloadSchema(WireSchema):
    """Why a copy of the original is taken."""

    purpose = Text(required=True, validate=validate.Length(1, 500))


class DownloadGrantSchema(WireSchema):
    """Where the copy can be fetched for five minutes."""

    url = fields.String()


class GrantQuery(WireSchema):
    """The grant in a download link."""

    grant = fields.String(required=True, validate=validate.Length(1, 500))
