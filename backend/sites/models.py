"""Regulated sites."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base


class Site(Base):
    """A site file 一企一档: a regulated enterprise at a place (WGS-84)."""

    __tablename__ = "site"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str]
    credit_code: Mapped[str]
    legal_representative: Mapped[str]
    address: Mapped[str]
    category: Mapped[str]
    lon: Mapped[float | None]
    lat: Mapped[float | None]

    @property
    def position(self) -> dict[str, float] | None:
        """The site's place, when it is known."""
        if self.lon is None or self.lat is None:
            return None
        return {"lon": self.lon, "lat": self.lat}
