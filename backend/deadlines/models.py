"""The working calendar and the terms counted on it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.kernel.db import Base


class WorkCalendarDay(Base):
    """One day of the national calendar, or of one authority's own when authority_id is set."""

    __tablename__ = "work_calendar"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"))
    day: Mapped[date]
    is_working: Mapped[bool]
    name: Mapped[str | None]
    source: Mapped[str]
    status: Mapped[str]


class ClockStop(Base):
    """A span in which a term does not run: from the day it was stopped until the day before it
    was resumed; open while `resumed_on` is missing.
    """

    __tablename__ = "clock_stop"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    deadline_id: Mapped[UUID] = mapped_column(ForeignKey("deadline.id"))
    reason: Mapped[str]
    basis: Mapped[str]
    stopped_on: Mapped[date]
    resumed_on: Mapped[date | None]
    recorded_at: Mapped[datetime]


class CalendarNotice(Base):
    """A notice of holidays 放假安排 that was taken into the calendar."""

    __tablename__ = "calendar_notice"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"))
    """Whose administrator brought it in; None where it came packaged with a release."""
    year: Mapped[int | None]
    source: Mapped[str]
    days_changed: Mapped[int]
    terms_moved: Mapped[int]
    imported_by_name: Mapped[str | None]
    imported_at: Mapped[datetime]


class DeadlineChange(Base):
    """One move of a term's last day, with what brought it about."""

    __tablename__ = "deadline_change"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    deadline_id: Mapped[UUID] = mapped_column(ForeignKey("deadline.id"))
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("calendar_notice.id"))
    cause: Mapped[str]
    basis: Mapped[str]
    approved_by: Mapped[str | None]
    due_before: Mapped[date]
    due_after: Mapped[date]
    at: Mapped[datetime]


class Deadline(Base):
    """A statutory term of one lead, case or other subject; `days` counts the term's units, which
    are hours where `due_at` is given.
    """

    __tablename__ = "deadline"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    subject_number: Mapped[str]
    code: Mapped[str]
    basis: Mapped[str]
    started_on: Mapped[date]
    started_at: Mapped[datetime | None]
    days: Mapped[int]
    unit: Mapped[str]
    due_on: Mapped[date]
    due_at: Mapped[datetime | None]
    status: Mapped[str]
    provisional: Mapped[bool]
    is_waiting_period: Mapped[bool]
    responsible_role: Mapped[str]
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]

    stops: Mapped[list[ClockStop]] = relationship(order_by=(ClockStop.stopped_on, ClockStop.id))
    changes: Mapped[list[DeadlineChange]] = relationship(
        order_by=(DeadlineChange.at, DeadlineChange.id)
    )

    @property
    def stopped_on(self) -> date | None:
        """Since when the clock stands still; None while it runs."""
        return next((stop.stopped_on for stop in self.stops if stop.resumed_on is None), None)

    @property
    def subject(self) -> dict[str, object]:
        """What the term belongs to, as lists show it."""
        return {"kind": self.subject_kind, "id": self.subject_id, "number": self.subject_number}


class DeadlineNotice(Base):
    """A warning before a term ends or an escalation after it, told to an office once."""

    __tablename__ = "deadline_notice"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    deadline_id: Mapped[UUID] = mapped_column(ForeignKey("deadline.id"))
    level: Mapped[str]
    due_on: Mapped[date]
    """The last day as it stood: a term that was extended warns anew."""
    recipient_authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    recipient_role: Mapped[str]
    at: Mapped[datetime]
    acknowledged_by_name: Mapped[str | None]
    acknowledged_at: Mapped[datetime | None]

    deadline: Mapped[Deadline] = relationship(lazy="selectin")
