"""The history of every subject that has a workflow."""

from datetime import date, datetime
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
    on_behalf_of_id: Mapped[UUID | None]
    """Whose role the actor exercised, where it was delegated to him."""
    on_behalf_of_name: Mapped[str | None]
    form: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    record: Mapped[bytes]
    prev_hash: Mapped[str]
    hash: Mapped[str]


class Recusal(Stateful, Base):
    """A request that a person keep away from one thing 回避, and what was decided on it."""

    __tablename__ = "recusal"
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    subject_number: Mapped[str]
    party_name: Mapped[str]
    violation_name: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str]
    is_head: Mapped[bool]
    """Whether he led the authority when it was asked: then its leaders decide together."""
    asked_by: Mapped[str]
    asked_on: Mapped[date]
    ground: Mapped[str]
    reasons: Mapped[str]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    creation_digest: Mapped[str]
    decided_on: Mapped[date | None]
    decided_by: Mapped[str | None]
    decision_reasons: Mapped[str | None]


class Delegation(Stateful, Base):
    """A deciding role that its holder lets another person exercise for a time 委托代行."""

    __tablename__ = "delegation"
    role: Mapped[str]
    principal_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    principal_name: Mapped[str]
    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    delegate_name: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    reason: Mapped[str]
    created_at: Mapped[datetime]
    creation_digest: Mapped[str]
    withdrawn_on: Mapped[date | None]
