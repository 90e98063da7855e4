"""Reads of the ledger."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.kernel.db import session
from backend.ledger import rules
from backend.ledger.errors import CheckpointNotReady, LogIncomplete
from backend.ledger.models import CustodyEvent, LogBlock, LogCheckpoint, LogLeaf, QueuedEvent

TILE = 1 << rules.BLOCK_BITS


@dataclass(frozen=True)
class CustodyRecord:
    """One event of a chain as it was written, with its place in the log once it has one."""

    event_id: UUID
    seq: int
    action: str
    at: datetime
    record: bytes
    leaf_index: int | None
    logged: LogCheckpoint | None
    """The first checkpoint that covers the event."""

    @property
    def facts(self) -> dict[str, Any]:
        """The record, decoded."""
        decoded: dict[str, Any] = json.loads(self.record)
        return decoded

    @property
    def hash(self) -> str:
        """The SHA-256 of the record in hex."""
        return hashlib.sha256(self.record).hexdigest()

    @property
    def prev(self) -> str:
        """The hash of the event before, empty for the first."""
        prev: str = self.facts["prev"]
        return prev

    @property
    def actor(self) -> dict[str, Any] | None:
        """Who acted, by the names of that day; None for the system."""
        actor: dict[str, Any] | None = self.facts["actor"]
        return actor

    @property
    def detail(self) -> dict[str, Any]:
        """What else the event says."""
        detail: dict[str, Any] = self.facts["detail"]
        return detail


def list_custody(subject_id: UUID) -> list[CustodyRecord]:
    """Return the whole chain of an exhibit or device in order; callers check the scope."""
    covering = (
        select(func.min(LogCheckpoint.tree_size))
        .where(LogCheckpoint.tree_size > LogLeaf.leaf_index)
        .correlate(LogLeaf)
        .scalar_subquery()
    )
    query = (
        select(CustodyEvent, LogLeaf.leaf_index, LogCheckpoint)
        .outerjoin(LogLeaf, LogLeaf.event_id == CustodyEvent.event_id)
        .outerjoin(LogCheckpoint, LogCheckpoint.tree_size == covering)
        .where(CustodyEvent.subject_id == subject_id)
        .order_by(CustodyEvent.seq)
    )
    return [
        CustodyRecord(
            event.event_id, event.seq, event.action, event.at, event.record, index, logged
        )
        for event, index, logged in session().execute(query)
    ]


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


def inclusion_proof(leaf_index: int, tree_size: int) -> list[bytes]:
    """Return the SHA-256 path from a leaf to the root of the tree of that size, nearest sibling
    first.

    Raises ValueError when the leaf is not in that tree, LogIncomplete when the tree is not stored.
    """
    return inclusion_proofs([leaf_index], tree_size)[leaf_index]


def inclusion_proofs(leaf_indexes: Iterable[int], tree_size: int) -> dict[int, list[bytes]]:
    """Return the paths of many leaves, reading each row once; raises as inclusion_proof."""
    # Neighbours share most siblings.
    ranges = cache(partial(rules.hash_range, StoredBlocks("sha256"), "sha256"))
    paths = {}
    for leaf_index in leaf_indexes:
        if not 0 <= leaf_index < tree_size:
            raise ValueError(f"leaf {leaf_index} is not in a tree of {tree_size}")
        paths[leaf_index] = rules.inclusion_path(ranges, leaf_index, 0, tree_size)
    return paths


def tree_head(size: int) -> rules.TreeHead:
    """Return the stored tree's roots at a size; raises LogIncomplete."""
    return rules.TreeHead(
        size,
        rules.hash_range(StoredBlocks("sha256"), "sha256", 0, size),
        rules.hash_range(StoredBlocks("sm3"), "sm3", 0, size),
    )


def tree_head_from_leaves(size: int) -> rules.TreeHead:
    """Return the roots at a size from the leaves alone, reading every one; raises LogIncomplete."""
    return rules.TreeHead(
        size,
        rules.hash_range(RecomputedBlocks("sha256"), "sha256", 0, size),
        rules.hash_range(RecomputedBlocks("sm3"), "sm3", 0, size),
    )


def find_altered_leaf() -> int | None:
    """Return the first leaf whose event is gone or has other bytes than were sequenced."""
    event_hash = func.sha256(literal(b"\x00").concat(CustodyEvent.record))
    query = (
        select(func.min(LogLeaf.leaf_index))
        .outerjoin(CustodyEvent, CustodyEvent.event_id == LogLeaf.event_id)
        .where(event_hash.is_distinct_from(LogLeaf.leaf_hash))
    )
    return session().scalar(query)


def list_lost_events() -> list[CustodyEvent]:
    """Return committed events that are neither in the log nor waiting for it."""
    query = (
        select(CustodyEvent)
        .outerjoin(LogLeaf, LogLeaf.event_id == CustodyEvent.event_id)
        .outerjoin(QueuedEvent, QueuedEvent.event_id == CustodyEvent.event_id)
        .where(LogLeaf.event_id.is_(None), QueuedEvent.event_id.is_(None))
    )
    return list(session().scalars(query))


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


def stored_size() -> int:
    """Return how many leaves the log has."""
    last = session().scalar(select(func.max(LogLeaf.leaf_index)))
    return 0 if last is None else last + 1


class StoredBlocks:
    """Roots of full subtrees from the database, fetched 256 at a time."""

    def __init__(self, algorithm: str) -> None:
        self._is_sm3 = algorithm == "sm3"
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, position: int) -> bytes:
        """Return one root; raises LogIncomplete."""
        tile, place = divmod(position, TILE)
        if (level, tile) not in self._tiles:
            self._tiles[level, tile] = self._fetch(level, tile)
        try:
            return self._tiles[level, tile][place]
        except IndexError as error:
            raise LogIncomplete(level=level, position=position) from error

    def _fetch(self, level: int, tile: int) -> list[bytes]:
        first, after = tile * TILE, (tile + 1) * TILE
        index: InstrumentedAttribute[int] = LogLeaf.leaf_index if level == 0 else LogBlock.position
        column = self._column(is_leaf=level == 0)
        query = select(index, column).where(index >= first, index < after).order_by(index)
        if level > 0:
            query = query.where(LogBlock.level == level)
        rows = session().execute(query).all()
        for expected, (position, _) in enumerate(rows, first):
            if position != expected:
                raise LogIncomplete(level=level, position=expected)
        return [value for _, value in rows]

    def _column(self, *, is_leaf: bool) -> InstrumentedAttribute[bytes]:
        if self._is_sm3:
            return LogLeaf.leaf_sm3 if is_leaf else LogBlock.root_sm3
        return LogLeaf.leaf_hash if is_leaf else LogBlock.root


class RecomputedBlocks:
    """Roots of full subtrees from the leaves alone, one run of leaves in memory at a time."""

    def __init__(self, algorithm: str) -> None:
        self._algorithm = algorithm
        self._leaves = StoredBlocks(algorithm)
        self._run = -1

    def __call__(self, level: int, position: int) -> bytes:
        """Return one root; raises LogIncomplete."""
        if level > 0:
            return rules.root_of_block(self, self._algorithm, level, position)
        if position // TILE != self._run:
            self._leaves = StoredBlocks(self._algorithm)
            self._run = position // TILE
        return self._leaves(0, position)
