"""Reads of checkpoints and of the queue before them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from backend.kernel.db import session
from backend.ledger.errors import CheckpointNotReady
from backend.ledger.models import LogCheckpoint, LogCosignature, QueuedEvent


def find_latest_checkpoint() -> LogCheckpoint | None:
    """Return the newest checkpoint, if one was signed."""
    query = select(LogCheckpoint).order_by(LogCheckpoint.tree_size.desc()).limit(1)
    return session().scalars(query).one_or_none()


def latest_checkpoint() -> LogCheckpoint:
    """Return the newest checkpoint; raises CheckpointNotReady."""
    checkpoint = find_latest_checkpoint()
    if checkpoint is None:
        raise CheckpointNotReady
    return checkpoint


def find_checkpoint(tree_size: int) -> LogCheckpoint | None:
    """Return the checkpoint of exactly this size, if one was signed."""
    return session().get(LogCheckpoint, tree_size)


def witnessed_note(checkpoint: LogCheckpoint) -> str:
    """Return the checkpoint's note with the cosignatures it has, each witness's in one line."""
    query = (
        select(LogCosignature.line)
        .where(LogCosignature.tree_size == checkpoint.tree_size)
        .order_by(LogCosignature.name)
    )
    return checkpoint.note + "".join(session().scalars(query))


@dataclass(frozen=True)
class WaitingLeaf:
    """An event that is about to get its place in the log."""

    event_id: UUID
    leaf_hash: bytes
    leaf_sm3: bytes


def take_waiting(limit: int) -> list[WaitingLeaf]:
    """Take committed events out of the queue, oldest first.

    The queue is read instead of events after the last one, which would miss a transaction that
    commits late.
    """
    oldest = select(QueuedEvent.event_id).order_by(QueuedEvent.event_id).limit(limit)
    statement = (
        delete(QueuedEvent)
        .where(QueuedEvent.event_id.in_(oldest))
        .returning(QueuedEvent.event_id, QueuedEvent.leaf_hash, QueuedEvent.leaf_sm3)
        .execution_options(synchronize_session=False)
    )
    taken = [WaitingLeaf(*row) for row in session().execute(statement)]
    return sorted(taken, key=lambda leaf: leaf.event_id)
