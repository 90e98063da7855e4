"""Reads of inspections; the scope comes first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, any_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts import within
from backend.inspections.models import Inspection
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.kernel.parts import Part, list_of, row_of


@dataclass(frozen=True)
class RecordOfCase:
    """A record as the case that rests on it sees it."""

    number: str
    state: str
    party_name: str


def _visible(actor: Actor) -> Select[Inspection]:
    return select(Inspection).where(within(actor, Inspection.authority_id))


def get_inspection(actor: Actor, inspection_id: UUID, *, lock: bool = False) -> Inspection:
    """Return an inspection in scope, locked when asked; raises NotFound."""
    query = _visible(actor).where(Inspection.id == inspection_id)
    found = session().scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_inspection(inspection_id: UUID) -> Inspection | None:
    """Return an inspection whatever its scope."""
    return session().get(Inspection, inspection_id)


def list_inspections(
    actor: Actor, state: str | None, lead_id: UUID | None, cursor: str | None, limit: int
) -> Page[Inspection]:
    """Return inspections in scope, newest first."""
    query = _visible(actor)
    if state:
        query = query.where(Inspection.state == state)
    if lead_id:
        query = query.where(Inspection.lead_id == lead_id)
    return fetch_page(query, Inspection.created_at, Inspection.id, cursor=cursor, limit=limit)


def list_inspections_by_id(ids: Collection[UUID]) -> list[Inspection]:
    """Return inspections whatever their scope, in the order they were made; callers check the
    case.
    """
    query = select(Inspection).where(Inspection.id.in_(ids)).order_by(Inspection.created_at)
    return list(session().scalars(query))


def records_part(
    ids: InstrumentedAttribute[list[UUID]],
) -> Part[tuple[RecordOfCase, ...]]:
    """Return the records of a case, in the order they were made, as part of another statement,
    which checks the scope.
    """
    one = row_of(
        number=Inspection.number,
        state=Inspection.state,
        party_name=Inspection.party["name"].astext,
    )
    own = list_of(one, Inspection.created_at).where(Inspection.id == any_(ids))
    return Part(own.scalar_subquery(), lambda rows: tuple(RecordOfCase(**row) for row in rows))


def list_overlapping(
    inspection_id: UUID, officer_ids: Collection[UUID], start: datetime, end: datetime
) -> list[str]:
    """Return the numbers of other completed records that name one of the officers in that time."""
    query = select(Inspection.number).where(
        Inspection.id != inspection_id,
        Inspection.state == "completed",
        Inspection.officer_ids.overlap(list(officer_ids)),
        func.tstzrange(Inspection.started_at, Inspection.ended_at).op("&&")(
            func.tstzrange(start, end)
        ),
    )
    return list(session().scalars(query.order_by(Inspection.number)))
