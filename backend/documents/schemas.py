"""Wire shapes of documents."""

from marshmallow import fields, validate

from backend.documents.kinds import KINDS
from backend.documents.rules import STATES
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import WireSchema, WireTime


class DocumentSubjectSchema(WireSchema):
    """What a document is about."""

    kind = fields.String()
    id = fields.UUID()


class DocumentSchema(WireSchema):
    """A document of record; sha256, size and pages are the PDF's once it is issued."""

    id = fields.UUID()
    kind = fields.String()
    number = fields.String(allow_none=True)
    title_zh = fields.String()
    state = fields.String()
    failure = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)
    pages = fields.Integer(allow_none=True)
    size = fields.Integer(allow_none=True)
    created_at = WireTime()
    issued_at = WireTime(allow_none=True)
    template_version = fields.String()
    case_id = fields.UUID(allow_none=True)
    subject = fields.Nested(DocumentSubjectSchema)
    supersedes_id = fields.UUID(allow_none=True)


class DocumentQuery(PageQuery):
    """Filters of the list of documents."""

    case_id = fields.UUID(load_default=None)
    kind = fields.String(load_default=None, validate=validate.OneOf(tuple(KINDS)))
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))


DocumentPageSchema = page_of(DocumentSchema)
