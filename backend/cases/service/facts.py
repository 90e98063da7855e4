"""Gathering what the guards look at."""

from backend.accounts import list_people_by_id
from backend.cases.models import PenaltyCase
from backend.cases.rules import VIOLATION_BY_CODE, CaseFacts
from backend.cases.rules.facts import (
    DecisionFacts,
    ExhibitFacts,
    InspectionRecordFacts,
    InvestigatorFacts,
    NoticeFacts,
)
from backend.deadlines import find_deadline
from backend.documents import is_issued, list_documents_of
from backend.evidence import list_links
from backend.inspections import OfficerFacts, list_inspections_by_id, officer_facts
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.db import session
from backend.leads import Lead, filing_due_on
from backend.workflow import list_history

KIND = "case"
DECIDE_CODE = "decide"
DEFENCE_CODE = "defence"
HEARING_THRESHOLD_FEN = {"organisation": 200_000_00, "citizen": 5_000_00}
"""较大数额 (生态环境行政处罚办法 第八十九条); inclusive, to be confirmed by each bureau."""


def investigators_of(case: PenaltyCase) -> list[OfficerFacts]:
    """Return the case's investigators in their order."""
    people = list_people_by_id(frozenset(case.investigator_ids))
    return [officer_facts(people[key]) for key in dict.fromkeys(case.investigator_ids)]


def snapshot(case: PenaltyCase) -> CaseFacts:
    """Return the plain facts of a case as they are now."""
    today = bureau_date(clock.now())
    lead = session().get_one(Lead, case.lead_id)
    return CaseFacts(
        today=today,
        violation=VIOLATION_BY_CODE[case.violation_code],
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
        decision=_decision(case),
        documents_pending=sum(row.state != "issued" for row in list_documents_of(case.id)),
        hearing_threshold_fen=HEARING_THRESHOLD_FEN[case.party["kind"]],
    )


def _notice(case: PenaltyCase) -> NoticeFacts:
    defence = case.defence
    window = find_deadline(KIND, case.id, DEFENCE_CODE) if case.notice_served_on else None
    document = case.notice_document_id
    return NoticeFacts(
        issued_on=case.notice_issued_on,
        is_rendered=document is not None and is_issued(document),
        served_on=case.notice_served_on,
        defence_ends_on=window.due_on if window else None,
        waived_on=case.defence_waived_on,
        has_defence=defence is not None,
        is_defence_reviewed=defence is not None and defence["review_opinion"] is not None,
    )


def _decision(case: PenaltyCase) -> DecisionFacts:
    term = find_deadline(KIND, case.id, DECIDE_CODE)
    document = case.decision_document_id
    steps = {step.action for step in list_history(case.id)}
    return DecisionFacts(
        due_on=term.due_on if term else None,
        is_extended="extend_decision_term" in steps,
        legal_review_passed=case.legal_review_opinion is not None,
        decided_on=case.decided_on,
        is_rendered=document is not None and is_issued(document),
        fine_fen=case.fine_fen,
        paid_fen=case.paid_fen,
        payment_references=tuple(payment.reference for payment in case.payments),
    )
