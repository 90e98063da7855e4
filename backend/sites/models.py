"""Regulated sites."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.accounts import Grid
from backend.kernel.db import Base


class Site(Base):
    """A site file 一企一档: a regulated enterprise at a place (WGS-84), within a grid."""

    __tablename__ = "site"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grid.id"))
    revision: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    credit_code: Mapped[str]
    legal_representative: Mapped[str]
    address: Mapped[str]
    category: Mapped[str]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the register knows besides: permit, outfalls, gate."""

    grid: Mapped[Grid | None] = relationship(lazy="joined")

    @property
    def position(self) -> dict[str, float] | None:
        """The site's place, when it is known."""
        if self.lon is None or self.lat is None:
            return None
        return {"lon": self.lon, "lat": self.lat}
