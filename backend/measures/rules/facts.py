"""The plain facts of a measure that guards look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.deadlines.rules import Calendar
from backend.inspections.rules import OfficerFacts
from backend.parameters.rules import Value

KINDS = ("advance_registration", "seizure", "correction", "restriction", "transfer")
SUBTYPES = {
    "seizure": ("seal", "detain"),
    "restriction": ("limit", "stop"),
    "transfer": ("detention", "crime"),
}
"""What the measure is in particular, for kinds that come in two."""
WITH_ITEMS = ("advance_registration", "seizure")


@dataclass(frozen=True)
class ItemFacts:
    """A thing on the list, with what the law wants written of it."""

    name: str
    condition: str
    kept_at: str


@dataclass(frozen=True)
class FineFacts:
    """The penalty decision a daily penalty builds on, as the documents of record tell it."""

    number: str
    fine_fen: int
    decided_on: date
    served_on: date | None


@dataclass(frozen=True)
class CaseFile:
    """What the documents of record tell of the case a measure belongs to."""

    case_id: UUID
    authority_id: UUID
    number: str
    state: str
    party: Mapping[str, Any]
    violation_name: str
    violated_provision: str
    fine: FineFacts | None


@dataclass(frozen=True)
class MeasureFacts:
    """Everything the guards of measures look at."""

    kind: str
    subtype: str | None
    party_kind: str
    round: int
    """Of correction orders: the first, the second after the first was not obeyed …"""
    today: date
    now: datetime
    officers: tuple[OfficerFacts, ...]
    items: tuple[ItemFacts, ...]
    exhibits: int
    unverified: int
    done: Mapping[str, Any]
    """What the steps so far have noted."""
    due_on: Mapping[str, date]
    over: frozenset[str]
    """Codes of open terms that have run out."""
    is_stopped: bool
    waiting: tuple[str, ...]
    """Titles of documents whose PDF is not made yet."""
    case: CaseFile | None
    values: Mapping[str, Value]
    calendar: Calendar

    @property
    def officer_ids(self) -> frozenset[UUID]:
        """Who carries the measure out."""
        return frozenset(officer.person_id for officer in self.officers)

    def day(self, name: str) -> date | None:
        """Return a day noted by a step."""
        noted = self.done.get(name)
        return date.fromisoformat(noted) if noted else None

    def moment(self, name: str) -> datetime | None:
        """Return a time noted by a step."""
        noted = self.done.get(name)
        return datetime.fromisoformat(noted) if noted else None
