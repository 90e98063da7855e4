"""Reads of histories."""

from uuid import UUID

from sqlalchemy import select

from backend.kernel.db import session
from backend.workflow.models import WorkflowEvent


def list_history(subject_id: UUID) -> list[WorkflowEvent]:
    """Return a subject's steps in order."""
    query = (
        select(WorkflowEvent)
        .where(WorkflowEvent.subject_id == subject_id)
        .order_by(WorkflowEvent.seq)
    )
    return list(session().scalars(query))


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
