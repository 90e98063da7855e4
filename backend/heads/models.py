"""Daily maps of chains' newest events."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class HeadMap(Base):
    """One map; its id is that of the event in the log that states its root."""

    __tablename__ = "head_map"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    day: Mapped[date]
    root: Mapped[str]
    count: Mapped[int] = mapped_column(BigInteger)
    tree_size: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]


class HeadLeaf(Base):
    """A leaf of a map; only the newest maps keep theirs."""

    __tablename__ = "head_leaf"
    map_id: Mapped[UUID] = mapped_column(ForeignKey("head_map.id"), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    case_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    record: Mapped[bytes]
    items: Mapped[bytes]
    """A case's items, a line each; canonical JSON holds no line ends."""
