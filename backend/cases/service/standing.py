"""Gathering what guards look at of discretion, handling and publication."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Protocol
from uuid import UUID

from backend.accounts import get_authority
from backend.cases.models import PenaltyCase
from backend.cases.queries.decisions import list_decisions_against
from backend.cases.queries.dossier import Dossier
from backend.cases.rules import VIOLATION_BY_CODE, Violation
from backend.cases.rules.execution import months_before
from backend.cases.rules.facts import HandlingFacts, PriorDecision, WeighingFacts
from backend.cases.rules.law import LawChoice, choose_law
from backend.discretion import (
    DiscretionTable,
    Range,
    Reach,
    Table,
    WeighingOfCase,
    find_table_at,
    list_items_at,
)
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.memory import remembered
from backend.parameters import Value, numbers_at
from backend.workflow import Taken

LOOKED_UP_IN = ("investigating", "notifying")
"""States in which amounts are weighed; elsewhere nobody asks for tables and prior decisions."""
SPEAKING = ("record_defence", "review_defence", "report_hearing")
SINCE_V3 = 3
REPEAT_SPAN, FIRST_OFFENCE_SPAN = "repeat_lookback_months", "first_offence_lookback_months"


class Charged(Protocol):
    """What of a case says which clause it is handled under."""

    @property
    def procedure_version(self) -> int:
        """The version of the procedure it is pinned to."""

    @property
    def violation_code(self) -> str:
        """The violation it is about."""

    @property
    def act_ended_on(self) -> date:
        """The last day of the act."""


def law_choice(case: Charged) -> LawChoice | None:
    """Return which clause applies to the act today 从旧兼从轻."""
    return choose_law(case.violation_code, case.act_ended_on, bureau_date(clock.now()))


def violation_of(case: Charged) -> Violation:
    """Return the clause a case is handled under."""
    if case.procedure_version < SINCE_V3:
        return VIOLATION_BY_CODE[case.violation_code]
    chosen = law_choice(case)
    return chosen.applied if chosen else VIOLATION_BY_CODE[case.violation_code]


def table_for(case: PenaltyCase) -> DiscretionTable | None:
    """Return the table a case is pinned to: that of the day it was proposed."""
    return remembered(
        ("discretion_table", case.id),
        lambda: find_table_at(case.authority_id, case.violation_code, _proposed_on(case)),
    )


def _proposed_on(case: PenaltyCase) -> date:
    return bureau_date(case.proposed_at)


def prior_decisions(case: PenaltyCase, months: int) -> tuple[PriorDecision, ...]:
    """Return the penalties of the last months against the party, by any authority of the city."""
    since = months_before(bureau_date(clock.now()), months)
    return tuple(
        PriorDecision(
            number,
            get_authority(authority_id).name,
            code,
            VIOLATION_BY_CODE[code].name_zh,
            decided_on,
        )
        for number, authority_id, code, decided_on in list_decisions_against(case, since)
    )


class GatheredWeighing(WeighingFacts):
    """What an amount is weighed by, and what was weighed; tables, lists and earlier decisions are
    looked up when a guard first asks for them.
    """

    _case: PenaltyCase
    _numbers: Mapping[str, Value]

    def __init__(self, case: PenaltyCase, made: WeighingOfCase | None) -> None:
        numbers, clause = numbers_at(case.authority_id, _proposed_on(case)), violation_of(case)
        cap = numbers[f"simple_fine_{case.party['kind']}"].value
        plain = {
            "by_law": Range(clause.fine_min_fen or cap, clause.fine_max_fen),
            "reach": Reach(
                numbers["adjust_up_percent"].value,
                numbers["adjust_down_percent"].value,
                numbers["mitigation_floor_percent"].value,
            ),
            "outcome": made.outcome if made else None,
            "chosen_fen": made.chosen_fen if made else None,
            "adjustment": made.adjustment if made else None,
        }
        self.__dict__.update(plain, _case=case, _numbers=numbers)

    @property
    def _is_asked(self) -> bool:
        return self._case.state in LOOKED_UP_IN and self._case.procedure_version >= SINCE_V3

    @cached_property
    def table(self) -> Table | None:
        """The table the case is pinned to."""
        found = table_for(self._case) if self._is_asked else None
        return found.table if found else None

    @cached_property
    def items(self) -> Mapping[UUID, str]:
        """The no-penalty items that hold for the violation, with their grounds."""
        if not self._is_asked:
            return {}
        case = self._case
        items = list_items_at(case.authority_id, case.violation_code, _proposed_on(case))
        return {item.id: item.ground for item in items}

    @cached_property
    def prior_decisions(self) -> tuple[PriorDecision, ...]:
        """Those in the span in which repeats count."""
        return self._decided_within(REPEAT_SPAN)

    @cached_property
    def earlier_decisions(self) -> tuple[PriorDecision, ...]:
        """Those in the span of the first-offence look-up."""
        return self._decided_within(FIRST_OFFENCE_SPAN)

    def _decided_within(self, span: str) -> tuple[PriorDecision, ...]:
        return prior_decisions(self._case, self._numbers[span].value) if self._is_asked else ()


def handling_facts(case: PenaltyCase, dossier: Dossier) -> HandlingFacts:
    """Return what is proposed, told, decided and published."""
    body = case.deciding_authority_id or case.authority_id
    published = case.publication or {}
    return HandlingFacts(
        handling=case.handling,
        licence=(case.measures or {}).get("licence"),
        told_before=case.told,
        deciding_authority_id=body,
        is_district=get_authority(body).parent_id is not None,
        is_discussion_stale=_is_discussion_stale(case, dossier.taken),
        evidence_after_review=_evidence_after_review(case, dossier),
        law=law_choice(case),
        law_pinned=(case.law or {}).get("applied"),
        harmful=bool(case.harmful_consequences),
        published_on=_day(published.get("published_on")),
        is_publication_waived="waived" in published,
        annulled_on=_day((published.get("annulment") or {}).get("changed_on")),
        is_withdrawn="withdrawn_on" in published,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _last(steps: Sequence[Taken], *names: str) -> int:
    return max((step.seq for step in steps if step.action in names), default=0)


def _is_discussion_stale(case: PenaltyCase, steps: Sequence[Taken]) -> bool:
    return case.discussion is not None and _last(steps, *SPEAKING) > _last(
        steps, "record_discussion"
    )


def _evidence_after_review(case: PenaltyCase, dossier: Dossier) -> int:
    passed = [step.at for step in dossier.taken if step.action == "pass_legal_review"]
    if case.legal_review_opinion is None or not passed:
        return 0
    return sum(link.linked_at > passed[-1] for link in dossier.exhibits)
