"""What a step asks for and why it is refused, for every feature whose things have actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Field:
    """One value an action asks for."""

    name: str
    kind: str
    """text, multiline, integer, money, date, datetime, boolean, enum, uuid, uuid_list, factors or
    image.
    """
    title_zh: str
    title_en: str
    required: bool = True
    max_length: int = 2000
    minimum: int | None = None
    choices: tuple[tuple[str, str, str], ...] = ()
    """(value, Chinese, English)."""
    picker: str | None = None
    """What the screen offers to choose from: officer, exhibit."""


@dataclass(frozen=True)
class Blocked:
    """One reason why a step is refused, with its legal basis and its facts."""

    code: str
    text: str
    basis: str = ""
    facts: Mapping[str, Any] | None = None

    def as_wire(self) -> dict[str, Any]:
        """Return the reason as the API sends it."""
        return {
            "code": self.code,
            "text": self.text,
            "basis": self.basis,
            "facts": dict(self.facts or {}),
        }
