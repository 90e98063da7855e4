"""Bound volumes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class Volume(Base):
    """One part of a case's volume 案卷: the order of its papers, which never changes, and the PDF
    bound from it.
    """

    __tablename__ = "volume"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    part: Mapped[str]
    is_final: Mapped[bool]
    """Bound for the archive; there is one of each part, and no later one."""
    plan: Mapped[dict[str, Any]]
    plan_sha256: Mapped[str]
    state: Mapped[str]
    failure: Mapped[str | None]
    sha256: Mapped[str | None]
    pages: Mapped[int | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    store_key: Mapped[str | None]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """None where archiving bound it."""
    created_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]

    @property
    def papers(self) -> int:
        """How many entries its contents list."""
        return len(self.plan["entries"])
