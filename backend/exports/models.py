"""Exports asked for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class Export(Base):
    """A package asked for by a person, for a recipient and a purpose."""

    __tablename__ = "export"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recipient: Mapped[str]
    purpose: Mapped[str]
    exhibit_ids: Mapped[list[Any]]
    """Ids as text, in order."""
    case_id: Mapped[UUID | None]
    state: Mapped[str]
    failure: Mapped[str | None]
    """The code of what made the package impossible."""
    progress_done: Mapped[int]
    store_key: Mapped[str | None]
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    known_tree_sizes: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    """Sizes of the log that the recipient has seen, so that he can see it continued."""
    tree_size: Mapped[int | None] = mapped_column(BigInteger)
    """Of the checkpoint in the package."""
    manifest_sha256: Mapped[str | None]
    """Of the list of the package's payload: what the package is, whatever wraps it."""
    created_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]

    @property
    def exhibit_count(self) -> int:
        """How many exhibits the package holds."""
        return len(self.exhibit_ids)

    @property
    def progress(self) -> dict[str, int]:
        """How many exhibits are packed, of how many."""
        return {"done": self.progress_done, "total": self.exhibit_count}
