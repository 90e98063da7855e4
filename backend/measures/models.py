"""Measures."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base
from backend.workflow import Stateful


class Measure(Stateful, Base):
    """A measure 行政措施: registration, seizure, correction, restriction or transfer."""

    __tablename__ = "measure"
    number: Mapped[str | None]
    kind: Mapped[str]
    subtype: Mapped[str | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("penalty_case.id"))
    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"))
    case_number: Mapped[str | None]
    party: Mapped[dict[str, Any]]
    violation_name: Mapped[str]
    violated_provision: Mapped[str | None]
    officer_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    facts: Mapped[str]
    legal_basis: Mapped[str]
    place: Mapped[str]
    demand: Mapped[str | None]
    correct_by: Mapped[date | None]
    items: Mapped[list[Any]]
    """Each thing with its condition, where and by whom it is kept, and its exhibits."""
    done: Mapped[dict[str, Any]]
    """What each step noted: days, numbers, opinions, amounts."""
    round: Mapped[int]
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("measure.id"))
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    creation_digest: Mapped[str]
