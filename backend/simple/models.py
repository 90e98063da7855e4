"""On-the-spot penalties."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base
from backend.workflow import Stateful


class SimplePenalty(Stateful, Base):
    """A penalty decided and served on the spot 当场处罚."""

    __tablename__ = "simple_penalty"
    number: Mapped[str | None]
    party: Mapped[dict[str, Any]]
    officer_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    exhibit_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    act_on: Mapped[date]
    place: Mapped[str]
    facts: Mapped[str]
    violation_name: Mapped[str]
    violated_provision: Mapped[str]
    penalty_basis: Mapped[str]
    fine_min_fen: Mapped[int]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    creation_digest: Mapped[str]
    fine_fen: Mapped[int | None]
    has_warning: Mapped[bool]
    defence: Mapped[str | None]
    decided_on: Mapped[date | None]
    collection: Mapped[dict[str, Any] | None]
    payment: Mapped[dict[str, Any] | None]
    filed_on: Mapped[date | None]

    @property
    def is_settled(self) -> bool:
        """Whether it is decided and nothing is owed."""
        return self.decided_on is not None and (self.fine_fen is None or self.payment is not None)
