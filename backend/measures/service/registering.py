"""What the steps of an advance registration write."""

from backend.deadlines import find_deadline
from backend.kernel.clock import bureau_date
from backend.measures.models import Measure
from backend.measures.rules.registration import OUTCOMES, PAPER, TERM
from backend.measures.service.facts import officers_on
from backend.measures.service.steps import (
    HEAD,
    cancel_all,
    choice,
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
)
from backend.workflow import Effect, Step


def _approve(step: Step) -> None:
    note(step, approved_by=step.actor.signing_name, approved_on=bureau_date(step.now))


def _register(step: Step) -> None:
    _enter(step, None)


def _register_urgently(step: Step) -> None:
    _enter(step, step.form["approved_by"])
    note(
        step,
        is_urgent=True,
        approved_by=step.form["approved_by"],
        approved_at=step.form["approved_at"],
        channel=step.form["channel"],
        urgency=step.form["urgency"],
    )
    open_hours_term(step, PAPER, "paperwork_hours", step.form["acted_at"], HEAD)


def _enter(step: Step, urgent_approved_by: str | None) -> None:
    measure: Measure = step.subject
    open_term(step, TERM, "registration_days")
    term = find_deadline(measure.kind, measure.id, TERM)
    if term is None:
        raise LookupError(f"registration {measure.id} has no term")
    document = issue(
        step,
        "registration_notice",
        {
            **handed(step),
            "facts": measure.facts,
            "place": measure.place,
            "acted_at": step.form["acted_at"],
            "officers": officers_on(measure, day_of(step)),
            "items": items_of(measure),
            "days": term.days,
            "until": term.due_on,
            "urgent_approved_by": urgent_approved_by,
        },
    )
    measure.number = term.subject_number = document.number or ""
    note(step, acted_at=step.form["acted_at"], acted_on=day_of(step), **handed(step))


def _confirm_urgent(step: Step) -> None:
    note(step, confirmed_on=bureau_date(step.now), confirmed_by=step.actor.signing_name)
    meet(step, PAPER)


def _handle(step: Step) -> None:
    outcome = choice(OUTCOMES, step.form["outcome"])
    meet(step, TERM)
    _release(step, outcome, is_lapsed=False)
    note(step, outcome=step.form["outcome"], explanation=step.form["explanation"])
    cancel_all(step)


def _notify_lapse(step: Step) -> None:
    _release(step, "期满未处理", is_lapsed=True)
    note(step, explanation=step.form["explanation"])
    cancel_all(step)


def _release(step: Step, outcome: str, *, is_lapsed: bool) -> None:
    measure: Measure = step.subject
    today = bureau_date(step.now)
    issue(
        step,
        "registration_release",
        {
            "notice_number": measure.number,
            "registered_on": needed_day(measure, "acted_on"),
            "outcome": outcome,
            "explanation": step.form["explanation"],
            "is_lapsed": is_lapsed,
            "ended_on": needed_day(measure, "lapsed_on") if is_lapsed else today,
            "items": items_of(measure),
            "officers": officers_on(measure, today),
        },
    )


EFFECTS: dict[str, Effect] = {
    "approve": _approve,
    "register": _register,
    "register_urgently": _register_urgently,
    "confirm_urgent": _confirm_urgent,
    "handle": _handle,
    "notify_lapse": _notify_lapse,
    "refuse": end,
    "withdraw": end,
}
