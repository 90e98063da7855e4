"""Gathering what guards look at of discretion, handling and publication."""

from collections.abc import Sequence
from datetime import date

from backend.accounts import get_authority
from backend.cases import queries
from backend.cases.models import PenaltyCase
from backend.cases.rules import VIOLATION_BY_CODE, Violation
from backend.cases.rules.execution import months_before
from backend.cases.rules.facts import HandlingFacts, PriorDecision, WeighingFacts
from backend.cases.rules.law import LawChoice, choose_law
from backend.discretion import (
    DiscretionTable,
    Range,
    Reach,
    find_table_at,
    find_weighing,
    list_items_at,
)
from backend.evidence import list_links
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.parameters import numbers_at
from backend.workflow import Taken

KIND = "case"
LOOKED_UP_IN = ("investigating", "notifying")
"""States in which amounts are weighed; elsewhere nobody asks for tables and prior decisions."""
SPEAKING = ("record_defence", "review_defence", "report_hearing")
SINCE_V3 = 3
REPEAT_SPAN, FIRST_OFFENCE_SPAN = "repeat_lookback_months", "first_offence_lookback_months"


def law_choice(case: PenaltyCase) -> LawChoice | None:
    """Return which clause applies to the act today 从旧兼从轻."""
    return choose_law(case.violation_code, case.act_ended_on, bureau_date(clock.now()))


def violation_of(case: PenaltyCase) -> Violation:
    """Return the clause a case is handled under."""
    if case.procedure_version < SINCE_V3:
        return VIOLATION_BY_CODE[case.violation_code]
    chosen = law_choice(case)
    return chosen.applied if chosen else VIOLATION_BY_CODE[case.violation_code]


def table_for(case: PenaltyCase) -> DiscretionTable | None:
    """Return the table a case is pinned to: that of the day it was proposed."""
    day = bureau_date(case.proposed_at)
    return find_table_at(case.authority_id, case.violation_code, day)


def prior_decisions(case: PenaltyCase, months: int) -> tuple[PriorDecision, ...]:
    """Return the penalties of the last months against the party, by any authority of the city."""
    since = months_before(bureau_date(clock.now()), months)
    return tuple(
        PriorDecision(
            number or "",
            get_authority(authority_id).name,
            code,
            VIOLATION_BY_CODE[code].name_zh,
            decided_on,
        )
        for number, authority_id, code, decided_on in queries.list_decisions_against(case, since)
    )


def _since(decided: tuple[PriorDecision, ...], months: int) -> tuple[PriorDecision, ...]:
    first = months_before(bureau_date(clock.now()), months)
    return tuple(one for one in decided if one.decided_on >= first)


def weighing_facts(case: PenaltyCase) -> WeighingFacts:
    """Return what an amount is weighed by, and what was weighed."""
    numbers = numbers_at(case.authority_id, bureau_date(case.proposed_at))
    clause, made = violation_of(case), find_weighing(case.weighing_id)
    asked = case.state in LOOKED_UP_IN and case.procedure_version >= SINCE_V3
    table = table_for(case) if asked else None
    day = bureau_date(case.proposed_at)
    items = list_items_at(case.authority_id, case.violation_code, day) if asked else []
    spans = [numbers[key].value for key in (REPEAT_SPAN, FIRST_OFFENCE_SPAN)]
    decided = prior_decisions(case, max(spans)) if asked else ()
    repeat, earlier = (_since(decided, months) for months in spans)
    cap = numbers[f"simple_fine_{case.party['kind']}"].value
    return WeighingFacts(
        table=table.table if table else None,
        by_law=Range(clause.fine_min_fen or cap, clause.fine_max_fen),
        reach=Reach(
            numbers["adjust_up_percent"].value,
            numbers["adjust_down_percent"].value,
            numbers["mitigation_floor_percent"].value,
        ),
        prior_decisions=repeat,
        earlier_decisions=earlier,
        items={item.id: item.ground for item in items},
        outcome=made.outcome if made else None,
        chosen_fen=made.chosen_fen if made else None,
        adjustment=made.adjustment if made else None,
    )


def handling_facts(case: PenaltyCase, steps: Sequence[Taken]) -> HandlingFacts:
    """Return what is proposed, told, decided and published."""
    body = case.deciding_authority_id or case.authority_id
    published = case.publication or {}
    return HandlingFacts(
        handling=case.handling,
        licence=(case.measures or {}).get("licence"),
        told_before=case.told,
        deciding_authority_id=body,
        is_district=get_authority(body).parent_id is not None,
        is_discussion_stale=_is_discussion_stale(case, steps),
        evidence_after_review=_evidence_after_review(case, steps),
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


def _evidence_after_review(case: PenaltyCase, steps: Sequence[Taken]) -> int:
    passed = [step.at for step in steps if step.action == "pass_legal_review"]
    if case.legal_review_opinion is None or not passed:
        return 0
    return sum(link.linked_at > passed[-1] for link in list_links(KIND, [case.id])[case.id])
