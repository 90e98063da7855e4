"""A measure as the file of its case keeps it: what was done, when, with which papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class TermKept:
    """The measure's own term: its last day, and when it was met or ended."""

    due_on: date
    closed_on: date | None
    is_stopped: bool

    def is_broken(self, today: date) -> bool:
        """Tell whether the measure lasted beyond its term."""
        if self.closed_on is None and self.is_stopped:
            return False
        return (self.closed_on or today) > self.due_on


@dataclass(frozen=True)
class MeasureRecord:
    """What a measure left behind."""

    id: UUID
    kind: str
    name: str
    """Its number, or what it is called before it has one."""
    done: Mapping[str, Any]
    papers: frozenset[str]
    rights_told: bool
    noticed_on: date | None
    """When the daily penalty was notified."""
    term: TermKept | None

    def day(self, name: str) -> date | None:
        """Return a day noted by a step."""
        noted = self.done.get(name)
        return date.fromisoformat(noted) if noted else None
