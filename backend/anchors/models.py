"""What ties the log to the time and to people outside of this system."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base

# One log serves the whole installation, so its anchors belong to no authority.


class Anchor(Base):
    """One statement from outside over a checkpoint's exact bytes.

    `reply` is kept as it came: an authority's whole reply, or a photo of the paper register's page.
    """

    __tablename__ = "anchor"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    authority_name: Mapped[str]
    tree_size: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[bytes]
    reply: Mapped[bytes]
    gen_time: Mapped[datetime]
    obtained_at: Mapped[datetime]
    checked_with: Mapped[str]
    """What accepted it: the library, our own parser after the library refused, or a person."""
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
