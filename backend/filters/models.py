"""Saved filters."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class SavedFilter(Base):
    """A page's filters under a name that its owner chose; nobody else sees it."""

    __tablename__ = "saved_filter"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    page: Mapped[str]
    name: Mapped[str]
    query: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
