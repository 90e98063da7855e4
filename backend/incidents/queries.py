"""Reads of incidents; the scope comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from backend.accounts import Grid, Person, authority_as_json, within
from backend.evidence import links_as_json
from backend.incidents.models import Incident
from backend.kernel.actor import Actor
from backend.kernel.db import Json, among, among_named, session
from backend.kernel.errors import NotFound
from backend.kernel.json_sql import (
    EMPTY,
    json_constant,
    json_object,
    json_once,
    json_or_null,
)
from backend.kernel.paging import Page, fetch_page
from backend.workflow import steps_as_json

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


def find_incidents(ids: list[UUID]) -> dict[UUID, Incident]:
    """Return those of the incidents that there are, whatever their scope."""
    query = select(Incident).where(among(Incident.id, ids))
    return {incident.id: incident for incident in session().scalars(query)}


def list_rows_by_id(actor: Actor, ids: Sequence[UUID]) -> list[Json]:
    """Return the rows of those incidents that are in scope, without objects."""
    columns = Incident.__table__.columns
    query = select(*columns).where(_visible(actor), among(Incident.id, ids))
    names = columns.keys()
    return [dict(zip(names, row, strict=True)) for row in session().execute(query)]


def select_as_json(actor: Actor, named: str) -> Select[UUID, str]:
    """Return the query of those of the incidents, as `named_ids` names them, that are in scope, by
    id, as IncidentSchema writes them while their notes were never corrected.
    """
    return _written().where(_visible(actor), among_named(Incident.id, named))


@cache
def _written() -> Select[UUID, str]:
    person = json_object(id=Person.id, full_name=Person.full_name)
    reporter = json_once(person, Person.id == Incident.reported_by_id)
    authority = authority_as_json(Incident.authority_id)
    cell = json_object(id=Grid.id, code=Grid.code, name=Grid.name_zh, name_en=Grid.name_en)
    grid = json_once(cell, Grid.id == Incident.grid_id)
    extra = json_object(form_version=Incident.form_version, answers=Incident.answers)
    whole = json_object(
        id=Incident.id,
        revision=Incident.revision,
        number=Incident.number,
        state=Incident.state,
        category_code=Incident.category_code,
        note=Incident.note,
        occurred_at=Incident.occurred_at,
        reported_at=Incident.reported_at,
        reported_by=reporter.c.written,
        grid=json_or_null(grid.c.written.is_not(None), grid.c.written),
        authority=authority.c.written,
        position=json_or_null(Incident.lon.is_not(None), _position()),
        no_position_reason=Incident.no_position_reason,
        exhibits=links_as_json("incident", Incident.id),
        lead_id=Incident.lead_id,
        extra=json_or_null(Incident.answers.is_not(None), extra),
        note_version=json_constant("1"),
        note_conflicts=EMPTY,
        history=steps_as_json(Incident.id),
    )
    query = select(Incident.id, whole).join(reporter, true()).join(authority, true())
    return query.outerjoin(grid, true())


def _position() -> ColumnElement[Any]:
    return json_object(
        lon=Incident.lon,
        lat=Incident.lat,
        accuracy_m=Incident.accuracy_m,
        fix_at=Incident.fix_at,
        source_datum=Incident.source_datum,
        source_lon=Incident.source_lon,
        source_lat=Incident.source_lat,
        source=Incident.position_source,
    )


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
