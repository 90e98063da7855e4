"""Incidents."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.accounts import Authority, Grid, Person
from backend.kernel.db import Base
from backend.workflow import Stateful


class Incident(Stateful, Base):
    """An incident 网格事件: a problem a patrol found, with its place in WGS-84 and as it was
    measured.
    """

    __tablename__ = "incident"
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grid.id"))
    reported_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    number: Mapped[str]
    category_code: Mapped[str]
    note: Mapped[str]
    occurred_at: Mapped[datetime]
    reported_at: Mapped[datetime]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    fix_at: Mapped[datetime | None]
    source_datum: Mapped[str | None]
    source_lon: Mapped[float | None]
    source_lat: Mapped[float | None]
    position_source: Mapped[str | None]
    no_position_reason: Mapped[str | None]
    report_digest: Mapped[str]
    form_version: Mapped[int | None]
    answers: Mapped[dict[str, Any] | None]
    """To the category's own questions, by the form `report.<category>` of that version."""
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead.id"))

    grid: Mapped[Grid | None] = relationship(lazy="joined", foreign_keys=[grid_id])
    reported_by: Mapped[Person] = relationship(lazy="joined", foreign_keys=[reported_by_id])
    authority: Mapped[Authority] = relationship(lazy="joined")
