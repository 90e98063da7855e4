"""Changed copies of exhibits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, Json


class Derivative(Base):
    """A marked copy of an exhibit 副本 (watermarked, redacted or clipped): an object of its own
    that names the digest of the original it was made from.
    """

    __tablename__ = "derivative"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    exhibit_id: Mapped[UUID] = mapped_column(ForeignKey("exhibit.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    op: Mapped[str]
    params: Mapped[dict[str, Any]]
    state: Mapped[str]
    failure: Mapped[str | None]
    """Why it could not be made: `timeout`, `died` or the name of an exception."""
    source_sha256: Mapped[str]
    sha256: Mapped[str | None]
    sm3: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    mime: Mapped[str | None]
    store_key: Mapped[str | None]
    tool: Mapped[str | None]
    tool_version: Mapped[str | None]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    creator: Mapped[dict[str, Any]]
    """Who asked, by the names of that day: the custody event of the making names him."""
    created_at: Mapped[datetime]
    made_at: Mapped[datetime | None]

    @property
    def created_by(self) -> Json:
        """Who asked for it."""
        return {"id": self.created_by_id, "full_name": self.creator["full_name"]}
