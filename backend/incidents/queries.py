"""Reads of incidents; the scope comes first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from backend.accounts import within
from backend.incidents.models import Incident
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page

MAP_LIMIT = 2000


@dataclass(frozen=True)
class IncidentFilter:
    """What a list is narrowed to; None means everything."""

    state: str | None = None
    category_code: str | None = None
    grid_id: UUID | None = None
    reported_from: datetime | None = None
    q: str | None = None


def _visible(actor: Actor) -> ColumnElement[bool]:
    scope = within(actor, Incident.authority_id)
    if not actor.sees_only_own:
        return scope
    own = or_(Incident.reported_by_id == actor.person_id, Incident.grid_id.in_(actor.grid_ids))
    return and_(scope, own)


def get_incident(actor: Actor, incident_id: UUID, *, lock: bool = False) -> Incident:
    """Return an incident in scope, locked when asked; raises NotFound."""
    query = select(Incident).where(_visible(actor), Incident.id == incident_id)
    incident = (
        session().scalars(query.with_for_update(of=Incident) if lock else query).one_or_none()
    )
    if incident is None:
        raise NotFound
    return incident


def find_incident(incident_id: UUID) -> Incident | None:
    """Return an incident whatever its scope."""
    return session().get(Incident, incident_id)


def list_by_id(actor: Actor, ids: list[UUID]) -> list[Incident]:
    """Return those of the incidents that are in scope."""
    return list(session().scalars(select(Incident).where(_visible(actor), Incident.id.in_(ids))))


def list_incidents(
    actor: Actor, wanted: IncidentFilter, cursor: str | None, limit: int
) -> Page[Incident]:
    """Return incidents in scope, last reported first."""
    query = _narrow(select(Incident).where(_visible(actor)), wanted)
    return fetch_page(query, Incident.reported_at, Incident.id, cursor=cursor, limit=limit)


def list_in_box(
    actor: Actor, box: tuple[float, float, float, float], state: str | None
) -> list[Incident]:
    """Return the newest incidents within west, south, east, north."""
    west, south, east, north = box
    inside = func.point(Incident.lon, Incident.lat).op("<@")(
        func.box(func.point(west, south), func.point(east, north))
    )
    query = select(Incident).where(_visible(actor), inside)
    if state:
        query = query.where(Incident.state == state)
    return list(session().scalars(query.order_by(Incident.reported_at.desc()).limit(MAP_LIMIT)))


def _narrow(query: Select[Incident], wanted: IncidentFilter) -> Select[Incident]:
    if wanted.state:
        query = query.where(Incident.state == wanted.state)
    if wanted.category_code:
        query = query.where(Incident.category_code == wanted.category_code)
    if wanted.grid_id:
        query = query.where(Incident.grid_id == wanted.grid_id)
    if wanted.reported_from:
        query = query.where(Incident.reported_at >= wanted.reported_from)
    if wanted.q:
        text = Incident.note.contains(wanted.q, autoescape=True)
        query = query.where(or_(text, Incident.number.contains(wanted.q, autoescape=True)))
    return query
