"""Reads of tables, the no-penalty list and weighings."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts import list_nearest
from backend.discretion.models import DiscretionTable, NoPenaltyItem, Weighing
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.parts import Part, row_of


def _chain(authority_id: UUID) -> list[UUID | None]:
    return [*list_nearest(authority_id), None]


def find_table_at(authority_id: UUID, violation_code: str, day: date) -> DiscretionTable | None:
    """Return the table that applies at an authority on a day: the nearest authority's, its newest
    version that has begun.
    """
    chain = _chain(authority_id)
    query = _tables(chain).where(
        DiscretionTable.violation_code == violation_code,
        DiscretionTable.state == "in_force",
        DiscretionTable.valid_from <= day,
    )
    rows = session().scalars(query).all()
    return min(
        rows,
        key=lambda row: (chain.index(row.authority_id), -row.valid_from.toordinal()),
        default=None,
    )


def _tables(chain: list[UUID | None]) -> Select[DiscretionTable]:
    known = [one for one in chain if one is not None]
    return select(DiscretionTable).where(
        or_(DiscretionTable.authority_id.is_(None), DiscretionTable.authority_id.in_(known))
    )


def list_tables(actor: Actor) -> list[DiscretionTable]:
    """Return every version of every table that concerns the actor's authority."""
    query = _tables(_chain(actor.authority_id)).order_by(
        DiscretionTable.violation_code, DiscretionTable.valid_from.desc(), DiscretionTable.id
    )
    return list(session().scalars(query))


def find_table(table_id: UUID) -> DiscretionTable | None:
    """Return a table whatever its scope."""
    return session().get(DiscretionTable, table_id)


def get_table(table_id: UUID) -> DiscretionTable:
    """Return a table a case is pinned to."""
    return session().get_one(DiscretionTable, table_id)


def get_own_table(actor: Actor, table_id: UUID) -> DiscretionTable:
    """Return a table of the actor's authority, locked; raises NotFound."""
    query = select(DiscretionTable).where(
        DiscretionTable.id == table_id, DiscretionTable.authority_id == actor.authority_id
    )
    row = session().scalars(query.with_for_update()).one_or_none()
    if row is None:
        raise NotFound
    return row


def list_items_at(authority_id: UUID, violation_code: str | None, day: date) -> list[NoPenaltyItem]:
    """Return the items of the no-penalty list for a violation, or all, that hold on a day."""
    known = [one for one in _chain(authority_id) if one is not None]
    query = select(NoPenaltyItem).where(
        or_(NoPenaltyItem.authority_id.is_(None), NoPenaltyItem.authority_id.in_(known)),
        NoPenaltyItem.valid_from <= day,
        or_(NoPenaltyItem.valid_to.is_(None), NoPenaltyItem.valid_to >= day),
    )
    if violation_code is not None:
        query = query.where(
            or_(
                NoPenaltyItem.violation_code.is_(None),
                NoPenaltyItem.violation_code == violation_code,
            )
        )
    return list(session().scalars(query.order_by(NoPenaltyItem.ground, NoPenaltyItem.id)))


def find_item(item_id: UUID) -> NoPenaltyItem | None:
    """Return an item of the no-penalty list."""
    return session().get(NoPenaltyItem, item_id)


def list_weighings(case_id: UUID) -> list[Weighing]:
    """Return what was weighed in a case, newest first; the caller has checked the scope."""
    query = select(Weighing).where(Weighing.case_id == case_id)
    return list(session().scalars(query.order_by(Weighing.weighed_at.desc(), Weighing.id.desc())))


def find_weighing(weighing_id: UUID | None) -> Weighing | None:
    """Return a weighing by its id."""
    return None if weighing_id is None else session().get(Weighing, weighing_id)


@dataclass(frozen=True)
class WeighingOfCase:
    """What guards look at of a weighing."""

    outcome: str
    chosen_fen: int | None
    adjustment: str | None


def weighed_part(weighing_id: InstrumentedAttribute[UUID | None]) -> Part[WeighingOfCase | None]:
    """Return the weighing of a case, if it has one, as part of another statement."""
    one = row_of(
        outcome=Weighing.outcome, chosen_fen=Weighing.chosen_fen, adjustment=Weighing.adjustment
    )
    own = select(one).where(Weighing.id == weighing_id)
    return Part(own.scalar_subquery(), lambda row: None if row is None else WeighingOfCase(**row))
