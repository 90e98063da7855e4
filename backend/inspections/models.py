"""Inspection records."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.kernel.db import Base
from backend.workflow import Stateful


class InspectionSignature(Base):
    """An officer's signature on the record as it stood; an edit removes it."""

    __tablename__ = "inspection_signature"
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    signature: Mapped[str]
    signed_at: Mapped[datetime]


class Inspection(Stateful, Base):
    """An inspection record 现场检查(勘察)笔录."""

    __tablename__ = "inspection"
    number: Mapped[str]
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    creation_digest: Mapped[str]
    place: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    party: Mapped[dict[str, Any]]
    contact: Mapped[dict[str, Any] | None]
    officer_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    findings: Mapped[str]
    rights_told: Mapped[bool]
    certificates_shown: Mapped[bool]
    recusal_requested: Mapped[bool]
    party_opinion: Mapped[dict[str, Any] | None]

    signatures: Mapped[list[InspectionSignature]] = relationship(
        lazy="selectin", cascade="all, delete-orphan"
    )
