"""Gathering what the guards look at."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from backend.accounts import list_people_by_id
from backend.cases.models import PenaltyCase
from backend.cases.rules import CaseFacts
from backend.cases.rules.facts import (
    DecisionFacts,
    ExecutionFacts,
    ExhibitFacts,
    HearingFacts,
    InspectionRecordFacts,
    InvestigatorFacts,
    NoticeFacts,
)
from backend.cases.service.standing import KIND as KIND
from backend.cases.service.standing import handling_facts, violation_of, weighing_facts
from backend.deadlines import find_deadline, load_calendar
from backend.documents import is_issued, list_documents_of
from backend.evidence import list_links
from backend.inspections import OfficerFacts, list_inspections_by_id, officer_facts
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.db import session
from backend.leads import Lead, filing_due_on
from backend.measures import list_measures_of
from backend.parameters import Value, numbers_at
from backend.workflow import WorkflowEvent, list_history

DECIDE_CODE = "decide"
DEFENCE_CODE = "defence"
DEMAND_CODE = "demand"
PAY_CODE = "pay"
COURT_CODE = "apply_to_court"
PUBLISH_CODE = "publish_decision"
CALENDAR_REACH = timedelta(days=120)
"""How far around today guards may count working days."""


def investigators_of(case: PenaltyCase) -> list[OfficerFacts]:
    """Return the case's investigators in their order."""
    people = list_people_by_id(frozenset(case.investigator_ids))
    return [officer_facts(people[key]) for key in dict.fromkeys(case.investigator_ids)]


def snapshot(case: PenaltyCase) -> CaseFacts:
    """Return the plain facts of a case as they are now."""
    today = bureau_date(clock.now())
    documents = list_documents_of(case.id)
    steps = list_history(case.id)
    lead = session().get_one(Lead, case.lead_id)
    return CaseFacts(
        today=today,
        violation=violation_of(case),
        act_ended_on=case.act_ended_on,
        found_on=lead.found_on,
        filing_due_on=filing_due_on(lead),
        party_name=case.party["name"],
        investigators=tuple(
            InvestigatorFacts(
                officer.person_id, officer.full_name, officer.certificate_on(today) is not None
            )
            for officer in investigators_of(case)
        ),
        inspections=tuple(
            InspectionRecordFacts(record.number, record.state, record.party["name"])
            for record in list_inspections_by_id(case.inspection_ids)
        ),
        exhibits=tuple(
            ExhibitFacts(link.id, link.state, link.fact_to_prove)
            for link in list_links(KIND, [case.id])[case.id]
        ),
        proposed_fine_fen=case.proposed_fine_fen,
        notice=_notice(case),
        hearing=hearing_of(case),
        decision=_decision(case, steps),
        execution=_execution(case),
        documents_pending=sum(row.state != "issued" for row in documents),
        measures=tuple(list_measures_of(case.id, case.inspection_ids)),
        issued_kinds=frozenset(row.kind for row in documents if row.state == "issued"),
        hearing_threshold=hearing_threshold(case),
        numbers=numbers_of(case),
        calendar=load_calendar(today - CALENDAR_REACH, today + CALENDAR_REACH),
        state=case.state,
        weighing=weighing_facts(case),
        handling=handling_facts(case, steps),
    )


def numbers_of(case: PenaltyCase) -> Mapping[str, Value]:
    """Return the bureau's numbers as they were on the day the case was proposed; a later change
    does not reach a running case.
    """
    return numbers_at(case.authority_id, bureau_date(case.proposed_at))


def hearing_threshold(case: PenaltyCase) -> Value:
    """Return from which fine on the party may ask for a hearing."""
    return numbers_of(case)[f"hearing_fine_{case.party['kind']}"]


def offers_hearing(case: PenaltyCase) -> bool:
    """Tell whether what the party is told belongs to the hearing class."""
    return hearing_threshold(case).is_reached(case.proposed_fine_fen or 0)


def hearing_of(case: PenaltyCase) -> HearingFacts:
    """Return how far the hearing has come."""
    kept = case.hearing or {}
    days = {name: kept.get(name) for name in ("requested_on", "hearing_on")}
    return HearingFacts(
        requested_on=date.fromisoformat(days["requested_on"]) if days["requested_on"] else None,
        announced_for=date.fromisoformat(days["hearing_on"]) if days["hearing_on"] else None,
        is_reported="report" in kept,
    )


def _notice(case: PenaltyCase) -> NoticeFacts:
    defence = case.defence
    window = find_deadline(KIND, case.id, DEFENCE_CODE) if case.notice_served_on else None
    document = case.notice_document_id
    return NoticeFacts(
        issued_on=case.notice_issued_on,
        offers_hearing=offers_hearing(case),
        is_rendered=document is not None and is_issued(document),
        served_on=case.notice_served_on,
        defence_ends_on=window.due_on if window else None,
        waived_on=case.defence_waived_on,
        has_defence=defence is not None,
        is_defence_reviewed=defence is not None and defence["review_opinion"] is not None,
    )


def _decision(case: PenaltyCase, steps: Sequence[WorkflowEvent]) -> DecisionFacts:
    term = find_deadline(KIND, case.id, DECIDE_CODE)
    document = case.decision_document_id
    taken = {step.action for step in steps}
    reviewed = [step.at for step in steps if step.action == "pass_legal_review"]
    return DecisionFacts(
        due_on=term.due_on if term and term.stopped_on is None else None,
        is_extended="extend_decision_term" in taken,
        is_extended_by_discussion=any(step.form.get("extends_term") for step in steps),
        legal_review_passed=case.legal_review_opinion is not None,
        legal_review_passed_on=bureau_date(reviewed[-1]) if reviewed else None,
        was_discussed=case.discussion is not None,
        decided_on=case.decided_on,
        is_rendered=document is not None and is_issued(document),
        fine_fen=case.fine_fen,
        payment_references=tuple(payment.reference for payment in case.payments),
    )


def _execution(case: PenaltyCase) -> ExecutionFacts:
    kept = case.execution or {}
    pay = find_deadline(KIND, case.id, PAY_CODE)
    demand = find_deadline(KIND, case.id, DEMAND_CODE)
    court = kept.get("court") or {}
    demanded = kept.get("demanded_on")
    return ExecutionFacts(
        is_decided=case.decided_on is not None,
        served_on=case.decision_served_on,
        pay_due_on=pay.due_on if pay else None,
        left_fen=case.owed_fen - case.paid_fen,
        demanded_on=date.fromisoformat(demanded) if demanded else None,
        demand_ends_on=demand.due_on if demand else None,
        is_at_court=bool(court),
        is_enforcement_ended=bool(court.get("ended")),
    )
