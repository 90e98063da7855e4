"""Forms as versioned data: JSON Schema 2020-12, read once and judged by the very schema that the
phone draws from.
"""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from jsonschema import Draft202012Validator, FormatChecker, ValidationError

FORMATS = FormatChecker(formats=())
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SAYS = {
    "required": "必填",
    "enum": "请从选项中选择",
    "const": "请从选项中选择",
    "type": "类型不对",
    "maxLength": "太长",
    "minLength": "太短",
    "minimum": "太小",
    "maximum": "太大",
    "maxItems": "选得太多",
    "minItems": "选得太少",
    "uniqueItems": "有重复",
    "pattern": "格式不对",
    "format": "格式不对",
    "unknown": "表单里没有这一项",
    "not_asked": "按已填内容，不应填写这一项",
}


@FORMATS.checks("date", ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@FORMATS.checks("date-time", ValueError)
def _is_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("uuid")
def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or _UUID.fullmatch(value) is not None


@FORMATS.checks("multiline")
def _is_text(value: object) -> bool:
    return not isinstance(value, str) or "\x00" not in value


@dataclass(frozen=True)
class FormDefinition:
    """A published version of a form; it never changes."""

    key: str
    version: int
    title_zh: str
    title_en: str
    subjects: tuple[str, ...]
    schema: dict[str, Any]


@cache
def published() -> dict[tuple[str, int], FormDefinition]:
    """Return every version of every form by key and version."""
    found = {}
    for file in files("backend.forms").joinpath("definitions").iterdir():
        content = json.loads(file.read_text("utf-8"))
        Draft202012Validator.check_schema(content["schema"])
        form = FormDefinition(**content | {"subjects": tuple(content["subjects"])})
        found[form.key, form.version] = form
    return dict(sorted(found.items()))


def newest() -> list[FormDefinition]:
    """Return the version of each form that is filled in today."""
    by_key = {form.key: form for form in published().values()}
    return list(by_key.values())


def faults(form: FormDefinition, answers: Any) -> dict[str, tuple[str, str]]:
    """Return what is wrong with answers: a JSON pointer to (code, Chinese text) each, empty when
    all is well.
    """
    found: dict[str, tuple[str, str]] = {}
    for error in Draft202012Validator(form.schema, format_checker=FORMATS).iter_errors(answers):
        for path, code in _leaves(error):
            pointer = "".join(f"/{part}" for part in path)
            found.setdefault(pointer, (code, f"{_title(form, path)}：{_SAYS.get(code, '不对')}"))
    return found


def _leaves(error: ValidationError) -> list[tuple[list[str | int], str]]:
    """Return the places an error speaks of: a missing or surplus member is its own place."""
    path = list(error.absolute_path)
    keyword, value, shape, instance = _parts(error)
    if keyword == "not":  # the one use our forms have for it: not asked under this condition
        return [(path, "not_asked")]
    if keyword == "required":
        return [([*path, name], "required") for name in value if name not in instance]
    if keyword == "additionalProperties":
        surplus = [name for name in instance if name not in shape["properties"]]
        return [([*path, name], "unknown") for name in surplus]
    return [(path, keyword)]


def _parts(error: ValidationError) -> tuple[Any, Any, Any, Any]:
    return error.validator, error.validator_value, error.schema, error.instance


def _title(form: FormDefinition, path: list[str | int]) -> str:
    shape = form.schema["properties"].get(path[0]) if path else None
    return shape["title"] if isinstance(shape, dict) else str(path[0] if path else form.title_zh)


def photos_of(form: FormDefinition, answers: dict[str, Any]) -> list[UUID]:
    """Return the exhibits that the answers name."""
    names = [
        name
        for name, shape in form.schema["properties"].items()
        if shape.get("x-widget") == "photo"
    ]
    return [UUID(exhibit) for name in names for exhibit in answers.get(name, [])]
