"""Reads of histories."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, any_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, aliased

from backend.kernel.db import Json, among, session
from backend.kernel.json_sql import json_list, json_object
from backend.kernel.memory import recalled, remember
from backend.kernel.parts import Part, list_of, row_of, uuid_or_none
from backend.kernel.worded import Worded, asked
from backend.workflow.models import Delegation, Recusal, WorkflowEvent
from backend.workflow.rules import Recused

TAKEN, RECUSED = "taken", "recused"
"""Under which keys a subject's steps, and who must keep away from it, are remembered."""
STANDING = ("open", "granted")
"""States of a request to keep away that was not refused."""
# Every step asks these: they are put together once.
_TAKEN = Worded(
    select(
        WorkflowEvent.seq,
        WorkflowEvent.action,
        WorkflowEvent.actor_id,
        WorkflowEvent.on_behalf_of_id,
        WorkflowEvent.at,
        WorkflowEvent.form,
        WorkflowEvent.hash,
    )
    .where(WorkflowEvent.subject_id == asked("subject_id", Uuid))
    .order_by(WorkflowEvent.seq)
)
_RECUSED = Worded(
    select(Recusal.person_id, Recusal.person_name, Recusal.state, Recusal.decided_on).where(
        Recusal.subject_id == any_(asked("subject_ids", ARRAY(Uuid))),
        Recusal.state.in_(STANDING),
    )
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
    hash: str


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
    known: list[Taken] | None = recalled((TAKEN, subject_id))
    if known:
        return Link(known[-1].seq, known[-1].hash)
    row = session().connection().exec_driver_sql(_LAST_LINK, (subject_id,)).first()
    return Link(*row) if row else None


def list_taken(subject_id: UUID) -> list[Taken]:
    """Return what guards look at of a subject's steps, in order."""
    known: list[Taken] | None = recalled((TAKEN, subject_id))
    if known is not None:
        return known
    return [Taken(*row) for row in _TAKEN.ask(subject_id=subject_id)]


def taken_part(subject_id: InstrumentedAttribute[UUID]) -> Part[list[Taken]]:
    """Return what list_taken returns as part of another statement."""
    step = aliased(WorkflowEvent, name="w")
    shown = row_of(
        seq=step.seq,
        action=step.action,
        actor_id=step.actor_id,
        on_behalf_of_id=step.on_behalf_of_id,
        at=step.at,
        form=step.form,
        hash=step.hash,
    )
    own = list_of(shown, step.seq).where(step.subject_id == subject_id)
    return Part(own.scalar_subquery(), lambda rows: [_taken(**row) for row in rows])


def _taken(actor_id: str | None, on_behalf_of_id: str | None, at: str, **others: Any) -> Taken:
    return Taken(
        actor_id=uuid_or_none(actor_id),
        on_behalf_of_id=uuid_or_none(on_behalf_of_id),
        at=datetime.fromisoformat(at),
        **others,
    )


def recused_part(subject_ids: ColumnElement[Any]) -> Part[tuple[Recused, ...]]:
    """Return what list_recused returns as part of another statement."""
    one = row_of(
        person_id=Recusal.person_id,
        full_name=Recusal.person_name,
        state=Recusal.state,
        decided_on=Recusal.decided_on,
    )
    own = list_of(one, Recusal.id).where(
        Recusal.subject_id == any_(subject_ids), Recusal.state.in_(STANDING)
    )
    return Part(own.scalar_subquery(), lambda rows: tuple(_recused(**row) for row in rows))


def _recused(person_id: str, decided_on: str | None, **others: str) -> Recused:
    day = date.fromisoformat(decided_on) if decided_on else None
    return Recused(UUID(person_id), decided_on=day, **others)


def remember_standing(
    subject_ids: tuple[UUID, ...], taken: list[Taken], recused: tuple[Recused, ...]
) -> None:
    """Let the next step of the first of these, which is locked, be judged by what was read of it
    and of those beside it.
    """
    remember((TAKEN, subject_ids[0]), taken)
    remember((RECUSED, *subject_ids), recused)


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
    rows = _RECUSED.ask(subject_ids=list(subject_ids))
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
