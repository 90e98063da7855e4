"""Discretion tables, the no-penalty list, and what was weighed in cases."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.discretion.rules import Table, table_of
from backend.kernel.db import Base


class DiscretionTable(Base):
    """A version of a discretion table 裁量表; national or provincial where it belongs to nobody."""

    __tablename__ = "discretion_table"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"))
    violation_code: Mapped[str]
    name: Mapped[str]
    basis: Mapped[str]
    doubt: Mapped[str | None]
    content: Mapped[dict[str, Any]]
    valid_from: Mapped[date]
    state: Mapped[str]
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    proposed_by_name: Mapped[str | None]
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]

    @property
    def table(self) -> Table:
        """The table as rules use it."""
        return table_of(self.content)


class NoPenaltyItem(Base):
    """A version of an item of the no-penalty list 不予处罚清单."""

    __tablename__ = "no_penalty_item"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority.id"))
    violation_code: Mapped[str | None]
    """None: any violation."""
    ground: Mapped[str]
    conditions: Mapped[str]
    proof: Mapped[str]
    basis: Mapped[str]
    doubt: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Weighing(Base):
    """What was weighed in a case 裁量: the table, each factor with its proof, the suggestion and
    the amount chosen, or the item by which nothing is fined.
    """

    __tablename__ = "weighing"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("authority.id"))
    case_id: Mapped[UUID]
    outcome: Mapped[str]
    table_id: Mapped[UUID | None] = mapped_column(ForeignKey("discretion_table.id"))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("no_penalty_item.id"))
    factors: Mapped[list[Any]]
    fine_min_fen: Mapped[int]
    fine_max_fen: Mapped[int]
    suggested_fen: Mapped[int | None]
    adjustment: Mapped[str | None]
    adjustment_ground: Mapped[str | None]
    chosen_fen: Mapped[int | None]
    reason: Mapped[str]
    prior_decisions: Mapped[list[Any]]
    weighed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    weighed_by_name: Mapped[str]
    weighed_at: Mapped[datetime]
