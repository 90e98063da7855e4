"""Reads of saved filters: one's own only."""

from uuid import UUID

from sqlalchemy import select

from backend.filters.models import SavedFilter
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound


def list_filters(actor: Actor, page: str) -> list[SavedFilter]:
    """Return the actor's filters of a page by name."""
    query = (
        select(SavedFilter)
        .where(SavedFilter.person_id == actor.person_id, SavedFilter.page == page)
        .order_by(SavedFilter.name)
    )
    return list(session().scalars(query))


def find_filter(filter_id: UUID) -> SavedFilter | None:
    """Return a filter, whoever's it is."""
    return session().get(SavedFilter, filter_id)


def get_filter(actor: Actor, filter_id: UUID) -> SavedFilter:
    """Return one of the actor's filters; raises NotFound."""
    found = find_filter(filter_id)
    if found is None or found.person_id != actor.person_id:
        raise NotFound
    return found
