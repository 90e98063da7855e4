"""Reads of histories."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.kernel.db import Json, session
from backend.workflow.models import WorkflowEvent


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
    query = (
        select(WorkflowEvent.seq, WorkflowEvent.hash)
        .where(WorkflowEvent.subject_id == subject_id)
        .order_by(WorkflowEvent.seq.desc())
        .limit(1)
    )
    row = session().execute(query).first()
    return Link(*row) if row else None


def list_taken(subject_id: UUID) -> list[Taken]:
    """Return what guards look at of a subject's steps, in order."""
    query = (
        select(
            WorkflowEvent.seq,
            WorkflowEvent.action,
            WorkflowEvent.actor_id,
            WorkflowEvent.at,
            WorkflowEvent.form,
        )
        .where(WorkflowEvent.subject_id == subject_id)
        .order_by(WorkflowEvent.seq)
    )
    return [Taken(*row) for row in session().execute(query)]


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
