"""What the steps of restricted and stopped production write."""

from backend.deadlines import extend_deadline, find_deadline, open_deadline
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.measures.models import Measure
from backend.measures.rules.basis import LIMIT
from backend.measures.rules.restriction import TERM, months_later
from backend.measures.service.hearing import (
    HEARING_EFFECTS,
    decided,
    heard_data,
    serve_notice,
)
from backend.measures.service.steps import (
    HEAD,
    cancel_all,
    contact_of,
    day_of,
    end,
    issue,
    meet,
    needed_day,
    note,
    parameter,
    remedy,
    serve,
)
from backend.workflow import Effect, Step

FORMS = {"limit": "限制生产", "stop": "停产整治"}


def _data(measure: Measure, step: Step) -> Json:
    is_limit = measure.subtype == "limit"
    months = parameter(measure, "restriction_months", day_of(step)).value
    return {
        "facts": measure.facts,
        "legal_basis": measure.legal_basis,
        "demand": measure.demand,
        "months": months if is_limit else None,
    }


def _issue_notice(step: Step) -> None:
    measure: Measure = step.subject
    document = issue(
        step,
        f"production_{measure.subtype}_notice",
        {
            **_data(measure, step),
            "defence_days": parameter(measure, "defence_days", day_of(step)).value,
            "may_request_hearing": True,
            "contact": contact_of(measure),
        },
    )
    note(step, notice_number=document.number, noticed_by=step.actor.signing_name)


def _serve_notice(step: Step) -> None:
    serve(step, f"production_{step.subject.subtype}_notice")
    serve_notice(step)


def _decide(step: Step) -> None:
    measure: Measure = step.subject
    heard = heard_data(measure, step.form["discussed_on"], step.form["reason"])
    document = issue(
        step,
        f"production_{measure.subtype}_decision",
        {**_data(measure, step), **heard, **remedy(measure)},
    )
    measure.number = document.number
    decided(step)


def _serve_decision(step: Step) -> None:
    measure: Measure = step.subject
    serve(step, f"production_{measure.subtype}_decision")
    served = step.form["served_on"]
    if measure.subtype == "limit":
        value = parameter(measure, "restriction_months", served)
        open_deadline(
            authority_id=measure.authority_id,
            subject_kind=measure.kind,
            subject_id=measure.id,
            subject_number=measure.number or "",
            code=TERM,
            started_on=served,
            days=(months_later(served, value.value) - served).days,
            unit="calendar",
            basis=value.basis,
            responsible_role=HEAD,
        )
    note(step, served_on=served, mode=step.form["mode"])


def _extend(step: Step) -> None:
    measure: Measure = step.subject
    term = find_deadline(measure.kind, measure.id, TERM)
    if term is None:
        raise LookupError(f"restriction {measure.id} has no term")
    months = parameter(measure, "restriction_extension_months", bureau_date(step.now)).value
    extra = (months_later(term.due_on, months) - term.due_on).days
    extend_deadline(
        measure.kind, measure.id, TERM, extra, LIMIT, approved_by=step.actor.signing_name
    )
    note(step, extended_on=bureau_date(step.now), extension_reason=step.form["reason"])


def _record_completion(step: Step) -> None:
    note(step, completion=step.form["content"], completed_on=step.form["received_on"])


def _lift(step: Step) -> None:
    measure: Measure = step.subject
    meet(step, TERM)
    issue(
        step,
        "production_release",
        {
            "decision_number": measure.number,
            "served_on": needed_day(measure, "served_on"),
            "form": FORMS[measure.subtype or "limit"],
            "reasons": step.form["reason"],
        },
    )
    cancel_all(step)
    note(step, lifted_on=bureau_date(step.now))


EFFECTS: dict[str, Effect] = {
    "issue_notice": _issue_notice,
    "serve_notice": _serve_notice,
    **HEARING_EFFECTS,
    "decide": _decide,
    "serve_decision": _serve_decision,
    "extend": _extend,
    "record_completion": _record_completion,
    "lift": _lift,
    "drop": end,
    "withdraw": end,
}
