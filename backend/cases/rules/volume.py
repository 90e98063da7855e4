"""What a file's self-check looks at: not whether a step may be taken, but what was done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from backend.cases.rules.facts import CaseFacts
from backend.inspections.rules import OfficerFacts
from backend.measures.rules import MeasureRecord
from backend.workflow.rules import Blocked

MET, DEFECT, NOT_YET = "met", "defect", "not_yet"


@dataclass(frozen=True)
class StepTaken:
    """A step of the case: which, when, by whom, of which authority, with what form."""

    seq: int
    action: str
    day: date
    actor_id: UUID | None
    actor_name: str
    authority_id: UUID | None
    form: Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """An act that needs two certified officers: an inspection or the filing."""

    kind: str
    """inspection or filing."""
    id: UUID
    number: str
    day: date
    officers: tuple[OfficerFacts, ...]
    rights_told: bool | None
    """None where the act has no rights to tell."""


@dataclass(frozen=True)
class PartyName:
    """How one paper of the file names the party."""

    kind: str
    """inspection, document or measure."""
    id: UUID
    paper: str
    name: str


@dataclass(frozen=True)
class Body:
    """The body that decides, and those that could."""

    id: UUID
    name: str
    is_district: bool
    possible: frozenset[UUID]


@dataclass(frozen=True)
class Volume:
    """Everything the self-check looks at."""

    case: CaseFacts
    """With the law of the day of decision and the calendar around the service of the notice."""
    body: Body
    steps: tuple[StepTaken, ...]
    acts: tuple[Act, ...]
    names: tuple[PartyName, ...]
    measures: tuple[MeasureRecord, ...]
    violated_provision: str | None
    weighed_mitigated: bool
    host_id: UUID | None
    host_name: str

    def last(self, *actions: str, before: int | None = None) -> StepTaken | None:
        """Return the newest of these steps, before another when asked."""
        found = [
            one
            for one in self.steps
            if one.action in actions and (before is None or one.seq < before)
        ]
        return found[-1] if found else None

    def taken(self, *actions: str) -> Iterator[StepTaken]:
        """Yield every one of these steps, oldest first."""
        return (one for one in self.steps if one.action in actions)

    @property
    def decided(self) -> StepTaken | None:
        """The step by which the case was decided."""
        return self.last("decide")

    @property
    def investigator_ids(self) -> frozenset[UUID]:
        """Who investigates the case."""
        return frozenset(one.person_id for one in self.case.investigators)


@dataclass(frozen=True)
class Finding:
    """What the check of one item found."""

    verdict: str
    reasons: tuple[Blocked, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the verdict rests on, for the words of the screen."""
    place: tuple[str, UUID] | None = None
    """The thing to be mended where it is not the case itself: inspection or measure."""


def not_yet() -> Finding:
    """Return that the item has nothing to look at so far."""
    return Finding(NOT_YET)


def judged(reasons: list[Blocked], place: tuple[str, UUID] | None = None, **facts: Any) -> Finding:
    """Return a defect for every reason there is, and otherwise that the item is met."""
    if reasons:
        return Finding(DEFECT, tuple(reasons), facts, place)
    return Finding(MET, (), facts)
