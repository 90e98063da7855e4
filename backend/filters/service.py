"""Keeping and forgetting filters."""

from datetime import datetime
from uuid import UUID

from backend.filters import queries
from backend.filters.errors import FilterNameTaken
from backend.filters.models import SavedFilter
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import NotFound


def keep_filter(
    actor: Actor, filter_id: UUID, wanted: Json, now: datetime
) -> tuple[SavedFilter, bool]:
    """Keep a filter under its name, new or in place of the same id; return it, and if it is new.

    Raises FilterNameTaken, or NotFound when the id is somebody else's.
    """
    lock_named(f"filters:{actor.person_id}")
    known = queries.find_filter(filter_id)
    if known is not None and known.person_id != actor.person_id:
        raise NotFound
    beside = queries.list_filters(actor, wanted["page"])
    if any(one.name == wanted["name"] and one.id != filter_id for one in beside):
        raise FilterNameTaken(name=wanted["name"])
    kept = known or SavedFilter(
        id=filter_id, authority_id=actor.authority_id, person_id=actor.person_id
    )
    kept.page, kept.name, kept.query, kept.saved_at = (
        wanted["page"], wanted["name"], wanted["query"], now,
    )  # fmt: skip
    session().add(kept)
    return kept, known is None


def forget_filter(actor: Actor, filter_id: UUID) -> None:
    """Forget one of the actor's filters; raises NotFound."""
    session().delete(queries.get_filter(actor, filter_id))
