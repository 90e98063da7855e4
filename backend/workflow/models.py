"""The history of every subject that has a workflow."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class Stateful:
    """Columns of a table whose `state` only the engine may write (a database trigger refuses
    others).
    """

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    state: Mapped[str]
    revision: Mapped[int]
    procedure_version: Mapped[int]


class WorkflowEvent(Base):
    """One step taken, chained to the one before by its hash over the stored bytes."""

    __tablename__ = "workflow_event"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    seq: Mapped[int]
    action: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    actor_id: Mapped[UUID | None]
    """None where time took the step."""
    actor_name: Mapped[str]
    actor_role: Mapped[str]
    form: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    record: Mapped[bytes]
    prev_hash: Mapped[str]
    hash: Mapped[str]
