"""Versions of the numbers a bureau may set, and what was confirmed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base
from backend.parameters.rules import Value


class RuleParameter(Base):
    """A version of a number 规则参数; national where it belongs to no authority."""

    __tablename__ = "rule_parameter"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"))
    key: Mapped[str]
    value: Mapped[int]
    unit: Mapped[str]
    bound: Mapped[str | None]
    basis: Mapped[str]
    doubt: Mapped[str | None]
    valid_from: Mapped[date]
    state: Mapped[str]
    reason: Mapped[str | None]
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    proposed_by_name: Mapped[str | None]
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]

    def as_value(self) -> Value:
        """Return the version as rules use it."""
        return Value(
            self.id,
            self.key,
            self.value,
            self.unit,
            self.bound,
            self.basis,
            self.valid_from,
            self.doubt,
        )


class RuleConfirmation(Base):
    """An authority's confirmation, with its source, of a number or of an open question."""

    __tablename__ = "rule_confirmation"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    parameter_id: Mapped[UUID | None] = mapped_column(ForeignKey("rule_parameter.id"))
    question: Mapped[str | None]
    answer: Mapped[str]
    source: Mapped[str]
    confirmed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    confirmed_by_name: Mapped[str]
    confirmed_at: Mapped[datetime]
