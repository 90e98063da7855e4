"""Base maps."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.accounts import Authority
from backend.kernel.db import Base


class Basemap(Base):
    """An archive of vector tiles that an authority put up; its bytes lie in the store by digest.

    One is in force at an authority; those before it stay as its history.
    """

    __tablename__ = "basemap"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    name_zh: Mapped[str]
    name_en: Mapped[str]
    attribution: Mapped[str]
    datum: Mapped[str]
    """wgs84 or gcj02: in which its tiles are drawn."""
    sha256: Mapped[str]
    size: Mapped[int]
    min_zoom: Mapped[int]
    max_zoom: Mapped[int]
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]
    layers: Mapped[list[Any]]
    state: Mapped[str]
    """in_force, replaced or withdrawn."""
    put_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    put_by_name: Mapped[str]
    put_at: Mapped[datetime]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_by_name: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]

    authority: Mapped[Authority] = relationship(lazy="joined")

    @property
    def store_key(self) -> str:
        """Where its bytes lie."""
        return f"basemaps/{self.sha256}"

    @property
    def authority_name(self) -> str:
        """Whose it is."""
        return self.authority.name

    @property
    def bounds(self) -> dict[str, float]:
        """The area that it covers, in its own datum."""
        return {"west": self.west, "south": self.south, "east": self.east, "north": self.north}
