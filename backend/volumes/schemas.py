"""Wire shapes of volumes."""

from marshmallow import fields, validate

from backend.kernel.schema import WireSchema, WireTime
from backend.volumes.service import DESCRIBE


class VolumeSubjectSchema(WireSchema):
    """Whose volume."""

    subject_kind = fields.String(required=True, validate=validate.OneOf(tuple(DESCRIBE)))
    subject_id = fields.UUID(required=True)


class VolumeSchema(WireSchema):
    """A part of a volume; sha256, size and pages are the PDF's once it is ready."""

    id = fields.UUID()
    subject_kind = fields.String()
    subject_id = fields.UUID()
    part = fields.String()
    is_final = fields.Boolean()
    state = fields.String()
    failure = fields.String(allow_none=True)
    papers = fields.Integer()
    pages = fields.Integer(allow_none=True)
    size = fields.Integer(allow_none=True)
    sha256 = fields.String(allow_none=True)
    created_at = WireTime()
    ready_at = WireTime(allow_none=True)


class VolumeListSchema(WireSchema):
    """What was bound of a case."""

    items = fields.List(fields.Nested(VolumeSchema))
