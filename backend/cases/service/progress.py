"""Gathering how far notice, decision and execution have come."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from backend.cases.models import PenaltyCase
from backend.cases.queries.dossier import Dossier
from backend.cases.rules.facts import DecisionFacts, ExecutionFacts, NoticeFacts
from backend.cases.service.debts import Debt, list_debts
from backend.deadlines import Term, list_terms
from backend.documents import PaperState
from backend.kernel.clock import bureau_date

DECIDE_CODE = "decide"
DEFENCE_CODE = "defence"
DEMAND_CODE = "demand"
PAY_CODE = "pay"
COURT_CODE = "apply_to_court"
PUBLISH_CODE = "publish_decision"


def _is_issued(papers: Sequence[PaperState], document_id: UUID | None) -> bool:
    return any(row.id == document_id and row.state == "issued" for row in papers)


def notice_facts(case: PenaltyCase, dossier: Dossier, *, offers_hearing: bool) -> NoticeFacts:
    """Return how far the prior notice and the party's defence have come."""
    defence = case.defence
    window = dossier.terms.get(DEFENCE_CODE) if case.notice_served_on else None
    return NoticeFacts(
        issued_on=case.notice_issued_on,
        offers_hearing=offers_hearing,
        is_rendered=_is_issued(dossier.papers, case.notice_document_id),
        served_on=case.notice_served_on,
        defence_ends_on=window.due_on if window else None,
        waived_on=case.defence_waived_on,
        has_defence=defence is not None,
        is_defence_reviewed=defence is not None and defence["review_opinion"] is not None,
    )


def decision_facts(case: PenaltyCase, dossier: Dossier) -> DecisionFacts:
    """Return how far the decision has come."""
    steps, term = dossier.taken, dossier.terms.get(DECIDE_CODE)
    taken = {step.action for step in steps}
    reviewed = [step.at for step in steps if step.action == "pass_legal_review"]
    return DecisionFacts(
        due_on=term.due_on if term and not term.is_stopped else None,
        is_extended="extend_decision_term" in taken,
        is_extended_by_discussion=any(step.form.get("extends_term") for step in steps),
        legal_review_passed=case.legal_review_opinion is not None,
        legal_review_passed_on=bureau_date(reviewed[-1]) if reviewed else None,
        was_discussed=case.discussion is not None,
        decided_on=case.decided_on,
        is_rendered=_is_issued(dossier.papers, case.decision_document_id),
        fine_fen=case.fine_fen,
        payment_references=dossier.payment_references,
    )


def execution_facts(debt: Debt, terms: Mapping[str, Term]) -> ExecutionFacts:
    """Return how far a decision was performed."""
    kept = debt.kept
    pay, demand = terms.get(PAY_CODE), terms.get(DEMAND_CODE)
    court = kept.get("court") or {}
    demanded = kept.get("demanded_on")
    return ExecutionFacts(
        is_decided=debt.decided_on is not None,
        served_on=debt.served_on,
        pay_due_on=pay.due_on if pay else None,
        left_fen=debt.left_fen,
        demanded_on=date.fromisoformat(demanded) if demanded else None,
        demand_ends_on=demand.due_on if demand else None,
        is_at_court=bool(court),
        is_enforcement_ended=bool(court.get("ended")),
        is_published=debt.is_published,
        daily=debt.daily,
    )


def daily_facts(case: PenaltyCase) -> tuple[ExecutionFacts, ...]:
    """Return how far each daily penalty of a case was performed."""
    return tuple(
        execution_facts(debt, list_terms(*debt.subject)) for debt in list_debts(case) if debt.daily
    )
