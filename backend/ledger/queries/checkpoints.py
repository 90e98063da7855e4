"""Reads of checkpoints and of the queue before them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from sqlalchemy import func, select

from backend.kernel.db import session
from backend.ledger.errors import CheckpointNotReady
from backend.ledger.models import LogCheckpoint, LogCosignature


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


def last_cosigned_size(name: str) -> int:
    """Return the largest size the witness of that name has cosigned, 0 before the first."""
    query = select(func.max(LogCosignature.tree_size)).where(LogCosignature.name == name)
    return session().scalar(query) or 0


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
    record: bytes


TAKE_WAITING = """
with taken as (
  delete from log_queue
  where event_id in (select event_id from log_queue order by event_id limit %s)
  returning event_id, leaf_hash
)
select taken.event_id, taken.leaf_hash, coalesce(custody_event.bytes, '')
from taken left join custody_event using (event_id) order by taken.event_id
"""


def take_waiting(limit: int) -> list[WaitingLeaf]:
    """Take committed events out of the queue, oldest first.

    The queue is read instead of events after the last one, which would miss a transaction that
    commits late.
    """
    with _driver().cursor(binary=True) as cursor:
        return [WaitingLeaf(*row) for row in cursor.execute(TAKE_WAITING, (limit,))]


def add_leaves(start: int, leaves: Iterable[tuple[UUID, bytes, bytes]]) -> None:
    """Give leaves (event, SHA-256, SM3) their places from an index on."""
    columns = "copy log_leaf (leaf_index, event_id, leaf_hash, leaf_sm3) from stdin"
    with _driver().cursor() as cursor, cursor.copy(f"{columns} (format binary)") as copy:
        copy.set_types(["int8", "uuid", "bytea", "bytea"])
        for index, leaf in enumerate(leaves, start):
            copy.write_row((index, *leaf))


def _driver() -> Connection[tuple[Any, ...]]:
    # Thousands of rows a second: read and written without a model for each.
    session().flush()  # the driver's own statements see only what was sent
    connection: Connection[tuple[Any, ...]] = session().connection().connection.dbapi_connection  # type: ignore[assignment]
    return connection
