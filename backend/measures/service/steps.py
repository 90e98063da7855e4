"""What every step of a measure writes: notes, terms, papers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from backend.accounts import get_authority, list_people_by_id
from backend.deadlines import cancel_deadlines, meet_deadline, open_deadline, open_hours
from backend.documents import (
    Document,
    document_title,
    find_document,
    issue_document,
    reserve_number,
)
from backend.evidence import link_exhibits
from backend.kernel.clock import bureau_date, wire_time
from backend.kernel.db import Json
from backend.measures.models import Measure
from backend.measures.service.facts import LINK, officers_on
from backend.parameters import Value, value_at
from backend.workflow import Step

ACT_DAYS = ("served_on", "rechecked_on", "checked_on", "received_on")
OFFICER, HEAD = "officer", "head"


def day_of(step: Step) -> date:
    """Return the day of the act a step records; today where its form names none."""
    moment = step.form.get("acted_at") or step.form.get("sent_at")
    if moment:
        return bureau_date(moment)
    told = [step.form[name] for name in ACT_DAYS if step.form.get(name)]
    return told[0] if told else bureau_date(step.now)


def note(step: Step, **facts: Any) -> None:
    """Keep facts of the step with the measure, and the day of its act."""
    measure: Measure = step.subject
    kept = {name: _plain(value) for name, value in facts.items()}
    measure.done = {**measure.done, "last_act_on": day_of(step).isoformat(), **kept}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return wire_time(value)
    return value.isoformat() if isinstance(value, date) else value


def noted_day(measure: Measure, name: str) -> date | None:
    """Return a day kept by an earlier step."""
    kept = measure.done.get(name)
    return date.fromisoformat(kept) if kept else None


def needed_day(measure: Measure, name: str) -> date:
    """Return a day that an earlier step must have kept."""
    return date.fromisoformat(measure.done[name])


def parameter(measure: Measure, key: str, day: date) -> Value:
    """Return the number that applies at the measure's authority on a day."""
    return value_at(measure.authority_id, key, day)


def open_term(
    step: Step, code: str, key: str, *, role: str = OFFICER, is_waiting_period: bool = False
) -> None:
    """Start a term of days on the day of the step's act, as long as the parameter says."""
    measure: Measure = step.subject
    day = day_of(step)
    value = parameter(measure, key, day)
    open_deadline(
        authority_id=measure.authority_id,
        subject_kind=measure.kind,
        subject_id=measure.id,
        subject_number=_number(measure),
        code=code,
        started_on=day,
        days=value.value,
        unit=value.day_unit,
        basis=value.basis,
        responsible_role=role,
        is_waiting_period=is_waiting_period,
    )


def open_hours_term(step: Step, code: str, key: str, started_at: datetime, role: str) -> None:
    """Start a term of hours at a moment."""
    measure: Measure = step.subject
    value = parameter(measure, key, bureau_date(started_at))
    open_hours(
        authority_id=measure.authority_id,
        subject_kind=measure.kind,
        subject_id=measure.id,
        subject_number=_number(measure),
        code=code,
        started_at=started_at,
        hours=value.value,
        basis=value.basis,
        responsible_role=role,
    )


def _number(measure: Measure) -> str:
    return measure.number or measure.case_number or ""


def meet(step: Step, code: str) -> None:
    """Close an open term by the step's act."""
    measure: Measure = step.subject
    at = step.form.get("acted_at") or step.form.get("sent_at") or step.now
    meet_deadline(measure.kind, measure.id, code, day_of(step), at=at)


def cancel_all(step: Step) -> None:
    """End every term of a measure that no longer binds anyone."""
    cancel_deadlines(step.subject.kind, step.subject.id, on=bureau_date(step.now))


