"""Guards by the names the definitions use."""

from backend.cases.rules import (
    decision_guards,
    guards,
    hearing_guards,
    notice_guards,
    review_guards,
)
from backend.workflow.rules import Guard

GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        guards.within_filing_term,
        guards.investigators_certified,
        guards.inspection_completed,
        guards.law_covers_act,
        guards.not_time_barred,
        guards.is_investigator,
        guards.reviewer_not_investigator,
        guards.evidence_complete,
        guards.proposed_fine_lawful,
        review_guards.case_review_points_met,
        review_guards.legal_review_points_met,
        notice_guards.notice_not_issued,
        notice_guards.notice_ready,
        notice_guards.defence_period_over,
        notice_guards.defence_reviewed,
        notice_guards.no_defence_yet,
        notice_guards.defence_recorded,
        notice_guards.day_of_defence_possible,
        decision_guards.within_decision_term,
        decision_guards.not_extended_yet,
        decision_guards.legal_review_passed,
        decision_guards.fine_follows_notice,
        decision_guards.decision_ready,
        decision_guards.payment_plausible,
        decision_guards.fully_paid,
        decision_guards.documents_issued,
        hearing_guards.proposed_fine_in_range,
        hearing_guards.hearing_was_offered,
        hearing_guards.hearing_requested_in_time,
        hearing_guards.hearing_notice_in_time,
        hearing_guards.host_not_investigator,
        hearing_guards.hearing_was_announced,
        hearing_guards.hearing_held_as_announced,
        hearing_guards.hearing_not_reported,
        hearing_guards.hearing_reported,
        hearing_guards.discussion_lawful,
        hearing_guards.discussed_when_required,
        hearing_guards.new_proposal_lawful,
    )
}
