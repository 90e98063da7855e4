"""What phones have pushed and what they have yet to pull."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, FetchedValue, Identity, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class SyncOperation(Base):
    """An operation that was applied, with its answer for the repeat."""

    __tablename__ = "sync_operation"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    authority_id: Mapped[UUID]
    device_id: Mapped[UUID]
    name: Mapped[str]
    subject_id: Mapped[UUID]
    payload_digest: Mapped[str]
    resource: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    applied_at: Mapped[datetime]


class Change(Base):
    """Something changed; `transaction` orders the feed so that a late commit is never skipped."""

    __tablename__ = "change"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    transaction: Mapped[str] = mapped_column(String, FetchedValue())
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    authority_id: Mapped[UUID]
    grid_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    at: Mapped[datetime]
