"""Events written in the transaction that caused them, so that background work is never lost."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import ForeignKey, Index, exists, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel import clock
from backend.kernel.db import Base, Json, after_commit_once, insert_together, session
from backend.kernel.ids import new_id


@dataclass(frozen=True)
class Event:
    """A fact in the past tense; its fields are JSON values (ids as text)."""

    def payload(self) -> dict[str, Any]:
        """Return the event's fields as the job will get them."""
        return {
            key: str(value) if isinstance(value, UUID) else value
            for key, value in asdict(self).items()
        }


class OutboxEvent(Base):
    """An event waiting for, or done with, being handed to the queue."""

    __tablename__ = "outbox_event"
    __table_args__ = (
        Index(
            "ix_outbox_event_waiting", "created_at", postgresql_where=text("dispatched_at is null")
        ),
        Index(
            "ix_outbox_event_unfinished",
            "dispatched_at",
            postgresql_where=text("unfinished_jobs > 0"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    dispatched_at: Mapped[datetime | None]
    unfinished_jobs: Mapped[int]


class FinishedJob(Base):
    """A job that has done its work for an event."""

    __tablename__ = "finished_job"
    event_id: Mapped[UUID] = mapped_column(ForeignKey("outbox_event.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    finished_at: Mapped[datetime]


def emit(event: Event) -> None:
    """Record the event in the running transaction; its jobs start only after the commit."""
    session().add(OutboxEvent(**_row_of(event)))
    after_commit_once(current_app.extensions["kick_relay"])


def insert_with_event(model: type[Base], row: Json, event: Event) -> None:
    """Insert a row together with the event that tells of it, in one statement."""
    insert_together({model: [row], OutboxEvent: [_row_of(event)]})
    after_commit_once(current_app.extensions["kick_relay"])


def _row_of(event: Event) -> Json:
    return {
        "id": new_id(),
        "name": type(event).__name__,
        "payload": event.payload(),
        "created_at": clock.now(),
        "dispatched_at": None,
        "unfinished_jobs": 0,
    }


def claim_waiting(limit: int) -> list[OutboxEvent]:
    """Lock up to `limit` events nobody else is handing over, oldest first."""
    query = (
        select(OutboxEvent)
        .where(OutboxEvent.dispatched_at.is_(None))
        .order_by(OutboxEvent.created_at, OutboxEvent.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session().scalars(query))


def claim_overdue(dispatched_before: datetime, limit: int) -> list[OutboxEvent]:
    """Lock up to `limit` events whose jobs were handed over long ago and have not all finished."""
    query = (
        select(OutboxEvent)
        .where(OutboxEvent.unfinished_jobs > 0, OutboxEvent.dispatched_at < dispatched_before)
        .order_by(OutboxEvent.dispatched_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session().scalars(query))


def has_unfinished(since: datetime) -> bool:
    """Tell whether an event since then waits to be handed over or has jobs that have not done their
    work.
    """
    is_open = or_(OutboxEvent.dispatched_at.is_(None), OutboxEvent.unfinished_jobs > 0)
    row = exists().where(OutboxEvent.created_at >= since, is_open)
    return bool(session().scalar(select(row)))


def has_finished(event_id: UUID, job_name: str) -> bool:
    """Tell whether the job has done its work for the event."""
    row = exists().where(FinishedJob.event_id == event_id, FinishedJob.name == job_name)
    return bool(session().scalar(select(row)))


def note_finished(event_id: UUID, job_name: str) -> None:
    """Record that a job has done its work for an event; again changes nothing."""
    statement = (
        insert(FinishedJob)
        .values(event_id=event_id, name=job_name, finished_at=clock.now())
        .on_conflict_do_nothing()
        .returning(FinishedJob.name)
    )
    if session().execute(statement).first() is not None:
        event = session().get_one(OutboxEvent, event_id, with_for_update=True)
        event.unfinished_jobs -= 1
