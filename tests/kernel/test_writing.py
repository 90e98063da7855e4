"""What the kept ways of writing write is what marshmallow writes, for every schema there is."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from marshmallow import Schema, fields

import backend.features  # noqa: F401 - brings every schema
from backend.kernel.schema import WireSchema, WireTime, shape

START = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)


def all_schemas(base: type[WireSchema] = WireSchema) -> Iterator[type[WireSchema]]:
    for schema in base.__subclasses__():
        yield schema
        yield from all_schemas(schema)


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what marshmallow itself writes."""

    def write(kind: type[WireSchema], thing: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(WireSchema, "_serialize", Schema._serialize)
            return kind().dump(thing)

    return write


def a_value(field: Any, dice: random.Random) -> Any:
    """Return a value such as a row may have for the field, None now and then."""
    if dice.random() < 0.15:
        return None
    if isinstance(field, fields.Nested):
        made = [a_thing(field.schema, dice) for _ in range(2)]
        return made if field.many or field.schema.many else made[0]
    if isinstance(field, fields.List):
        return [a_value(field.inner, dice) for _ in range(dice.randrange(3))]
    if isinstance(field, fields.Dict) and field.value_field is not None:
        return {"a": a_value(field.value_field, dice)}
    plain: dict[type, Any] = {
        fields.DateTime: START + timedelta(seconds=dice.randrange(10**6)),
        fields.Date: date(2026, 11, 22),
        fields.UUID: UUID(int=dice.getrandbits(128)),
        fields.Integer: dice.choice([3, 3.0, "4", True]),
        fields.Float: dice.choice([3, 3.25, "4.5"]),
        fields.Boolean: dice.choice([True, False]),
        fields.Dict: {"a": [1, None]},
        fields.String: dice.choice(["网格", "", 7, b"bytes"]),
    }
    return next((value for kind, value in plain.items() if isinstance(field, kind)), b"x")


def a_thing(schema: Schema, dice: random.Random) -> Any:
    """Return an object or a dictionary, a field of it missing now and then."""
    facts = {
        field.attribute or name: a_value(field, dice)
        for name, field in schema.dump_fields.items()
        if dice.random() > 0.1 or hasattr(dict, name)
    }
    return SimpleNamespace(**facts) if dice.random() < 0.5 else facts


def as_text(written: Any) -> str:
    return json.dumps(written, default=repr)


def has_manners_of_its_own(schema: Schema) -> bool:
    """Tell whether a field reads the whole object, which cannot be made up here."""
    return any(isinstance(field, fields.Function) for field in every_field(schema))


def every_field(schema: Schema) -> Iterator[Any]:
    for field in schema.dump_fields.values():
        inner = field.inner if isinstance(field, fields.List) else field
        yield inner
        if isinstance(inner, fields.Nested):
            yield from every_field(inner.schema)


@pytest.mark.parametrize(
    "kind", sorted(set(all_schemas()), key=str), ids=lambda kind: kind.__name__
)
def test_schema_writes_what_marshmallow_writes(kind: type[WireSchema], slowly: Any) -> None:
    schema, dice = kind(), random.Random(kind.__name__)
    if has_manners_of_its_own(schema):
        pytest.skip("reads whole objects")
    for _ in range(20):
        thing = a_thing(schema, dice)

        assert as_text(shape(kind).dump(thing)) == as_text(slowly(kind, thing))


class OddSchema(WireSchema):
    """Fields with manners of their own."""

    named = fields.String(data_key="other", attribute="inner.name")
    stands_in = fields.Integer(dump_default=7)
    whole = fields.Function(lambda thing: thing["number"] + 1)
    as_text = fields.Integer(as_string=True, attribute="number")
    pairs = fields.Dict(keys=fields.UUID(), values=WireTime())
    secret = fields.String(load_only=True)


def test_fields_with_manners_of_their_own_keep_them() -> None:
    key = UUID(int=1)
    thing = {"inner": {"name": "甲"}, "number": 4, "pairs": {key: START}, "secret": "x"}

    assert OddSchema().dump(thing) == {
        "other": "甲",
        "stands_in": 7,
        "whole": 5,
        "as_text": "4",
        "pairs": {str(key): "2026-11-22T06:05:00.000Z"},
    }


def test_only_what_was_asked_for_is_written() -> None:
    assert OddSchema(only=["whole"]).dump({"number": 1}) == {"whole": 2}
    assert OddSchema(only=["whole"], many=True).dump([{"number": 1}]) == [{"whole": 2}]
