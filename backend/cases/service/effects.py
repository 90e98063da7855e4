"""Effects by the names of the steps."""

from backend.cases.service import deciding, investigating
from backend.workflow import Effect

EFFECTS: dict[str, Effect] = {
    effect.__name__: effect
    for effect in (
        investigating.approve_filing,
        investigating.refuse_filing,
        investigating.link_exhibit,
        investigating.conclude_investigation,
        investigating.pass_case_review,
        deciding.issue_prior_notice,
        deciding.serve_prior_notice,
        deciding.record_defence,
        deciding.waive_defence,
        deciding.review_defence,
        deciding.submit_legal_review,
        deciding.return_from_legal_review,
        deciding.pass_legal_review,
        deciding.decide,
        deciding.extend_decision_term,
        deciding.serve_decision,
        deciding.record_payment,
        deciding.close,
    )
}
