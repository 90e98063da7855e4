"""Penalty cases."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.kernel.db import Base
from backend.workflow import Stateful


class CaseService(Base):
    """A document served on the party 送达."""

    __tablename__ = "case_service"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("penalty_case.id"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    document_kind: Mapped[str]
    served_on: Mapped[date]
    mode: Mapped[str]
    recipient: Mapped[str]
    note: Mapped[str | None]
    recorded_at: Mapped[datetime]


class CasePayment(Base):
    """A payment of a fine 缴款, in fen."""

    __tablename__ = "case_payment"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("penalty_case.id"))
    amount_fen: Mapped[int]
    paid_on: Mapped[date]
    reference: Mapped[str]
    recorded_at: Mapped[datetime]
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    """The daily penalty that was paid; the case's own decision when missing."""


class PenaltyCase(Stateful, Base):
    """A case 案件: the statutory procedure from filing to archiving."""

    __tablename__ = "penalty_case"
    number: Mapped[str | None]
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("lead.id"))
    inspection_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    violation_code: Mapped[str]
    party: Mapped[dict[str, Any]]
    investigator_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    act_ended_on: Mapped[date]
    reasons: Mapped[str]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    creation_digest: Mapped[str]
    filed_on: Mapped[date | None]
    facts: Mapped[str | None]
    violated_provision: Mapped[str | None]
    discretion_reasons: Mapped[str | None]
    proposed_fine_fen: Mapped[int | None]
    notice_document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    notice_issued_on: Mapped[date | None]
    notice_served_on: Mapped[date | None]
    defence: Mapped[dict[str, Any] | None]
    defence_waived_on: Mapped[date | None]
    legal_review_opinion: Mapped[str | None]
    decision_document_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    decided_on: Mapped[date | None]
    decision_served_on: Mapped[date | None]
    fine_fen: Mapped[int | None]
    hearing: Mapped[dict[str, Any] | None]
    discussion: Mapped[dict[str, Any] | None]
    execution: Mapped[dict[str, Any] | None]
    """Deferral, surcharge, demand and court application, each once it happened; those of daily
    penalties under `daily` by their decision.
    """
    search_text: Mapped[str | None] = mapped_column(deferred=True)
    search: Mapped[str | None] = mapped_column(TSVECTOR, deferred=True)
    """Both kept by the database from the number and the party."""
    deciding_authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"))
    """The body in whose name the case is decided; the case's own authority when missing."""
    harmful_consequences: Mapped[bool | None]
    weighing_id: Mapped[UUID | None] = mapped_column(ForeignKey("weighing.id"))
    handling: Mapped[str | None]
    """penalty, no_penalty or not_established."""
    measures: Mapped[dict[str, Any] | None]
    """Warning, confiscation and licence penalties beside the fine; how the party was admonished."""
    law: Mapped[dict[str, Any] | None]
    """The comparison of old and new law when the handling was proposed."""
    told: Mapped[dict[str, Any] | None]
    """What the party was told before a new notice was ordered."""
    publication: Mapped[dict[str, Any] | None]

    services: Mapped[list[CaseService]] = relationship(order_by=CaseService.recorded_at)
    payments: Mapped[list[CasePayment]] = relationship(order_by=CasePayment.recorded_at)

    @property
    def owed_fen(self) -> int:
        """The fine with its surcharge, and the illegal gains."""
        gains = int((self.measures or {}).get("confiscated_fen", 0)) if self.fine_fen else 0
        surcharge: dict[str, Any] = (self.execution or {}).get("surcharge") or {}
        return (self.fine_fen or 0) + gains + int(surcharge.get("amount_fen", 0))

    @property
    def paid_fen(self) -> int:
        """What has been paid so far on the case's own decision."""
        return sum(one.amount_fen for one in self.payments if one.decision_id is None)
