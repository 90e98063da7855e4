"""Wire shapes of forms and their answers."""

from marshmallow import fields, validate

from backend.accounts import PersonNameSchema
from backend.kernel.http import PageQuery, page_of
from backend.kernel.schema import WireSchema, WireTime


class FormSchema(WireSchema):
    """A form: its schema is JSON Schema 2020-12 with titles in both languages."""

    key = fields.String()
    version = fields.Integer()
    title_zh = fields.String()
    title_en = fields.String()
    subjects = fields.List(fields.String())
    schema = fields.Dict()


class FormListSchema(WireSchema):
    """The forms filled in today."""

    items = fields.List(fields.Nested(FormSchema))


class SubmittedAnswerSchema(WireSchema):
    """A filled-in form; its answers are judged by the form's own schema."""

    form_key = fields.String(required=True, validate=validate.Length(1, 60))
    form_version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10_000))
    subject_kind = fields.String(required=True, validate=validate.OneOf(["site", "grid"]))
    subject_id = fields.UUID(required=True)
    answers = fields.Dict(required=True)
    answered_at = WireTime(required=True)


class FormAnswerSchema(WireSchema):
    """A form that was filled in."""

    id = fields.UUID()
    form_key = fields.String()
    form_version = fields.Integer()
    subject_kind = fields.String()
    subject_id = fields.UUID()
    answers = fields.Dict()
    answered_by = fields.Nested(PersonNameSchema)
    answered_at = WireTime()
    received_at = WireTime()


class AnswerQuery(PageQuery):
    """Filters of the list of answers."""

    form_key = fields.String(load_default=None, validate=validate.Length(max=60))
    subject_id = fields.UUID(load_default=None)


FormAnswerPageSchema = page_of(FormAnswerSchema)
