"""Messages and notices."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class Notice(Base):
    """A notice 通知 as the office sent it; each reader has a message of his own."""

    __tablename__ = "notice"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    title: Mapped[str]
    body: Mapped[str]
    sent_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    sent_by_name: Mapped[str]
    sent_at: Mapped[datetime]
    digest: Mapped[str]


class Message(Base):
    """One thing one person is told; the texts are made on the screen from kind and facts."""

    __tablename__ = "message"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    facts: Mapped[dict[str, Any]]
    told_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
