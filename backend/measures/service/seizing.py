"""What the steps of a seizure write."""

from backend.deadlines import Deadline, extend_deadline, find_deadline, resume_clock, stop_clock
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.measures.models import Measure
from backend.measures.rules.basis import SEIZURE_TERM
from backend.measures.rules.seizure import CHECK, LIFT, REPORT, TERM
from backend.measures.service.facts import officers_on
from backend.measures.service.steps import (
    HEAD,
    cancel_all,
    day_of,
    end,
    handed,
    issue,
    items_of,
    meet,
    needed_day,
    note,
    open_hours_term,
    open_term,
    parameter,
    remedy,
    ruled,
    serve,
)
from backend.workflow import Effect, Step

FORMS = {"seal": "查封", "detain": "扣押"}


def _form(measure: Measure) -> str:
    return FORMS[measure.subtype or "seal"]


def _approve(step: Step) -> None:
    note(step, approved_by=step.actor.signing_name, approved_on=bureau_date(step.now))
    _approval(step, is_urgent=False, discussion=step.form["discussion"])


def _approval(step: Step, *, is_urgent: bool, discussion: str | None) -> None:
    measure: Measure = step.subject
    issue(
        step,
        "seizure_approval",
        {
            **ruled(step, step.form["opinion"]),
            "form": _form(measure),
            "items": items_of(measure),
            "days": parameter(measure, "seizure_days", bureau_date(step.now)).value,
            "is_urgent": is_urgent,
            "discussion": discussion,
        },
    )


def _seize(step: Step) -> None:
    measure: Measure = step.subject
    open_term(step, TERM, "seizure_days", role=HEAD)
    term = _term(measure)
    decision = issue(step, "seizure_decision", _decision_data(step, term))
    measure.number = term.subject_number = decision.number or ""
    issue(
        step,
        "seizure_list",
        {
            **handed(step),
            **_taken(measure, step),
            "items": items_of(measure),
            "officers": officers_on(measure, day_of(step)),
        },
    )
    issue(step, "seizure_record", _record_data(step))
    note(step, acted_at=step.form["acted_at"], acted_on=day_of(step), **handed(step))


def _seize_urgently(step: Step) -> None:
    _seize(step)
    note(step, is_urgent=True, urgency=step.form["urgency"])
    open_hours_term(step, REPORT, "paperwork_hours", step.form["acted_at"], HEAD)


def _term(measure: Measure) -> Deadline:
    term = find_deadline(measure.kind, measure.id, TERM)
    if term is None:
        raise LookupError(f"seizure {measure.id} has no term")
    return term


def _taken(measure: Measure, step: Step | None = None) -> Json:
    return {
        "decision_number": measure.number,
        "acted_on": day_of(step) if step else needed_day(measure, "acted_on"),
        "form": _form(measure),
    }


def _decision_data(step: Step, term: Deadline) -> Json:
    measure: Measure = step.subject
    return {
        **remedy(measure),
        "form": _form(measure),
        "facts": measure.facts,
        "legal_basis": measure.legal_basis,
        "place": measure.place,
        "acted_on": day_of(step),
        "days": term.days,
        "until": term.due_on,
        "item_count": len(measure.items),
        "officers": officers_on(measure, day_of(step)),
    }


def _record_data(step: Step) -> Json:
    measure: Measure = step.subject
    told = ("rights_told", "statement", "av_recorded", "av_gap", "ended_at")
    return {
        **handed(step),
        **{name: step.form[name] for name in told},
        "form": _form(measure),
        "place": measure.place,
        "started_at": step.form["acted_at"],
        "officers": officers_on(measure, day_of(step)),
        "facts": measure.facts,
        "item_count": len(measure.items),
        "urgency": step.form.get("urgency"),
    }


def _confirm_urgent(step: Step) -> None:
    _approval(step, is_urgent=True, discussion=None)
    note(step, confirmed_on=bureau_date(step.now), confirmed_by=step.actor.signing_name)
    meet(step, REPORT)


def _reject_urgent(step: Step) -> None:
    meet(step, REPORT)
    _lift(step)


def _start_testing(step: Step) -> None:
    measure: Measure = step.subject
    today = bureau_date(step.now)
    what = {name: step.form[name] for name in ("what", "agency", "expected_days")}
    issue(step, "testing_notice", {**_taken(measure), **what, "started_on": today})
    reason = f"检测、鉴定：{step.form['what']}"
    basis = f"{SEIZURE_TERM}第三款"
    stop_clock(measure.kind, measure.id, TERM, on=today, reason=reason, basis=basis)
    note(step, testing_on=today)


def _end_testing(step: Step) -> None:
    measure: Measure = step.subject
    resume_clock(measure.kind, measure.id, TERM, on=bureau_date(step.now))
    note(step, testing_result=step.form["result"], testing_ended_on=bureau_date(step.now))


def _extend(step: Step) -> None:
    measure: Measure = step.subject
    term = _term(measure)
    before, extra = (
        term.due_on,
        parameter(measure, "seizure_extension_days", bureau_date(step.now)).value,
    )
    extend_deadline(
        measure.kind, measure.id, TERM, extra, SEIZURE_TERM, approved_by=step.actor.signing_name
    )
    issue(
        step,
        "seizure_extension",
        {
            **_taken(measure),
            "until_before": before,
            "until": term.due_on,
            "days": extra,
            "reasons": step.form["reason"],
        },
    )
    note(step, extended_on=bureau_date(step.now), extended_by=step.actor.signing_name)


def _record_application(step: Step) -> None:
    open_term(step, CHECK, "seizure_check_days")
    note(step, lift_applied_on=step.form["received_on"], lift_application=step.form["content"])


def _check_application(step: Step) -> None:
    meet(step, CHECK)
    note(step, lift_checked_on=step.form["checked_on"], lift_findings=step.form["findings"])


def _lift(step: Step) -> None:
    measure: Measure = step.subject
    meet(step, TERM)
    issue(
        step,
        "seizure_release",
        {**_taken(measure), "reasons": step.form["reason"], "items": items_of(measure)},
    )
    cancel_all(step)
    open_term(step, LIFT, "seizure_lift_days")
    note(step, lifted_on=bureau_date(step.now), lifted_by=step.actor.signing_name)


def _serve_lift(step: Step) -> None:
    serve(step, "seizure_release")
    meet(step, LIFT)
    note(step, served_on=step.form["served_on"], returned=step.form["returned"])


def _hand_on(step: Step) -> None:
    meet(step, TERM)
    cancel_all(step)
    note(step, disposal=step.form["disposal"], explanation=step.form["explanation"])


EFFECTS: dict[str, Effect] = {
    "approve": _approve,
    "seize": _seize,
    "seize_urgently": _seize_urgently,
    "confirm_urgent": _confirm_urgent,
    "reject_urgent": _reject_urgent,
    "start_testing": _start_testing,
    "end_testing": _end_testing,
    "extend": _extend,
    "record_lift_application": _record_application,
    "check_application": _check_application,
    "lift": _lift,
    "serve_lift": _serve_lift,
    "hand_on": _hand_on,
    "refuse": end,
    "withdraw": end,
}
