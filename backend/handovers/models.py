"""Hand-overs of exhibits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base
from backend.workflow import Stateful


class Handover(Stateful, Base):
    """A hand-over 移交 of exhibits to a recipient, who signs for them."""

    __tablename__ = "handover"
    number: Mapped[str | None]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("penalty_case.id"))
    case_number: Mapped[str | None]
    party_name: Mapped[str | None]
    exhibit_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    items: Mapped[list[Any]]
    """What the exhibits were when they were handed over; later changes do not reach it."""
    handed_as: Mapped[str]
    recipient_kind: Mapped[str]
    recipient_org: Mapped[str]
    recipient_authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"))
    receiver_name: Mapped[str]
    receiver_document: Mapped[str | None]
    purpose: Mapped[str]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    creation_digest: Mapped[str]
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime | None]
    list_document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    received_by: Mapped[str | None]
    received_at: Mapped[datetime | None]
    signature_sha256: Mapped[str | None]
    note: Mapped[str | None]

    @property
    def signature_key(self) -> str | None:
        """Where the receiver's signature is stored."""
        digest = self.signature_sha256
        return f"signatures/sha256/{digest[:2]}/{digest[2:4]}/{digest}.png" if digest else None
