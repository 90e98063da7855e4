"""Reads of histories."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute

from backend.kernel.db import Json, among, session
from backend.kernel.json_sql import json_list, json_object
from backend.workflow.models import Delegation, Recusal, WorkflowEvent
from backend.workflow.rules import Recused

# Every step asks these: they are put together once.
_TAKEN = (
    select(
        WorkflowEvent.seq,
        WorkflowEvent.action,
        WorkflowEvent.actor_id,
        WorkflowEvent.on_behalf_of_id,
        WorkflowEvent.at,
        WorkflowEvent.form,
    )
    .where(WorkflowEvent.subject_id == bindparam("subject_id"))
    .order_by(WorkflowEvent.seq)
)
_RECUSED = select(Recusal.person_id, Recusal.person_name, Recusal.state, Recusal.decided_on).where(
    Recusal.subject_id == any_(bindparam("subject_ids", type_=ARRAY(Uuid))),
    Recusal.state.in_(("open", "granted")),
)
_LAST_LINK = "select seq, hash from workflow_event where subject_id = %s order by seq desc limit 1"


@dataclass(frozen=True)
class Link:
    """Where a history ends."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Taken:
    """A step taken, without what only its proof needs."""

    seq: int
    action: str
    actor_id: UUID | None
    on_behalf_of_id: UUID | None
    at: datetime
    form: Json


def list_history(subject_id: UUID) -> list[WorkflowEvent]:
    """Return a subject's steps in order."""
    query = (
        select(WorkflowEvent)
        .where(WorkflowEvent.subject_id == subject_id)
        .order_by(WorkflowEvent.seq)
    )
    return list(session().scalars(query))


def find_last_link(subject_id: UUID) -> Link | None:
    """Return number and hash of a subject's last step, which the next one continues."""
    row = session().connection().exec_driver_sql(_LAST_LINK, (subject_id,)).first()
    return Link(*row) if row else None


def list_taken(subject_id: UUID) -> list[Taken]:
    """Return what guards look at of a subject's steps, in order."""
    return [Taken(*row) for row in session().execute(_TAKEN, {"subject_id": subject_id})]


def list_histories(subject_ids: list[UUID]) -> dict[UUID, list[WorkflowEvent]]:
    """Return the steps of several subjects in one query."""
    query = (
        select(WorkflowEvent)
        .where(WorkflowEvent.subject_id.in_(subject_ids))
        .order_by(WorkflowEvent.subject_id, WorkflowEvent.seq)
    )
    found: dict[UUID, list[WorkflowEvent]] = {key: [] for key in subject_ids}
    for row in session().scalars(query):
        found[row.subject_id].append(row)
    return found


def list_recused(subject_ids: Collection[UUID]) -> tuple[Recused, ...]:
    """Return who was asked to keep away from any of these things, unless it was refused."""
    rows = session().execute(_RECUSED, {"subject_ids": list(subject_ids)})
    return tuple(Recused(*row) for row in rows)


def list_delegations_to(person_id: UUID, authority_id: UUID, day: date) -> list[Delegation]:
    """Return the roles an authority's people let this person exercise on a day."""
    query = select(Delegation).where(
        Delegation.delegate_id == person_id,
        Delegation.authority_id == authority_id,
        Delegation.state == "in_force",
        Delegation.valid_from <= day,
        Delegation.valid_to >= day,
    )
    return list(session().scalars(query.order_by(Delegation.created_at, Delegation.id)))


def steps_as_json(subject_id: InstrumentedAttribute[UUID]) -> ColumnElement[Any]:
    """Return the expression of a subject's history as StepSchema writes it."""
    who = json_object(
        id=WorkflowEvent.actor_id,
        name=WorkflowEvent.actor_name,
        role=WorkflowEvent.actor_role,
        on_behalf_of=WorkflowEvent.on_behalf_of_name,
    )
    step = json_object(
        seq=WorkflowEvent.seq,
        at=WorkflowEvent.at,
        action=WorkflowEvent.action,
        from_state=WorkflowEvent.from_state,
        to_state=WorkflowEvent.to_state,
        actor=who,
        input=WorkflowEvent.form,
        hash=WorkflowEvent.hash,
    )
    own = json_list(step, WorkflowEvent.seq).where(WorkflowEvent.subject_id == subject_id)
    return own.scalar_subquery()


_SHOWN = (
    WorkflowEvent.subject_id, WorkflowEvent.seq, WorkflowEvent.at, WorkflowEvent.action,
    WorkflowEvent.from_state, WorkflowEvent.to_state, WorkflowEvent.actor_id,
    WorkflowEvent.actor_name, WorkflowEvent.actor_role, WorkflowEvent.on_behalf_of_name,
    WorkflowEvent.form, WorkflowEvent.hash,
)  # fmt: skip


def list_taken_steps(subject_ids: Sequence[UUID]) -> dict[UUID, list[Json]]:
    """Return what is shown of the steps of several subjects, in one query and without objects."""
    query = (
        select(*_SHOWN)
        .where(among(WorkflowEvent.subject_id, subject_ids))
        .order_by(WorkflowEvent.subject_id, WorkflowEvent.seq)
    )
    names = [column.key for column in _SHOWN]
    found: dict[UUID, list[Json]] = {key: [] for key in subject_ids}
    for row in session().execute(query):
        found[row[0]].append(dict(zip(names, row, strict=True)))
    return found
