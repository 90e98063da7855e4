"""Letting another person exercise a deciding role for a time."""

import hashlib
import json
from datetime import datetime, timedelta
from uuid import UUID

from backend.accounts import list_people_by_id, permissions_of
from backend.duties import queries
from backend.duties.errors import DelegationDiffers, DelegationOverlaps, NotOwnRole
from backend.duties.rules import DELEGATION_V1, GUARDS, LONGEST_DAYS
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid
from backend.workflow import Delegation, FormLoader, Step, Workflow, begin, perform

KIND = "delegation"
READING = "case.read"
"""Without it a delegate could not open what he is to decide."""


def delegate_role(
    actor: Actor, delegation_id: UUID, wanted: Json, now: datetime
) -> tuple[Delegation, bool]:
    """Let a person of the same authority exercise a deciding role of the actor's for a time, and
    return the delegation and whether it is new.

    Raises DelegationDiffers, DelegationOverlaps, NotOwnRole or Invalid.
    """
    digest = hashlib.sha256(json.dumps(wanted, sort_keys=True, default=str).encode()).hexdigest()
    lock_named(f"delegation:{actor.person_id}")
    known = queries.find_delegation(delegation_id)
    if known is not None:
        if known.principal_id != actor.person_id or known.creation_digest != digest:
            raise DelegationDiffers
        return known, False
    if wanted["role"] not in actor.roles:
        raise NotOwnRole(role=wanted["role"])
    _check(actor, wanted, now)
    if queries.overlaps(actor.person_id, wanted["role"], wanted["valid_from"], wanted["valid_to"]):
        raise DelegationOverlaps(role=wanted["role"])
    delegate = list_people_by_id(frozenset({wanted["delegate_id"]}))[wanted["delegate_id"]]
    delegation = Delegation(
        id=delegation_id,
        authority_id=actor.authority_id,
        state=WORKFLOW.newest.initial,
        revision=1,
        procedure_version=WORKFLOW.newest.version,
        principal_id=actor.person_id,
        principal_name=actor.full_name,
        delegate_name=delegate.full_name,
        created_at=now,
        creation_digest=digest,
        **wanted,
    )
    session().add(delegation)
    told = {"role": wanted["role"], "delegate": delegate.full_name, "reason": wanted["reason"]}
    begin(WORKFLOW, delegation, actor, told, now)
    return delegation, True


def _check(actor: Actor, wanted: Json, now: datetime) -> None:
    key, first, last = wanted["delegate_id"], wanted["valid_from"], wanted["valid_to"]
    person = list_people_by_id(frozenset({key})).get(key)
    if person is None or person.authority_id != actor.authority_id or not person.is_active:
        raise Invalid({"/delegate_id": ("person_unknown", "须为本机关的在岗人员")})
    if key == actor.person_id:
        raise Invalid({"/delegate_id": ("delegate_himself", "不能委托给本人")})
    if READING not in permissions_of(frozenset(person.roles)):
        raise Invalid({"/delegate_id": ("delegate_cannot_read", "受托人须能查阅案件")})
    if last < max(first, bureau_date(now)) or last - first > timedelta(days=LONGEST_DAYS):
        raise Invalid({"/valid_to": ("term_wrong", "止期须不早于起期和今天，且不超过一年")})


def perform_action(
    actor: Actor,
    delegation_id: UUID,
    action: str,
    *,
    expected_revision: int,
    load_form: FormLoader,
    now: datetime,
) -> Delegation:
    """Take a delegation back."""
    delegation = queries.get_delegation(actor, delegation_id, lock=True)
    perform(
        WORKFLOW, delegation, action, actor,
        expected_revision=expected_revision, load_form=load_form, now=now,
    )  # fmt: skip
    return delegation


def _withdraw(step: Step) -> None:
    step.subject.withdrawn_on = bureau_date(step.now)


WORKFLOW = Workflow(
    kind=KIND,
    definitions=(DELEGATION_V1,),
    guards=GUARDS,
    effects={"withdraw": _withdraw},
    snapshot=lambda delegation: delegation.principal_id,
)
