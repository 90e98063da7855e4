"""What the steps from the prior notice to closing write."""

from backend.cases.events import CaseArchived
from backend.cases.models import CasePayment, CaseService, PenaltyCase
from backend.cases.queries.dossier import dossier_of
from backend.cases.service import papers
from backend.cases.service.debts import debt_of
from backend.cases.service.facts import (
    COURT_CODE,
    DECIDE_CODE,
    DEFENCE_CODE,
    DEMAND_CODE,
    KIND,
    PAY_CODE,
    PUBLISH_CODE,
)
from backend.cases.service.standing import SINCE_V3
from backend.cases.service.terms import extend_decision, open_term
from backend.deadlines import cancel_deadlines, meet_deadline
from backend.documents import Document, PaperState
from backend.evidence import close_case_file
from backend.kernel.clock import bureau_date
from backend.kernel.db import insert_rows
from backend.kernel.ids import new_id
from backend.kernel.outbox import emit
from backend.workflow import Step

SERVE_CODE = "serve_decision"
EXECUTION_CODES = (PAY_CODE, DEMAND_CODE, COURT_CODE)


def issue_prior_notice(step: Step) -> None:
    """Issue the notice the party will be served."""
    case: PenaltyCase = step.subject
    kind = papers.notice_kind(case)
    told = papers.notice_data if kind == "prior_notice" else papers.no_penalty_notice_data
    case.notice_document_id = papers.issue(step, kind, told(step)).id
    case.notice_issued_on = bureau_date(step.now)


def serve_prior_notice(step: Step) -> None:
    """Record the service and start the party's five working days."""
    case: PenaltyCase = step.subject
    record_service(step, _issued(case, papers.notice_kind(case)))
    case.notice_served_on = step.form["served_on"]
    open_term(step, DEFENCE_CODE, "defence_days")


def _issued(case: PenaltyCase, kind: str) -> PaperState:
    paper = dossier_of(case).paper(kind)
    if paper is None:
        raise LookupError(f"case {case.id} has no {kind}; its guard let a service pass")
    return paper


def record_service(step: Step, served: Document | PaperState) -> None:
    """Keep that a document was served, with its receipt."""
    case: PenaltyCase = step.subject
    papers.issue(step, "service_receipt", papers.receipt_data(step, served))
    row = {
        "id": new_id(),
        "authority_id": case.authority_id,
        "case_id": case.id,
        "document_id": served.id,
        "document_kind": served.kind,
        "recorded_at": step.now,
        **{name: step.form[name] for name in ("served_on", "mode", "recipient", "note")},
    }
    insert_rows(CaseService, [row])


def record_defence(step: Step) -> None:
    """Record what the party said."""
    step.subject.defence = {
        "received_on": step.form["received_on"].isoformat(),
        "content": step.form["content"],
        "review_opinion": None,
        "adopted": None,
    }


def waive_defence(step: Step) -> None:
    """Record the party's written waiver."""
    step.subject.defence_waived_on = step.form["waived_on"]
    meet_deadline(KIND, step.subject.id, DEFENCE_CODE, step.form["waived_on"])


def review_defence(step: Step) -> None:
    """Record what became of the defence."""
    step.subject.defence = step.subject.defence | {
        "review_opinion": step.form["opinion"],
        "adopted": step.form["adopted"],
    }


def submit_legal_review(step: Step) -> None:
    """Close the party's window, which has run."""
    meet_deadline(KIND, step.subject.id, DEFENCE_CODE, bureau_date(step.now))


def return_from_legal_review(step: Step) -> None:
    """Void the notice: what was told may change, so the party is told again."""
    case: PenaltyCase = step.subject
    remember_told(case, must_differ=False)
    void_notice(step)
    case.hearing = None


def remember_told(case: PenaltyCase, *, must_differ: bool) -> None:
    """Keep what the party was told and whether it answered, for a heavier penalty may not follow
    from its answer.
    """
    if case.notice_served_on is None:
        return
    case.told = {
        "handling": case.handling or "penalty",
        "fine_fen": case.proposed_fine_fen,
        "had_defence": case.defence is not None or case.hearing is not None,
        "must_differ": must_differ,
    }


def void_notice(step: Step) -> None:
    """Forget what the party was told and said to it; the documents stay."""
    case: PenaltyCase = step.subject
    case.notice_document_id = None
    case.notice_issued_on = case.notice_served_on = case.defence_waived_on = None
    case.defence = None
    cancel_deadlines(KIND, case.id, [DEFENCE_CODE], on=bureau_date(step.now))


def pass_legal_review(step: Step) -> None:
    """Record the legal reviewer's opinion."""
    step.subject.legal_review_opinion = step.form["opinion"]
    papers.issue(step, "legal_review_form", papers.legal_review_data(step))


def decide(step: Step) -> None:
    """Issue the decision under its number and start the days for its service."""
    case: PenaltyCase = step.subject
    case.fine_fen = step.form["fine_fen"]
    case.decided_on = bureau_date(step.now)
    kind = papers.decision_kind(case)
    is_penalty = kind == "penalty_decision"
    said = papers.decision_data if is_penalty else papers.no_penalty_decision_data
    case.decision_document_id = papers.issue(step, kind, said(step)).id
    meet_deadline(KIND, case.id, DECIDE_CODE, case.decided_on)
    open_term(step, SERVE_CODE, "serve_decision_days")
    if is_penalty and case.procedure_version >= SINCE_V3:
        open_term(step, PUBLISH_CODE, "publish_days")


def extend_decision_term(step: Step) -> None:
    """Extend the ninety days by thirty."""
    extend_decision(step, "decision_extension_days")


def serve_decision(step: Step) -> None:
    """Record the service and start the fifteen days for payment."""
    case: PenaltyCase = step.subject
    record_service(step, _issued(case, papers.decision_kind(case)))
    case.decision_served_on = step.form["served_on"]
    meet_deadline(KIND, case.id, SERVE_CODE, step.form["served_on"])
    if case.owed_fen:
        open_term(step, PAY_CODE, "pay_days")


def record_payment(step: Step) -> None:
    """Record a payment on a decision; its last one meets the term."""
    case: PenaltyCase = step.subject
    debt, paid_on = debt_of(step), step.form["paid_on"]
    row = CasePayment(
        id=new_id(),
        authority_id=case.authority_id,
        case_id=case.id,
        recorded_at=step.now,
        decision_id=debt.decision_id,
        **{name: step.form[name] for name in ("amount_fen", "paid_on", "reference")},
    )
    case.payments.append(row)
    if debt.left_fen == 0:
        meet_deadline(*debt.subject, PAY_CODE, paid_on)
        cancel_deadlines(*debt.subject, EXECUTION_CODES, on=paid_on)


def close(step: Step) -> None:
    """Record the closing."""
    papers.issue(step, "closing_approval", papers.closing_data(step))
    case: PenaltyCase = step.subject
    outcome = "penalised" if case.fine_fen else "not_penalised"
    close_case_file(case.id, case.authority_id, outcome, step.now)


def archive(step: Step) -> None:
    """Announce that the file is whole, so that its volume is bound in the order it has now."""
    emit(CaseArchived(case_id=str(step.subject.id)))
