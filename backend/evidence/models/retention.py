"""How long exhibits are kept, what holds them, and how they are disposed of."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.kernel.db import Base, Json


class RetentionPolicy(Base):
    """A version of a rule on how long a kind of exhibit is kept; rows never change."""

    __tablename__ = "retention_policy"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"))
    """None of the defaults, which hold until the bureau sets its own."""
    kind: Mapped[str]
    case_outcome: Mapped[str]
    years: Mapped[int | None]
    days: Mapped[int | None]
    basis: Mapped[str]
    valid_from: Mapped[date]
    is_confirmed: Mapped[bool]
    """False of the defaults: the bureau's legal section has not confirmed them."""
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_by_name: Mapped[str | None]
    created_at: Mapped[datetime]

    @property
    def is_default(self) -> bool:
        """Tell whether it is none of the bureau's own."""
        return self.authority_id is None

    @property
    def name(self) -> str:
        """What the custody chain calls it."""
        return f"{self.kind}/{self.case_outcome}/{self.valid_from.isoformat()}"


class ClosedCaseFile(Base):
    """A case 案件 whose end is known: from here its exhibits' time runs."""

    __tablename__ = "closed_case_file"
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    outcome: Mapped[str]
    closed_at: Mapped[datetime]


class LegalHold(Base):
    """An order 依法留存 that nothing of a case, or an exhibit, may be disposed of."""

    __tablename__ = "legal_hold"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    label: Mapped[str]
    """The case's number or the file's name of the day."""
    reason: Mapped[str]
    until: Mapped[datetime | None]
    placed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    placed_by_name: Mapped[str]
    placed_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    released_by_name: Mapped[str | None]
    release_reason: Mapped[str | None]

    @property
    def placed_by(self) -> Json:
        """Who placed it."""
        return {"id": self.placed_by_id, "full_name": self.placed_by_name}

    @property
    def released_by(self) -> Json | None:
        """Who lifted it; nobody when its time ran out."""
        if self.released_by_id is None:
            return None
        return {"id": self.released_by_id, "full_name": self.released_by_name}


class ExhibitHold(Base):
    """An exhibit under a hold: whoever is unlinked from a held case stays held."""

    __tablename__ = "exhibit_hold"
    hold_id: Mapped[UUID] = mapped_column(ForeignKey("legal_hold.id"), primary_key=True)
    exhibit_id: Mapped[UUID] = mapped_column(ForeignKey("exhibit.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    placed_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class DisposalItem(Base):
    """An exhibit in a proposal 销毁, as it was when it was proposed."""

    __tablename__ = "disposal_item"
    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"), primary_key=True)
    exhibit_id: Mapped[UUID] = mapped_column(ForeignKey("exhibit.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    file_name: Mapped[str]
    kind: Mapped[str]
    sha256: Mapped[str | None]
    policy: Mapped[str]
    retain_until: Mapped[datetime]
    store_keys: Mapped[list[Any] | None]
    """What is to be deleted, from the moment nobody else reads it."""
    disposed_at: Mapped[datetime | None]
    problem: Mapped[str | None]
    """Why it could not be disposed of after all."""


class Disposal(Base):
    """A proposal to dispose of exhibits, which a second person decides."""

    __tablename__ = "disposal"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    state: Mapped[str]
    reason: Mapped[str]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_by_name: Mapped[str]
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str | None]
    done_at: Mapped[datetime | None]

    items: Mapped[list[DisposalItem]] = relationship(
        lazy="selectin", order_by=DisposalItem.exhibit_id
    )

    @property
    def proposed_by(self) -> Json:
        """Who proposed it."""
        return {"id": self.proposed_by_id, "full_name": self.proposed_by_name}

    @property
    def decided_by(self) -> Json | None:
        """Who approved or rejected it."""
        if self.decided_by_id is None:
            return None
        return {"id": self.decided_by_id, "full_name": self.decided_by_name}


class ExhibitView(Base):
    """When a person's looking at an exhibit was last written to its chain."""

    __tablename__ = "exhibit_view"
    exhibit_id: Mapped[UUID] = mapped_column(ForeignKey("exhibit.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    seen_at: Mapped[datetime]
