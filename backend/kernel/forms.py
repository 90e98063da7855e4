"""Wire shapes of actions and their forms."""

from functools import cache
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError, fields, validate, validates

from backend.kernel.db import Json
from backend.kernel.errors import Invalid
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.kernel.steps import Field

MAX_IMAGE_CHARS = 300_000


class ReasonSchema(WireSchema):
    """One reason against a step."""

    code = fields.String()
    text = fields.String()
    basis = fields.String()
    facts = fields.Dict()


class ActionSchema(WireSchema):
    """A step, whether it is possible now, and what it asks for."""

    name = fields.String()
    title_zh = fields.String()
    title_en = fields.String()
    here = fields.Boolean()
    allowed = fields.Boolean()
    blocked_by = fields.List(fields.Nested(ReasonSchema))
    form = fields.Function(lambda item: form_schema(item["fields"]), metadata={"type": "object"})
    will_produce = fields.List(fields.String())
    danger = fields.Boolean()
    basis = fields.String()


class ActionListSchema(WireSchema):
    """All steps of a procedure."""

    items = fields.List(fields.Nested(ActionSchema))


_JSON_TYPES: dict[str, Json] = {
    "text": {"type": "string"},
    "multiline": {"type": "string", "format": "multiline"},
    "integer": {"type": "integer"},
    "money": {"type": "integer", "format": "money"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "boolean": {"type": "boolean"},
    "enum": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
    "uuid_list": {"type": "array", "items": {"type": "string", "format": "uuid"}},
    "image": {"type": "string", "format": "signature"},
    "factors": {
        "type": "array",
        "format": "factors",
        "items": {
            "type": "object",
            "properties": {
                "factor": {"type": "string"},
                "value": {"type": ["integer", "string"]},
                "exhibit_ids": {"type": "array", "items": {"type": "string", "format": "uuid"}},
                "reason": {"type": ["string", "null"]},
            },
            "required": ["factor", "value", "exhibit_ids"],
            "additionalProperties": False,
        },
    },
}


class FactorChoiceSchema(WireSchema):
    """The value of one factor of a table, with the exhibits that prove it."""

    factor = Text(required=True, validate=validate.Length(1, 60))
    value = fields.Raw(required=True)
    exhibit_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(max=50))
    reason = Text(load_default=None, allow_none=True, validate=validate.Length(max=1000))

    @validates("value")
    def check_value(self, value: Any, **_: Any) -> None:
        """Refuse what is neither a whole number nor a short text."""
        is_number = type(value) is int and abs(value) < 10**12
        if not is_number and not (isinstance(value, str) and 0 < len(value) <= 60):
            raise ValidationError("须为整数或者选项")


def form_schema(form: tuple[Field, ...]) -> Json:
    """Return a form as JSON Schema with titles in both languages."""
    return {
        "type": "object",
        "properties": {field.name: _property(field) for field in form},
        "required": [field.name for field in form if field.required],
        # The members of a JSON object have no order; the fields of a form do.
        "x-order": [field.name for field in form],
        "additionalProperties": False,
    }


def _property(field: Field) -> Json:
    shape: Json = _JSON_TYPES[field.kind] | {"title": field.title_zh, "x-title-en": field.title_en}
    if field.kind in {"text", "multiline"}:
        shape["maxLength"] = field.max_length
    if field.minimum is not None:
        shape["minimum"] = field.minimum
    if field.choices:
        shape["enum"] = [value for value, _, _ in field.choices]
        shape["x-enum-zh"] = [label for _, label, _ in field.choices]
        shape["x-enum-en"] = [label for _, _, label in field.choices]
    if field.picker:
        shape["x-picker"] = field.picker
    return shape


def load_form(form: tuple[Field, ...]) -> Json:
    """Read the request's body against a form; raises ValidationError with the field and the
    rule.
    """
    body = request.get_json(silent=True) if request.data else {}
    if not isinstance(body, dict):
        raise Invalid(detail="请求内容须为 JSON 对象")
    loaded: Json = _schema_of(form).load(body)
    return loaded


@cache
def _schema_of(form: tuple[Field, ...]) -> Schema:
    # Making a schema takes longer than reading with it, and definitions have few forms.
    return WireSchema.from_dict({field.name: _field(field) for field in form})()


def _field(field: Field) -> fields.Field[Any]:
    options: dict[str, Any] = {"required": field.required}
    if not field.required:
        options |= {"load_default": None, "allow_none": True}
    if field.kind in {"text", "multiline"}:
        at_least = 1 if field.required else 0
        return Text(validate=validate.Length(at_least, field.max_length), **options)
    if field.kind in {"integer", "money"}:
        bounds = validate.Range(field.minimum if field.minimum is not None else 0, 10**15)
        return fields.Integer(strict=True, validate=bounds, **options)
    if field.kind == "enum":
        return fields.String(
            validate=validate.OneOf([value for value, _, _ in field.choices]), **options
        )
    if field.kind == "image":
        return Text(
            validate=[
                validate.Length(max=MAX_IMAGE_CHARS),
                validate.Regexp(r"^data:image/png;base64,[A-Za-z0-9+/=]+$"),
            ],
            **options,
        )
    if field.kind == "factors":
        return fields.List(
            fields.Nested(FactorChoiceSchema), validate=validate.Length(1, 30), **options
        )
    if field.kind == "uuid_list":
        return fields.List(fields.UUID(), validate=validate.Length(1, 50), **options)
    simple: dict[str, type[fields.Field[Any]]] = {
        "date": fields.Date,
        "datetime": WireTime,
        "boolean": fields.Boolean,
        "uuid": fields.UUID,
    }
    return simple[field.kind](**options)
