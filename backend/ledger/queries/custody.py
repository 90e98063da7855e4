"""Reads of chains."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, select

from backend.kernel.db import session
from backend.ledger.models import CustodyEvent, EvidenceChain, LogCheckpoint, LogLeaf, QueuedEvent


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


def chain_heads(authority_id: UUID) -> dict[UUID, tuple[int, str]]:
    """Return number and hash of the newest event of each chain of an authority."""
    query = select(EvidenceChain.subject_id, EvidenceChain.seq, EvidenceChain.head).where(
        EvidenceChain.authority_id == authority_id, EvidenceChain.seq > 0
    )
    return {subject_id: (seq, head) for subject_id, seq, head in session().execute(query)}


def list_events_before(event_ids: Sequence[UUID], tree_size: int) -> list[CustodyRecord]:
    """Return those of the events that a tree of this size holds, in the order of the log."""
    query = (
        select(CustodyEvent, LogLeaf.leaf_index)
        .join(LogLeaf, LogLeaf.event_id == CustodyEvent.event_id)
        .where(CustodyEvent.event_id.in_(event_ids), LogLeaf.leaf_index < tree_size)
        .order_by(LogLeaf.leaf_index)
    )
    return [
        CustodyRecord(event.event_id, event.seq, event.action, event.at, event.record, index, None)
        for event, index in session().execute(query)
    ]


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
