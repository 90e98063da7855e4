"""Custody events, each exhibit's chain, and the log that holds them all."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class EvidenceChain(Base):
    """The newest link of one subject's chain; its row lock puts the subject's events in order."""

    __tablename__ = "evidence_chain"
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    seq: Mapped[int]
    head: Mapped[str]
    prev: Mapped[str | None]
    """What the head was before: the append that moves it hands it out. Only chains that were
    appended to since this was kept have it."""


class CustodyEvent(Base):
    """One event of a subject's chain; `record` holds its exact bytes, the columns only find it."""

    __tablename__ = "custody_event"
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    # The chain refers to it: a key here too would have all appends lock one row.
    authority_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    seq: Mapped[int]
    prev_hash: Mapped[str]
    record: Mapped[bytes] = mapped_column("bytes")
    leaf_hash: Mapped[bytes]
    action: Mapped[str]
    at: Mapped[datetime]

    @property
    def hash(self) -> str:
        """The SHA-256 of the record in hex: what the next event's `prev` and a receipt name."""
        return hashlib.sha256(self.record).hexdigest()


# One log serves the whole installation, so its tables belong to no authority.


class QueuedEvent(Base):
    """A committed event that has no place in the log yet."""

    __tablename__ = "log_queue"
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    leaf_hash: Mapped[bytes]
    leaf_sm3: Mapped[bytes | None]
    """Only the previous release fills it."""


class LogLeaf(Base):
    """An event's place in the log."""

    __tablename__ = "log_leaf"
    leaf_index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    event_id: Mapped[UUID]
    leaf_hash: Mapped[bytes]
    leaf_sm3: Mapped[bytes]


class LogBlock(Base):
    """The roots of a full subtree of 256^level leaves, so that a proof reads few rows."""

    __tablename__ = "log_block"
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes]
    root_sm3: Mapped[bytes]


class LogCheckpoint(Base):
    """A signed statement of the log's size and roots."""

    __tablename__ = "log_checkpoint"
    tree_size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes]
    root_sm3: Mapped[bytes]
    note: Mapped[str]
    issued_at: Mapped[datetime]


class LogCosignature(Base):
    """A witness's line under a checkpoint."""

    __tablename__ = "log_cosignature"
    tree_size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    line: Mapped[str]
    at: Mapped[datetime]
