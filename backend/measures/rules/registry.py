"""The definitions and guards of all measures by name."""

from collections.abc import Mapping

from backend.measures.rules import (
    correction,
    guards,
    heard,
    registration,
    restriction,
    seizure,
    transfer,
    urgent_guards,
)
from backend.workflow.rules import Definition, Guard

DEFINITIONS: Mapping[str, Definition] = {
    item.key: item
    for item in (
        registration.ADVANCE_REGISTRATION_V1,
        seizure.SEIZURE_V1,
        correction.CORRECTION_V1,
        restriction.RESTRICTION_V1,
        transfer.TRANSFER_V1,
    )
}
GUARDS: Mapping[str, Guard] = {
    guard.__name__: guard
    for guard in (
        guards.officers_certified,
        guards.acts_as_officer,
        guards.decider_not_officer,
        guards.not_in_future,
        guards.not_before_last_act,
        guards.papers_rendered,
        guards.not_served,
        guards.case_is_open,
        guards.delivery_whole,
        urgent_guards.urgent_unconfirmed,
        urgent_guards.urgent_confirmed,
        urgent_guards.approved_before_act,
        urgent_guards.items_whole,
        urgent_guards.exhibits_verified,
        registration.within_registration_term,
        seizure.major_discussed,
        seizure.party_told,
        seizure.not_extended,
        seizure.within_seizure_term,
        seizure.clock_runs,
        seizure.clock_stands,
        seizure.application_unchecked,
        heard.defence_over,
        heard.defence_answered,
        heard.has_defence,
        heard.defence_in_time,
        heard.hearing_asked,
        heard.hearing_not_early,
        heard.legal_review_passed,
        heard.discussed,
        correction.is_surprise,
        correction.recheck_after_service,
        correction.recheck_in_time,
        correction.original_fine_served,
        correction.served_after_previous,
        restriction.is_limit,
        restriction.limit_not_extended,
        transfer.procurator_copied,
        transfer.is_crime,
        transfer.receipt_given,
        transfer.supplement_owed,
        transfer.review_in_time,
        transfer.exhibits_ready,
    )
}
