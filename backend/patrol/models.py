"""Rounds, checkpoints, and what was walked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.accounts import Grid, Person
from backend.kernel.db import Base


class Checkpoint(Base):
    """A place that rounds lead to 巡查点; its QR code hangs there for years."""

    __tablename__ = "checkpoint"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grid.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str]
    lon: Mapped[float]
    lat: Mapped[float]
    code: Mapped[str]
    """What its QR code says."""
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    digest: Mapped[str]


class RoundStop(Base):
    """A checkpoint's turn in a round."""

    __tablename__ = "patrol_round_stop"
    round_id: Mapped[UUID] = mapped_column(ForeignKey("patrol_round.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    checkpoint_id: Mapped[UUID] = mapped_column(ForeignKey("checkpoint.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))

    checkpoint: Mapped[Checkpoint] = relationship(lazy="joined")


class Round(Base):
    """A planned round 巡查轮次, given to one person for some days."""

    __tablename__ = "patrol_round"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    revision: Mapped[int]
    name: Mapped[str]
    note: Mapped[str]
    assignee_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    walked_at: Mapped[datetime | None]
    """When a patrol of it was last ended."""
    digest: Mapped[str]

    assignee: Mapped[Person] = relationship(lazy="joined", foreign_keys=[assignee_id])
    stops: Mapped[list[RoundStop]] = relationship(lazy="selectin", order_by=RoundStop.seq)


class CheckIn(Base):
    """Somebody was at a checkpoint 签到, by its QR code or by hand with a reason."""

    __tablename__ = "patrol_check_in"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    patrol_id: Mapped[UUID] = mapped_column(ForeignKey("patrol.id"))
    checkpoint_id: Mapped[UUID] = mapped_column(ForeignKey("checkpoint.id"))
    method: Mapped[str]
    reason: Mapped[str | None]
    note: Mapped[str]
    checked_at: Mapped[datetime]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    received_at: Mapped[datetime]
    digest: Mapped[str]


class TrackBatch(Base):
    """A piece of a track 轨迹 as the phone sent it; purged batches keep their numbers only."""

    __tablename__ = "patrol_track_batch"
    patrol_id: Mapped[UUID] = mapped_column(ForeignKey("patrol.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    first_seq: Mapped[int]
    last_seq: Mapped[int]
    points: Mapped[list[Any] | None]
    gaps: Mapped[list[Any] | None]
    received_at: Mapped[datetime]
    digest: Mapped[str]


class Patrol(Base):
    """One turn of duty 值勤, walked with or without a planned round."""

    __tablename__ = "patrol"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grid.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("patrol_round.id"))
    started_at: Mapped[datetime]
    received_at: Mapped[datetime]
    start_digest: Mapped[str]
    ended_at: Mapped[datetime | None]
    end_received_at: Mapped[datetime | None]
    end_digest: Mapped[str | None]
    batch_count: Mapped[int | None]
    """How many batches the phone sent in all; known at the end."""
    missed: Mapped[list[Any] | None]
    """Reasons the walker gave for missed checkpoints."""
    note: Mapped[str]
    last_heard_at: Mapped[datetime]
    last_lon: Mapped[float | None]
    last_lat: Mapped[float | None]
    last_fix_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]
    """When its track was deleted because its days were over."""

    person: Mapped[Person] = relationship(lazy="joined", foreign_keys=[person_id])
    grid: Mapped[Grid | None] = relationship(lazy="joined", foreign_keys=[grid_id])
    round: Mapped[Round | None] = relationship(lazy="joined", foreign_keys=[round_id])
    check_ins: Mapped[list[CheckIn]] = relationship(
        lazy="selectin", order_by=[CheckIn.checked_at, CheckIn.id]
    )
