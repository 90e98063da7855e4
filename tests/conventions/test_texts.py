"""Every code that can reach a person has a Chinese and an English text."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.features import WORKFLOWS
from backend.kernel.errors import DomainError
from backend.workflow import BY_TIME, FOLLOWS, MOVE

ROOT = Path(__file__).parents[2]
MESSAGES = ROOT / "pwa" / "src" / "messages"
OFFICE = ROOT / "pwa" / "src" / "office"
SELF_CHECK = OFFICE / "selfcheck"
LANGUAGES = ("zh-CN", "en")


def messages(language: str, group: str) -> dict[str, str]:
    loaded: dict[str, dict[str, str]] = json.loads((MESSAGES / f"{language}.json").read_text())
    return loaded[group]


def subclasses(error: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in error.__subclasses__():
        yield child
        yield from subclasses(child)


def calls(name: str) -> Iterator[ast.Call]:
    for path in (ROOT / "backend").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                yield node


def first_argument_texts(name: str) -> set[str]:
    return {
        str(call.args[0].value)
        for call in calls(name)
        if call.args and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_code_has_a_text(language: str) -> None:
    codes = {error.code for error in subclasses(DomainError)} | {"internal"}

    # What only the office is ever refused stays out of the phone.
    own = json.loads((OFFICE / "kit" / f"{language}.json").read_text())["problems"]
    assert codes - set(messages(language, "problems")) - set(own) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_of_a_guard_has_a_text(language: str) -> None:
    codes = first_argument_texts("Blocked")

    assert len(codes) > 40
    # What only the self-check of a file says is no guard's, and stays out of the phone.
    own = json.loads((SELF_CHECK / f"{language}.json").read_text())["reasons"]
    assert codes - set(messages(language, "guards")) - set(own) == set()


def test_error_codes_are_unique_to_their_class() -> None:
    codes = [error.code for error in subclasses(DomainError) if "code" in vars(error)]

    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_that_is_never_offered_has_a_name_in_histories(language: str) -> None:
    """What is offered brings its own title; the rest only the office's words can name."""
    words = json.loads((OFFICE / "actions" / f"{language}.json").read_text())["action"]
    silent = {
        step.name
        for workflow, _ in WORKFLOWS
        for definition in workflow.definitions
        for step in definition.transitions
        if step.permission in (FOLLOWS, BY_TIME)
    }

    assert silent
    assert silent | {MOVE} <= set(words)
