"""Recheck tasks."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.accounts import Person
from backend.kernel.db import Base
from backend.workflow import Stateful


class Task(Stateful, Base):
    """A recheck task 复查任务: what to look at again, until when, and what was found."""

    __tablename__ = "recheck_task"
    number: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    subject_number: Mapped[str]
    subject_title: Mapped[str]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    place: Mapped[str]
    wanted: Mapped[str]
    due_on: Mapped[date]
    assignee_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    given_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    result: Mapped[str | None]
    result_note: Mapped[str | None]
    done_at: Mapped[datetime | None]
    digest: Mapped[str]

    assignee: Mapped[Person] = relationship(lazy="joined", foreign_keys=[assignee_id])
    given_by: Mapped[Person] = relationship(lazy="joined", foreign_keys=[given_by_id])
