"""Reads of base maps: one's own authority's, those above whose map it may use, those below."""

from uuid import UUID

from sqlalchemy import select

from backend.accounts import list_nearest
from backend.basemaps.models import Basemap
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound


def _reach(actor: Actor) -> frozenset[UUID]:
    return actor.visible_authority_ids.union(list_nearest(actor.authority_id))


def list_basemaps(actor: Actor) -> list[Basemap]:
    """Return every base map that concerns the actor, ended ones too, the newest first."""
    query = (
        select(Basemap)
        .where(Basemap.authority_id.in_(_reach(actor)))
        .order_by(Basemap.put_at.desc(), Basemap.id.desc())
    )
    return list(session().scalars(query))


def find_basemap(basemap_id: UUID) -> Basemap | None:
    """Return a base map whatever its scope."""
    return session().get(Basemap, basemap_id)


def get_basemap(actor: Actor, basemap_id: UUID) -> Basemap:
    """Return a base map that concerns the actor; raises NotFound."""
    found = find_basemap(basemap_id)
    if found is None or found.authority_id not in _reach(actor):
        raise NotFound
    return found


def find_in_force(authority_id: UUID) -> Basemap | None:
    """Return the base map in force at this very authority."""
    query = select(Basemap).where(Basemap.authority_id == authority_id, Basemap.state == "in_force")
    return session().scalars(query).one_or_none()


def find_offered(actor: Actor) -> Basemap | None:
    """Return what the actor's maps draw: his authority's own map before the one above's."""
    for authority_id in list_nearest(actor.authority_id):
        found = find_in_force(authority_id)
        if found is not None:
            return found
    return None
