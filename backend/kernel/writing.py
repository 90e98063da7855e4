"""Writing wire shapes: what marshmallow would write, worked out once for each schema.

Marshmallow asks every field of every object how it is read and written; a pull of ten thousand
things spends most of its time on the asking. Here the answers are kept.
"""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, fields, missing

Write = Callable[[Any], Any]
_ABSENT = (KeyError, IndexError, TypeError, AttributeError)


def writer_of(schema: Schema) -> Write:
    """Return what turns one object into the schema's dictionary, equal to `schema.dump(object)` in
    every case.
    """
    columns = [_column(schema, name, field) for name, field in schema.dump_fields.items()]

    def write(source: Any) -> dict[str, Any]:
        written = {}
        by_key = hasattr(source, "__getitem__")
        for key, name, convert, whole in columns:
            if whole is not None:
                value = whole(source)
            else:
                value = _look_up(source, name) if by_key else getattr(source, name, missing)
                if value is not None and value is not missing and convert is not None:
                    value = convert(value)
            if value is not missing:
                written[key] = value
        return written

    return write


def _look_up(source: Any, name: str) -> Any:
    try:
        return source[name]
    except _ABSENT:
        return getattr(source, name, missing)


def _column(
    schema: Schema, attribute: str, field: fields.Field[Any]
) -> tuple[str, str, Write | None, Write | None]:
    """Return key, where the value is, how it is written and, for a field with manners of its own,
    what does both.
    """
    key = attribute if field.data_key is None else field.data_key
    name = attribute if field.attribute is None else field.attribute
    is_plain = type(field).get_value is fields.Field.get_value and "." not in name
    if not is_plain or not field._CHECK_ATTRIBUTE or field.dump_default is not missing:
        return key, name, None, _by_marshmallow(schema, attribute, field)
    known, convert = _converter(field)
    if known:
        return key, name, convert, None
    return key, name, None, _by_marshmallow(schema, attribute, field)


def _by_marshmallow(schema: Schema, attribute: str, field: fields.Field[Any]) -> Write:
    return lambda source: field.serialize(attribute, source, accessor=schema.get_attribute)


def _converter(field: fields.Field[Any]) -> tuple[bool, Write | None]:
    """Tell whether the field writes a value in a way known here, and how; None is as it is."""
    own: Write | None = getattr(field, "write_value", None)
    if own is not None:
        return True, own
    if isinstance(field, fields.Nested):
        return _nested(field)
    if isinstance(field, fields.List) and type(field)._serialize is fields.List._serialize:
        known, convert = _converter(field.inner)
        return known, _listed(convert)
    for kind, convert in _KNOWN:
        if type(field)._serialize is kind._serialize and isinstance(field, kind):
            return _is_simple(field), convert
    return False, None


def _is_simple(field: fields.Field[Any]) -> bool:
    if isinstance(field, fields.Mapping):
        return field.key_field is None and field.value_field is None
    return not getattr(field, "as_string", False)


def _nested(field: fields.Nested) -> tuple[bool, Write | None]:
    schema = field.schema
    if type(field)._serialize is not fields.Nested._serialize or any(schema._hooks.values()):
        return False, None
    write = writer_of(schema)
    return True, _listed(write) if schema.many or field.many else write


def _listed(convert: Write | None) -> Write:
    if convert is None:
        return list
    return lambda values: [None if one is None else convert(one) for one in values]


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


_KNOWN: tuple[tuple[type[fields.Field[Any]], Write | None], ...] = (
    (fields.UUID, str),
    (fields.String, _text),
    (fields.Integer, int),
    (fields.Float, float),
    (fields.Dict, dict),
    (fields.Boolean, None),
)
