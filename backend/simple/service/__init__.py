"""Recording on-the-spot penalties and taking their steps."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from backend.accounts import list_people_by_id
from backend.deadlines import cancel_deadlines, meet_deadline, open_deadline
from backend.evidence import link_exhibits
from backend.inspections import officer_facts
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid
from backend.simple import queries
from backend.simple.errors import SimplePenaltyDiffers
from backend.simple.models import SimplePenalty
from backend.simple.rules import GUARDS, SIMPLE_V1, SimpleFacts
from backend.simple.service import papers
from backend.simple.service.papers import KIND as KIND
from backend.workflow import FormLoader, Step, Workflow, begin, perform

FILE_CODE, HAND_IN_CODE, PAY_CODE = "file_simple", "hand_in", "pay"


def record_simple(
    actor: Actor, penalty_id: UUID, body: Json, now: datetime
) -> tuple[SimplePenalty, bool]:
    """Record what was found on the spot and return it and whether it is new; raises
    SimplePenaltyDiffers or Invalid.
    """
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
    lock_named(f"simple:{penalty_id}")
    known = queries.find_simple(penalty_id)
    if known is not None:
        if known.created_by_id != actor.person_id or known.creation_digest != digest:
            raise SimplePenaltyDiffers
        return known, False
    _check_officers(actor, body)
    row = SimplePenalty(
        id=penalty_id,
        authority_id=actor.authority_id,
        state=WORKFLOW.newest.initial,
        revision=1,
        procedure_version=WORKFLOW.newest.version,
        created_by_id=actor.person_id,
        created_at=now,
        creation_digest=digest,
        has_warning=False,
        **body,
    )
    session().add(row)
    begin(WORKFLOW, row, actor, {"party": body["party"]["name"]}, now)
    facts = dict.fromkeys(body["exhibit_ids"], body["facts"][:500])
    link_exhibits(actor, facts.keys(), kind=KIND, subject_id=row.id, label=row.place, facts=facts)
    return row, True


def _check_officers(actor: Actor, body: Json) -> None:
    people = list_people_by_id(frozenset(body["officer_ids"]))
    for position, person_id in enumerate(body["officer_ids"]):
        person = people.get(person_id)
        if (
            person is None
            or "officer" not in person.roles
            or person.authority_id not in actor.visible_authority_ids
        ):
            pointer = f"/officer_ids/{position}"
            raise Invalid({pointer: ("not_an_officer", "须为本单位的执法人员")})


def perform_action(
    actor: Actor,
    penalty_id: UUID,
    action: str,
    *,
    expected_revision: int,
    load_form: FormLoader,
    now: datetime,
) -> SimplePenalty:
    """Take a step of the simple procedure."""
    row = queries.get_simple(actor, penalty_id, lock=True)
    perform(
        WORKFLOW,
        row,
        action,
        actor,
        expected_revision=expected_revision,
        load_form=load_form,
        now=now,
    )
    return row


def _snapshot(row: SimplePenalty) -> SimpleFacts:
    people = list_people_by_id(frozenset(row.officer_ids))
    officers = [officer_facts(people[key]) for key in dict.fromkeys(row.officer_ids)]
    collected = (row.collection or {}).get("collected_on")
    return SimpleFacts(
        today=bureau_date(clock.now()),
        party_kind=row.party["kind"],
        officers={
            one.person_id: (one.full_name, one.certificate_on(row.act_on) is not None)
            for one in officers
        },
        exhibits=len(row.exhibit_ids),
        fine_min_fen=row.fine_min_fen,
        fine_fen=row.fine_fen,
        decided_on=row.decided_on,
        collected_on=datetime.fromisoformat(collected).date() if collected else None,
        is_settled=row.is_settled,
        is_filed=row.filed_on is not None,
        numbers=papers.numbers_of(row),
    )


def _decide(step: Step) -> None:
    row: SimplePenalty = step.subject
    number = papers.next_number_of(step, "on_spot_decision")
    row.fine_fen, row.has_warning = step.form["fine_fen"], step.form["warning"]
    row.defence, row.decided_on, row.number = step.form["defence"], bureau_date(step.now), number
    document = papers.issue(step, "on_spot_decision", papers.decision_data(step), number)
    papers.issue(step, "service_receipt", papers.receipt_data(step, document))
    _open_term(row, FILE_CODE, "simple_record_days")
    if row.fine_fen:
        _open_term(row, PAY_CODE, "pay_days")


def _collect(step: Step) -> None:
    row: SimplePenalty = step.subject
    today = bureau_date(step.now)
    row.collection = {
        "collected_on": today.isoformat(),
        "ground": step.form["ground"],
        "receipt_number": step.form["receipt_number"],
    }
    cancel_deadlines(KIND, row.id, [PAY_CODE], on=today)
    _open_term(row, HAND_IN_CODE, "simple_hand_in_days")


def _hand_in(step: Step) -> None:
    row: SimplePenalty = step.subject
    day = step.form["handed_in_on"]
    row.payment = {"paid_on": day.isoformat(), "reference": step.form["reference"]}
    meet_deadline(KIND, row.id, HAND_IN_CODE, day)


def _record_payment(step: Step) -> None:
    row: SimplePenalty = step.subject
    day = step.form["paid_on"]
    row.payment = {"paid_on": day.isoformat(), "reference": step.form["reference"]}
    meet_deadline(KIND, row.id, PAY_CODE, day)


def _file(step: Step) -> None:
    row: SimplePenalty = step.subject
    row.filed_on = bureau_date(step.now)
    said = {
        "decision_number": row.number,
        "decided_on": row.decided_on,
        "is_collected": row.collection is not None,
        "note": step.form["note"],
        "filed_by": step.actor.signing_name,
        "filed_on": row.filed_on,
    }
    papers.issue(step, "on_spot_record", papers.head_of(row) | said)
    meet_deadline(KIND, row.id, FILE_CODE, row.filed_on)


def _open_term(row: SimplePenalty, code: str, key: str) -> None:
    number = papers.numbers_of(row)[key]
    open_deadline(
        authority_id=row.authority_id,
        subject_kind=KIND,
        subject_id=row.id,
        subject_number=row.number or "",
        code=code,
        started_on=bureau_date(clock.now()),
        days=number.value,
        unit=number.day_unit,
        basis=number.basis,
        responsible_role="officer",
    )


WORKFLOW = Workflow(
    kind=KIND,
    definitions=(SIMPLE_V1,),
    guards=GUARDS,
    effects={
        "decide_on_spot": _decide,
        "collect_on_spot": _collect,
        "hand_in": _hand_in,
        "record_payment": _record_payment,
        "file_for_record": _file,
    },
    snapshot=_snapshot,
)
