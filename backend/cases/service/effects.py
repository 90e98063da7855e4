"""Effects by the names of the steps."""

from backend.cases.service import (
    deciding,
    executing,
    hearing,
    investigating,
    publishing,
    suspending,
    weighing,
)
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
        suspending.suspend_investigation,
        suspending.resume_investigation,
        suspending.terminate_investigation,
        suspending.withdraw_filing,
        hearing.request_hearing,
        hearing.serve_hearing_notice,
        hearing.report_hearing,
        hearing.withdraw_hearing,
        hearing.record_discussion,
        hearing.reopen_evidence,
        hearing.notify_again,
        executing.approve_deferral,
        executing.impose_surcharge,
        executing.serve_demand,
        executing.apply_to_court,
        executing.record_court_result,
        weighing.weigh_discretion,
        weighing.weigh_no_penalty,
        weighing.refer_case,
        publishing.publish_decision,
        publishing.waive_publication,
        publishing.record_annulment,
        publishing.withdraw_publication,
    )
}
