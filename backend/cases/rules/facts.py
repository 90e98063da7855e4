"""The plain facts of a case that guards look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.cases.rules.law import LawChoice
from backend.cases.rules.violations import Violation
from backend.deadlines.rules import Calendar
from backend.discretion.rules import Range, Reach, Table
from backend.measures.rules import DailyPenalty, MeasureOfCase
from backend.parameters.rules import Value

KIND = "case"


@dataclass(frozen=True)
class InvestigatorFacts:
    """An investigator and whether a certificate of his covers today."""

    person_id: UUID
    full_name: str
    is_certified_today: bool


@dataclass(frozen=True)
class ExhibitFacts:
    """An exhibit of the case."""

    exhibit_id: UUID
    state: str
    fact_to_prove: str | None


@dataclass(frozen=True)
class InspectionRecordFacts:
    """An inspection record the case rests on."""

    number: str
    state: str
    party_name: str


@dataclass(frozen=True)
class NoticeFacts:
    """How far the prior notice and the party's defence have come."""

    issued_on: date | None
    offers_hearing: bool
    is_rendered: bool
    served_on: date | None
    defence_ends_on: date | None
    waived_on: date | None
    has_defence: bool
    is_defence_reviewed: bool


@dataclass(frozen=True)
class HearingFacts:
    """How far a hearing has come."""

    requested_on: date | None
    announced_for: date | None
    is_reported: bool


@dataclass(frozen=True)
class DecisionFacts:
    """How far the decision and its execution have come."""

    due_on: date | None
    is_extended: bool
    is_extended_by_discussion: bool
    legal_review_passed: bool
    legal_review_passed_on: date | None
    was_discussed: bool
    decided_on: date | None
    is_rendered: bool
    fine_fen: int | None
    payment_references: tuple[str, ...]


@dataclass(frozen=True)
class ExecutionFacts:
    """How far a decision was performed: the case's own, or a daily penalty."""

    is_decided: bool
    served_on: date | None
    pay_due_on: date | None
    left_fen: int
    demanded_on: date | None
    demand_ends_on: date | None
    is_at_court: bool
    is_enforcement_ended: bool
    is_published: bool = False
    daily: DailyPenalty | None = None

    @property
    def decision_id(self) -> UUID | None:
        """By what a form names the decision; nothing for the case's own."""
        return self.daily.decision_id if self.daily else None


@dataclass(frozen=True)
class PriorDecision:
    """A decision against the same party, of whatever authority of the city."""

    number: str
    authority_name: str
    violation_code: str
    violation_name: str
    decided_on: date


@dataclass(frozen=True)
class WeighingFacts:
    """What an amount is weighed by, and what was weighed."""

    table: Table | None
    by_law: Range
    reach: Reach
    prior_decisions: tuple[PriorDecision, ...]
    """Those in the span in which repeats count."""
    earlier_decisions: tuple[PriorDecision, ...]
    """Those in the span of the first-offence look-up."""
    items: Mapping[UUID, str]
    """The no-penalty items that hold for the violation, with their grounds."""
    outcome: str | None
    chosen_fen: int | None
    adjustment: str | None


@dataclass(frozen=True)
class HandlingFacts:
    """What is proposed and by whom it is decided."""

    handling: str | None
    licence: str | None
    told_before: Mapping[str, Any] | None
    """What the party was told before a new notice was ordered."""
    deciding_authority_id: UUID
    is_district: bool
    is_discussion_stale: bool
    evidence_after_review: int
    law: LawChoice | None
    law_pinned: str | None
    """The clause the case was concluded under."""
    harmful: bool
    published_on: date | None
    is_publication_waived: bool
    annulled_on: date | None
    is_withdrawn: bool


@dataclass(frozen=True)
class CaseFacts:
    """Everything the guards of the penalty procedure look at."""

    today: date
    violation: Violation
    act_ended_on: date
    found_on: date
    filing_due_on: date | None
    party_name: str
    investigator_ids: frozenset[UUID]
    investigators: tuple[InvestigatorFacts, ...]
    inspections: tuple[InspectionRecordFacts, ...]
    exhibits: tuple[ExhibitFacts, ...]
    proposed_fine_fen: int | None
    notice: NoticeFacts
    hearing: HearingFacts
    decision: DecisionFacts
    execution: ExecutionFacts
    documents_pending: int
    issued_kinds: frozenset[str]
    measures: tuple[MeasureOfCase, ...]
    hearing_threshold: Value
    numbers: Mapping[str, Value]
    """The bureau's numbers as they were when the case was proposed."""
    calendar: Calendar
    state: str
    weighing: WeighingFacts
    handling: HandlingFacts
    dailies: tuple[ExecutionFacts, ...] = ()
    """Of each daily penalty decided in the case."""

    def number(self, key: str) -> int:
        """Return one of the bureau's numbers; raises KeyError."""
        return self.numbers[key].value
