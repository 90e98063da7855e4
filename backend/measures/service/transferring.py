"""What the steps of a transfer to the police write, and how they stop the case's own clock."""

from backend.deadlines import find_deadline, resume_clock, stop_clock
from backend.evidence import get_exhibits_by_id, list_links
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.measures.models import Measure
from backend.measures.rules.basis import CRIME
from backend.measures.rules.transfer import (
    ANSWER,
    DECIDE,
    HANDOVER,
    PLATFORM,
    REVIEW,
    SEND,
    SUPPLEMENT,
)
from backend.measures.service.facts import LINK, officers_on
from backend.measures.service.steps import (
    HEAD,
    cancel_all,
    day_of,
    end,
    issue,
    link,
    meet,
    needed_day,
    note,
    open_hours_term,
    open_term,
    ruled,
)
from backend.workflow import Effect, Step

CASE, CASE_TERM = "case", "decide"
"""The term of the case that stands still while a suspected crime is with the police."""
REASON = "移送涉嫌犯罪"


def is_crime(measure: Measure) -> bool:
    """Tell a suspected crime from an act for detention."""
    return measure.subtype == "crime"


def open_decision(step: Step) -> None:
    """Start the three days in which the head decides on a suspected crime."""
    if is_crime(step.subject):
        open_term(step, DECIDE, "crime_decide_days", role=HEAD)


def _approve(step: Step) -> None:
    measure: Measure = step.subject
    meet(step, DECIDE)
    issue(step, f"{measure.subtype}_approval", ruled(step, step.form["opinion"]))
    note(step, approved_on=bureau_date(step.now), approved_by=step.actor.signing_name)
    if is_crime(measure):
        open_hours_term(step, SEND, "crime_send_hours", step.now, "officer")
    else:
        open_term(step, SEND, "detention_transfer_days")


def _send(step: Step) -> None:
    measure: Measure = step.subject
    meet(step, SEND)
    link(step, "移送的证据")
    materials = [line.strip() for line in step.form["materials"].splitlines() if line.strip()]
    exhibits = _exhibits(step)
    common = {"recipient_org": step.form["recipient_org"], "sent_on": day_of(step)}
    letter = issue(
        step,
        f"{measure.subtype}_transfer",
        {
            **common,
            "facts": measure.facts,
            "legal_basis": measure.legal_basis,
            "procuratorate": step.form["procuratorate"],
            "approved_on": needed_day(measure, "approved_on"),
            "material_count": len(materials) + len(exhibits),
        },
    )
    measure.number = letter.number
    issue(
        step,
        f"{measure.subtype}_list",
        {
            **common,
            "transfer_number": letter.number,
            "officers": officers_on(measure, day_of(step)),
            "materials": [{"text": line} for line in materials],
            "exhibits": exhibits,
        },
    )
    note(step, sent_at=step.form["sent_at"], recipient_org=step.form["recipient_org"])
    _await_answer(step)
    if is_crime(measure):
        open_term(step, PLATFORM, "crime_platform_days")
        _stop_case(step)


def _await_answer(step: Step) -> None:
    key = "crime_answer_days" if is_crime(step.subject) else "detention_answer_days"
    open_term(step, ANSWER, key)


def _exhibits(step: Step) -> list[Json]:
    links = list_links(LINK, [step.subject.id])[step.subject.id]
    found = get_exhibits_by_id(step.actor, [one.id for one in links])
    return [
        {
            "name": found[one.id].file_name,
            "fact_to_prove": one.fact_to_prove or "移送的证据",
            "captured_at": found[one.id].captured_at,
            "captured_by": found[one.id].captured_by_name,
            "sha256": found[one.id].sha256,
        }
        for one in links
        if one.id in found
    ]


def _stop_case(step: Step) -> None:
    measure: Measure = step.subject
    if measure.case_id is None:
        return
    term = find_deadline(CASE, measure.case_id, CASE_TERM)
    if term is not None and term.status == "open" and term.stopped_on is None:
        stop_clock(CASE, measure.case_id, CASE_TERM, on=day_of(step), reason=REASON, basis=CRIME)


def _resume_case(step: Step) -> None:
    measure: Measure = step.subject
    if measure.case_id is None:
        return
    term = find_deadline(CASE, measure.case_id, CASE_TERM)
    standing = term and [stop for stop in term.stops if stop.resumed_on is None]
    if term and term.status == "open" and standing and standing[0].reason == REASON:
        resume_clock(CASE, measure.case_id, CASE_TERM, on=day_of(step))


def _record_receipt(step: Step) -> None:
    note(step, receipt=step.form["receiver"], receipt_on=step.form["received_on"])


def _ask_supplement(step: Step) -> None:
    open_term(step, SUPPLEMENT, "crime_supplement_days")
    note(step, supplement_asked=step.form["content"])


def _supplement(step: Step) -> None:
    meet(step, SUPPLEMENT)
    note(step, supplement_sent=step.form["content"])


def _enter_platform(step: Step) -> None:
    meet(step, PLATFORM)
    note(step, platform=step.form["reference"])


def _record_acceptance(step: Step) -> None:
    meet(step, ANSWER)
    note(step, accepted_on=step.form["received_on"], reference=step.form["reference"])
    if is_crime(step.subject):
        open_term(step, HANDOVER, "crime_handover_days")


def _hand_over_items(step: Step) -> None:
    meet(step, HANDOVER)
    note(step, items_handed=step.form["content"])


def _record_refusal(step: Step) -> None:
    meet(step, ANSWER)
    note(step, refused_on=step.form["received_on"], refusal=step.form["content"])
    if is_crime(step.subject):
        open_term(step, REVIEW, "crime_review_days")


def _request_review(step: Step) -> None:
    meet(step, REVIEW)
    _await_answer(step)
    note(step, reviewer=step.form["reviewer"], review_reasons=step.form["content"])


def _take_back(step: Step) -> None:
    note(step, return_reason=step.form["reason"])
    _finish(step)


def _record_return(step: Step) -> None:
    note(step, ground=step.form["ground"], return_reference=step.form["reference"])
    _finish(step)


def _conclude(step: Step) -> None:
    note(step, outcome=step.form["content"])
    _finish(step)


def _finish(step: Step) -> None:
    cancel_all(step)
    _resume_case(step)


EFFECTS: dict[str, Effect] = {
    "approve": _approve,
    "send": _send,
    "record_receipt": _record_receipt,
    "ask_supplement": _ask_supplement,
    "supplement": _supplement,
    "enter_platform": _enter_platform,
    "record_acceptance": _record_acceptance,
    "hand_over_items": _hand_over_items,
    "record_refusal": _record_refusal,
    "request_review": _request_review,
    "take_back": _take_back,
    "record_return": _record_return,
    "conclude": _conclude,
    "refuse": end,
    "withdraw": end,
}
