"""Leads."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base
from backend.workflow import Stateful


class Lead(Stateful, Base):
    """A lead 线索: something the bureau found or received and must file or not within its term."""

    __tablename__ = "lead"
    number: Mapped[str]
    source_kind: Mapped[str]
    source_id: Mapped[UUID]
    source_number: Mapped[str]
    summary: Mapped[str]
    found_on: Mapped[date]
    registered_at: Mapped[datetime]
    officer_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    case_id: Mapped[UUID | None]