def link(step: Step, fact: str) -> None:
    """Link the exhibits a form names to the measure, with what they prove."""
    ids = step.form.get("exhibit_ids") or []
    measure: Measure = step.subject
    if ids:
        link_exhibits(
            step.actor,
            ids,
            kind=LINK,
            subject_id=measure.id,
            label=_number(measure),
            facts=dict.fromkeys(ids, fact),
        )


def issue(step: Step, kind: str, data: Mapping[str, Any]) -> Document:
    """Issue a document of the measure, numbered in its class and year."""
    measure: Measure = step.subject
    return issue_document(
        step.actor,
        authority_id=measure.authority_id,
        kind=kind,
        subject_kind=measure.kind,
        subject_id=measure.id,
        case_id=measure.case_id,
        data={
            "party": party_of(measure),
            "violation_name": measure.violation_name,
            "case_number": measure.case_number,
            **data,
        },
        number=reserve_number(measure.authority_id, kind, bureau_date(step.now).year),
        at=step.now,
    )


def serve(step: Step, kind: str) -> None:
    """Issue 送达回证 for the newest paper of a kind: when, how and to whom it was served."""
    measure: Measure = step.subject
    served = find_document(measure.kind, measure.id, kind)
    if served is None or served.number is None:
        raise LookupError(f"{measure.kind} {measure.id} has no {kind} to serve")
    issue_document(
        step.actor,
        authority_id=measure.authority_id,
        kind="service_receipt",
        subject_kind=measure.kind,
        subject_id=measure.id,
        case_id=measure.case_id,
        data={
            "party": party_of(measure),
            "document_title": document_title(kind),
            "document_number": served.number,
            "served_on": step.form["served_on"],
            "mode": step.form["mode"],
            "place": None,
            "recipient": step.form["recipient"],
            "note": None,
            "servers": officers_on(measure, step.form["served_on"]),
        },
        number=reserve_number(measure.authority_id, "service_receipt", bureau_date(step.now).year),
        at=step.now,
    )


def party_of(measure: Measure) -> Json:
    """Return the party as documents name it."""
    keys = ("name", "kind", "credit_code", "legal_representative", "address")
    return {key: measure.party.get(key) for key in keys}


def items_of(measure: Measure) -> list[Json]:
    """Return the list of things as documents print it."""
    keys = ("name", "specification", "quantity", "condition", "kept_at", "keeper")
    return [{key: one.get(key) for key in keys} for one in measure.items]


def handed(step: Step) -> Json:
    """Return to whom the papers were handed on the spot, or why not."""
    return {name: step.form[name] for name in ("handed_to", "refusal", "witness")}


def remedy(measure: Measure) -> Json:
    """Return where the party may turn against a decision."""
    authority = get_authority(measure.authority_id)
    above = get_authority(authority.parent_id) if authority.parent_id else authority
    government = f"{above.name.removesuffix('生态环境局')}人民政府"
    return {"reconsideration_body": government, "court": None}


def ruled(step: Step, opinion: str) -> Json:
    """Return proposal and approval as approval forms print them."""
    measure: Measure = step.subject
    proposer = list_people_by_id(frozenset({measure.created_by_id}))[measure.created_by_id]
    return {
        "facts": measure.facts,
        "legal_basis": measure.legal_basis,
        "officers": officers_on(measure, bureau_date(step.now)),
        "proposed_by": proposer.full_name,
        "proposed_on": bureau_date(measure.created_at),
        "approved_by": step.actor.signing_name,
        "approved_on": bureau_date(step.now),
        "opinion": opinion,
    }


def contact_of(measure: Measure) -> Json:
    """Return the office the party may turn to."""
    return {"name": get_authority(measure.authority_id).name, "phone": None, "address": None}


def choice(choices: tuple[tuple[str, str, str], ...], value: str) -> str:
    """Return the Chinese words of a choice."""
    return next(zh for key, zh, _ in choices if key == value)


def end(step: Step) -> None:
    """End a measure that was refused or withdrawn."""
    note(step, ended_reason=step.form["reason"])
    cancel_all(step)
