"""What the steps of a correction order and of a daily penalty write."""

from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, session
from backend.kernel.ids import new_id
from backend.measures.models import Measure
from backend.measures.rules.correction import ACT_KINDS, RECHECK_CODE
from backend.measures.rules.daily import PAY_CODE, PUBLISH_CODE, daily_amount, daily_days
from backend.measures.rules.heard import owes_hearing
from backend.measures.service.facts import case_of, snapshot
from backend.measures.service.hearing import (
    HEARING_EFFECTS,
    decided,
    heard_data,
    serve_notice,
)
from backend.measures.service.steps import (
    choice,
    contact_of,
    day_of,
    end,
    issue,
    link,
    meet,
    needed_day,
    note,
    open_term,
    parameter,
    remedy,
    serve,
)
from backend.workflow import Effect, Step

SERVE_CODE = "correction_serve"


def _issue_order(step: Step) -> None:
    measure: Measure = step.subject
    data = {
        **remedy(measure),
        "facts": measure.facts,
        "violated_provision": measure.violated_provision or measure.violation_name,
        "legal_basis": measure.legal_basis,
        "demand": measure.demand,
        "correct_by": measure.correct_by,
    }
    kind = "correction_order"
    if measure.round > 1:
        kind, done = "correction_order_again", measure.done
        data |= {
            "previous_number": done["previous_number"],
            "previous_served_on": needed_day(measure, "previous_served_on"),
            "rechecked_on": needed_day(measure, "previous_rechecked_on"),
            "findings": done["previous_findings"],
        }
    measure.number = issue(step, kind, data).number
    open_term(step, SERVE_CODE, "correction_serve_days")
    note(step, ordered_on=bureau_date(step.now), ordered_by=step.actor.signing_name)


def _serve_order(step: Step) -> None:
    measure: Measure = step.subject
    serve(step, "correction_order_again" if measure.round > 1 else "correction_order")
    meet(step, SERVE_CODE)
    open_term(step, RECHECK_CODE, "recheck_days")
    note(step, served_on=step.form["served_on"], mode=step.form["mode"])


def _recheck(step: Step) -> None:
    meet(step, RECHECK_CODE)
    link(step, "改正情况复查")
    note(step, rechecked_on=step.form["rechecked_on"], findings=step.form["findings"])


def _recheck_not_corrected(step: Step) -> None:
    _recheck(step)
    note(step, found=step.form["found"])


def next_order(measure: Measure, step: Step) -> Measure:
    """Return the order that follows one that was not obeyed: the next round, drafted."""
    following = Measure(
        id=new_id(),
        authority_id=measure.authority_id,
        state="drafted",
        revision=1,
        procedure_version=measure.procedure_version,
        number=None,
        done={
            "previous_number": measure.number,
            "previous_served_on": measure.done["served_on"],
            "previous_rechecked_on": measure.done["rechecked_on"],
            "previous_findings": measure.done["findings"],
        },
        items=[],
        round=measure.round + 1,
        previous_id=measure.id,
        created_by_id=step.actor.person_id,
        created_at=step.now,
        creation_digest="",
        **{name: getattr(measure, name) for name in CARRIED},
    )
    session().add(following)
    return following


CARRIED = (
    "kind",
    "subtype",
    "case_id",
    "inspection_id",
    "case_number",
    "party",
    "violation_name",
    "violated_provision",
    "officer_ids",
    "facts",
    "legal_basis",
    "place",
    "demand",
    "correct_by",
)


def _daily_data(measure: Measure) -> Json:
    done = measure.done
    return {
        "order_number": measure.number,
        "order_served_on": needed_day(measure, "served_on"),
        "rechecked_on": needed_day(measure, "rechecked_on"),
        "findings": done["findings"],
        "act_kind": choice(ACT_KINDS, done["act_kind"]),
        "original_number": done["original_number"],
        "original_fine_fen": done["original_fine_fen"],
        "days": done["daily_days"],
        "amount_fen": done["daily_amount_fen"],
    }


def _notify_daily(step: Step) -> None:
    measure: Measure = step.subject
    case = case_of(measure)
    if case is None or case.fine is None:
        raise LookupError(f"correction {measure.id} has no fine to multiply")
    days = daily_days(needed_day(measure, "served_on"), needed_day(measure, "rechecked_on"))
    amount = daily_amount(case.fine.fine_fen, days)
    note(
        step,
        act_kind=step.form["act_kind"],
        original_number=case.fine.number,
        original_fine_fen=case.fine.fine_fen,
        daily_days=days,
        daily_amount_fen=amount,
    )
    document = issue(
        step,
        "daily_penalty_notice",
        {
            **_daily_data(measure),
            "defence_days": parameter(measure, "defence_days", day_of(step)).value,
            "may_request_hearing": owes_hearing(snapshot(measure), amount),
            "contact": contact_of(measure),
        },
    )
    note(step, notice_number=document.number)


def _decide_daily(step: Step) -> None:
    measure: Measure = step.subject
    reasons, discussed_on = step.form["reason"], step.form["discussed_on"]
    document = issue(
        step,
        "daily_penalty_decision",
        {
            **_daily_data(measure),
            **heard_data(measure, discussed_on, reasons),
            **remedy(measure),
            "pay_days": parameter(measure, "pay_days", day_of(step)).value,
        },
    )
    decided(step)
    note(step, decision_number=document.number)
    open_term(step, PUBLISH_CODE, "publish_days")


def _serve_daily_notice(step: Step) -> None:
    serve(step, "daily_penalty_notice")
    serve_notice(step)


def _serve_daily_decision(step: Step) -> None:
    serve(step, "daily_penalty_decision")
    note(step, decision_served_on=step.form["served_on"])
    open_term(step, PAY_CODE, "pay_days")


EFFECTS: dict[str, Effect] = {
    "issue_order": _issue_order,
    "serve_order": _serve_order,
    "recheck_corrected": _recheck,
    "recheck_not_corrected": _recheck_not_corrected,
    "notify_daily": _notify_daily,
    "serve_daily_notice": _serve_daily_notice,
    **HEARING_EFFECTS,
    "decide_daily": _decide_daily,
    "serve_daily_decision": _serve_daily_decision,
    "forgo_daily": end,
    "withdraw": end,
}
