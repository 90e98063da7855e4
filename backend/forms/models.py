"""Answers to forms."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.accounts import Person
from backend.kernel.db import Base


class FormAnswer(Base):
    """A form that was filled in, with the version it was filled in by; it never changes."""

    __tablename__ = "form_answer"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grid.id"))
    form_key: Mapped[str]
    form_version: Mapped[int]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    answers: Mapped[dict[str, Any]]
    answered_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime]
    """By the phone's clock."""
    received_at: Mapped[datetime]
    digest: Mapped[str]

    answered_by: Mapped[Person] = relationship(lazy="joined")
