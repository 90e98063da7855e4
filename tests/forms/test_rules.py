"""The form's own schema judges answers, on the server as on the phone."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from backend.forms.rules import faults, newest, published

VECTORS = json.loads(
    (Path(__file__).parents[2] / "pwa/src/testing/vectors/forms.json").read_text("utf-8")
)["cases"]
PUBLISHED = {
    "report.outfall/1": "8e59aec3deb3bcfb3c902caae33abe3d5147bcb2f9f35272434c212ea1d0102e",
    "report.solid_waste/1": "ae666c09b68561e2fa010be9e4df55cd836b63b312778be40a76e0e50dddfaa8",
    "report.waste_gas/1": "fd68173ded7e45d7ab45902c8ef829f1e918ee415743299971cd1141eba03e4a",
    "site_check/1": "c950f723f154a431943c961841beb7742bd24990db453609b1eaf8b985735f13",
}
"""Digests of published forms: what was filled in is judged by them, so they never change.
A change is a new version beside the old one.
"""
DRAWN = {"type", "title", "enum", "format", "maxLength", "minimum", "maximum", "pattern"} | {
    "items",
    "uniqueItems",
    "maxItems",
    "properties",
    "required",
    "additionalProperties",
}
"""The keywords that the phone's reader knows."""


@pytest.mark.parametrize("case", VECTORS, ids=[case["name"] for case in VECTORS])
def test_server_judges_as_the_shared_examples_say(case) -> None:
    key, version = case["form"].rsplit(".", 1)

    found = faults(published()[key, int(version)], case["answers"])

    assert sorted(found) == case["faults"]


def test_every_field_has_titles_and_options_in_both_languages() -> None:
    for form in newest():
        for name, shape in form.schema["properties"].items():
            assert shape["title"], name
            assert shape["x-title-en"], name
            options = shape if "enum" in shape else shape.get("items", {})
            count = len(options.get("enum", []))
            assert len(options.get("x-enum-zh", [])) == count, name
            assert len(options.get("x-enum-en", [])) == count, name
            assert len(shape.get("x-phrases-zh", [])) == len(shape.get("x-phrases-en", [])), name
        assert form.schema["x-order"] == list(form.schema["properties"])


def keywords(shape: Any) -> set[str]:
    own = {key for key in shape if not key.startswith("x-")}
    inner = [shape["items"]] if "items" in shape else list(shape.get("properties", {}).values())
    return own.union(*(keywords(one) for one in inner if isinstance(one, dict)))


def test_forms_use_only_what_the_phone_can_draw() -> None:
    for form in published().values():
        for shape in form.schema["properties"].values():
            assert keywords(shape) <= DRAWN
        for condition in form.schema["allOf"]:
            assert set(condition) <= {"if", "then", "else"}
            assert set(condition["if"]) == {"properties", "required"}


def test_published_forms_have_not_changed() -> None:
    digests = {
        f"{form.key}/{form.version}": hashlib.sha256(
            json.dumps(vars(form), sort_keys=True, ensure_ascii=False).encode()
        ).hexdigest()
        for form in published().values()
    }

    assert digests == PUBLISHED


def test_messages_name_the_field_in_chinese() -> None:
    found = faults(published()["site_check", 1], {"state": "running"})

    assert found == {"/outfall_state": ("required", "排口是否正常：必填")}
