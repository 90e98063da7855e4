"""What notice, defence, hearing and review of a measure write."""

from datetime import date

from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.measures.models import Measure
from backend.measures.rules.heard import DEFENCE_CODE
from backend.measures.service.steps import meet, note, noted_day, open_term
from backend.workflow import Effect, Step


def serve_notice(step: Step) -> None:
    """Start the party's five working days."""
    open_term(step, DEFENCE_CODE, "defence_days", is_waiting_period=True)
    note(step, notice_served_on=step.form["served_on"])


def _record_defence(step: Step) -> None:
    # A second defence is reviewed anew, and an earlier legal review no longer stands.
    note(
        step,
        defence=step.form["content"],
        defence_received_on=step.form["received_on"],
        asks_hearing=step.form["asks_hearing"] or step.subject.done.get("asks_hearing", False),
        defence_reviewed_on=None,
        legal_review=None,
    )


def _record_hearing(step: Step) -> None:
    note(
        step,
        hearing_held_on=step.form["held_on"],
        hearing_report=step.form["report"],
        hearing_reported_on=bureau_date(step.now),
        legal_review=None,
    )


def _review_defence(step: Step) -> None:
    note(
        step,
        defence_opinion=step.form["opinion"],
        defence_adopted=step.form["adopted"],
        defence_reviewed_on=bureau_date(step.now),
    )


def _pass_legal_review(step: Step) -> None:
    note(step, legal_review=step.form["opinion"], legal_review_by=step.actor.signing_name)


def decided(step: Step) -> None:
    """Close the waiting period and keep the discussion."""
    meet(step, DEFENCE_CODE)
    note(
        step,
        decided_on=bureau_date(step.now),
        decided_by=step.actor.signing_name,
        discussed_on=step.form["discussed_on"],
        discussion=step.form["discussion"],
    )


def heard_data(measure: Measure, discussed_on: date | None, reasons: str) -> Json:
    """Return how the party was heard, as decisions print it."""
    done = measure.done
    defence = None
    if done.get("defence"):
        defence = {
            "received_on": noted_day(measure, "defence_received_on"),
            "content": done["defence"],
            "review_opinion": done["defence_opinion"],
            "is_adopted": done["defence_adopted"],
        }
    return {
        "notice_number": done["notice_number"],
        "notice_served_on": noted_day(measure, "notice_served_on"),
        "defence": defence,
        "hearing_held_on": noted_day(measure, "hearing_held_on"),
        "discussed_on": discussed_on,
        "reasons": reasons,
    }


HEARING_EFFECTS: dict[str, Effect] = {
    "record_defence": _record_defence,
    "record_hearing": _record_hearing,
    "review_defence": _review_defence,
    "pass_legal_review": _pass_legal_review,
}
