"""Asking that a person keep away, and deciding on it by rank."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.accounts import get_authority, list_people_by_id
from backend.cases import get_case
from backend.documents import issue_document, reserve_number
from backend.duties import queries
from backend.duties.errors import RecusalDiffers, RecusalStanding
from backend.duties.rules import GROUNDS, GUARDS, RECUSAL_V1, RecusalFacts, violation_name
from backend.inspections import get_inspection
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Forbidden, Invalid
from backend.measures import get_measure
from backend.simple import get_simple
from backend.workflow import FormLoader, Recusal, Step, Workflow, begin, perform

KIND = "recusal"
RECORDING = ("case.handle", "inspection.record", "measure.handle")
"""Who may bring in what a party asked for."""


@dataclass(frozen=True)
class Thing:
    """What a person is to keep away from."""

    authority_id: UUID
    number: str
    party: Json
    violation_name: str


def _thing(actor: Actor, kind: str, subject_id: UUID) -> Thing:
    found: Any
    if kind == "case":
        found = get_case(actor, subject_id)
        name = violation_name(found.violation_code)
    elif kind == "inspection":
        found, name = get_inspection(actor, subject_id), "现场检查"
    elif kind == "measure":
        found = get_measure(actor, subject_id)
        name = found.violation_name
    else:
        found = get_simple(actor, subject_id)
        name = found.violation_name
    return Thing(found.authority_id, found.number or "（尚未编号）", found.party, name)


def ask_recusal(
    actor: Actor, recusal_id: UUID, wanted: Json, now: datetime
) -> tuple[Recusal, bool]:
    """Bring in a request that a person keep away, and return it and whether it is new.

    Raises RecusalDiffers, RecusalStanding, Invalid, Forbidden or NotFound.
    """
    digest = hashlib.sha256(json.dumps(wanted, sort_keys=True, default=str).encode()).hexdigest()
    lock_named(f"recusal:{wanted['subject_id']}")
    known = queries.find_recusal(recusal_id)
    if known is not None:
        if known.created_by_id != actor.person_id or known.creation_digest != digest:
            raise RecusalDiffers
        return known, False
    thing = _thing(actor, wanted["subject_kind"], wanted["subject_id"])
    person = _person(actor, wanted, thing, now)
    if queries.is_recusal_standing(wanted["subject_id"], person.id):
        raise RecusalStanding(person=person.full_name)
    recusal = Recusal(
        id=recusal_id,
        authority_id=thing.authority_id,
        state=WORKFLOW.newest.initial,
        revision=1,
        procedure_version=WORKFLOW.newest.version,
        subject_number=thing.number,
        party_name=thing.party["name"],
        violation_name=thing.violation_name,
        person_name=person.full_name,
        is_head="head" in person.roles,
        created_by_id=actor.person_id,
        created_at=now,
        creation_digest=digest,
        **wanted,
    )
    session().add(recusal)
    told = {"person": person.full_name, "ground": wanted["ground"], "by": wanted["asked_by"]}
    begin(WORKFLOW, recusal, actor, told, now)
    return recusal, True


def _person(actor: Actor, wanted: Json, thing: Thing, now: datetime) -> Any:
    key = wanted["person_id"]
    person = list_people_by_id(frozenset({key})).get(key)
    above = get_authority(thing.authority_id).parent_id
    if person is None or person.authority_id not in (thing.authority_id, above):
        raise Invalid({"/person_id": ("person_unknown", "须为本机关或者上级机关的人员")})
    if wanted["asked_on"] > bureau_date(now):
        raise Invalid({"/asked_on": ("in_future", "申请日期不能晚于今天")})
    if wanted["asked_by"] == "self" and key != actor.person_id:
        raise Invalid({"/person_id": ("not_himself", "自行申请回避须由本人提出")})
    if wanted["asked_by"] == "party" and not any(actor.may(one) for one in RECORDING):
        raise Forbidden(permission=RECORDING[0])
    return person


def perform_action(
    actor: Actor,
    recusal_id: UUID,
    action: str,
    *,
    expected_revision: int,
    load_form: FormLoader,
    now: datetime,
) -> Recusal:
    """Decide on a request, or take it back."""
    recusal = queries.get_recusal(actor, recusal_id, lock=True)
    perform(
        WORKFLOW, recusal, action, actor,
        expected_revision=expected_revision, load_form=load_form, now=now,
    )  # fmt: skip
    return recusal


def _snapshot(recusal: Recusal) -> RecusalFacts:
    return RecusalFacts(
        recusal.person_id,
        recusal.is_head,
        recusal.created_by_id,
        recusal.asked_on,
        bureau_date(clock.now()),
    )


def _decide(step: Step) -> None:
    recusal: Recusal = step.subject
    members = step.form.get("members")
    recusal.decided_on = bureau_date(step.now)
    recusal.decision_reasons = step.form["reasons"]
    recusal.decided_by = step.actor.signing_name
    if members:
        people = list_people_by_id(frozenset(members))
        if unknown := [str(key) for key in members if key not in people]:
            raise Invalid({"/members": ("person_unknown", f"没有这些人员：{'、'.join(unknown)}")})
        names = "、".join(people[key].full_name for key in dict.fromkeys(members))
        recusal.decided_by = f"本机关负责人集体讨论（{names}）"
        recusal.decided_on = step.form["held_on"]


def _grant(step: Step) -> None:
    _decide(step)
    _reply(step, f"决定{step.subject.person_name}回避。")


def _refuse(step: Step) -> None:
    _decide(step)
    _reply(step, f"驳回申请，{step.subject.person_name}不予回避。")


def _reply(step: Step, answer: str) -> None:
    """Tell the party in writing; who asked for himself is told in the system."""
    recusal: Recusal = step.subject
    if recusal.asked_by != "party":
        return
    thing = _thing(step.actor, recusal.subject_kind, recusal.subject_id)
    office = get_authority(thing.authority_id).name
    keys = ("name", "kind", "credit_code", "legal_representative", "address")
    issue_document(
        step.actor,
        authority_id=thing.authority_id,
        kind="recusal_reply",
        subject_kind=recusal.subject_kind,
        subject_id=recusal.subject_id,
        case_id=recusal.subject_id if recusal.subject_kind == "case" else None,
        data={
            "party": {key: thing.party.get(key) for key in keys},
            "violation_name": recusal.violation_name,
            "case_number": thing.number,
            "officers": [],
            "recipient": thing.party["name"],
            "contact": {"name": office, "phone": None, "address": None},
            "applied_on": recusal.asked_on,
            "who": recusal.person_name,
            "ground": f"{GROUNDS[recusal.ground]}。{recusal.reasons}",
            "decided_by": recusal.decided_by,
            "reply": f"{answer}{recusal.decision_reasons}",
        },
        number=reserve_number(thing.authority_id, "recusal_reply", bureau_date(step.now).year),
        at=step.now,
    )


WORKFLOW = Workflow(
    kind=KIND,
    definitions=(RECUSAL_V1,),
    guards=GUARDS,
    effects={
        "grant": _grant,
        "refuse": _refuse,
        "grant_together": _grant,
        "refuse_together": _refuse,
    },
    snapshot=_snapshot,
)
