"""Reads of on-the-spot penalties; the scope comes first."""

from uuid import UUID

from sqlalchemy import Select, select

from backend.accounts import within
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.simple.models import SimplePenalty


def _visible(actor: Actor) -> Select[SimplePenalty]:
    return select(SimplePenalty).where(within(actor, SimplePenalty.authority_id))


def get_simple(actor: Actor, penalty_id: UUID, *, lock: bool = False) -> SimplePenalty:
    """Return an on-the-spot penalty in scope, locked when asked; raises NotFound."""
    query = _visible(actor).where(SimplePenalty.id == penalty_id)
    row = session().scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound
    return row


def find_simple(penalty_id: UUID) -> SimplePenalty | None:
    """Return an on-the-spot penalty whatever its scope."""
    return session().get(SimplePenalty, penalty_id)


def list_simple(
    actor: Actor, state: str | None, cursor: str | None, limit: int
) -> Page[SimplePenalty]:
    """Return on-the-spot penalties in scope, newest first."""
    query = _visible(actor)
    if state:
        query = query.where(SimplePenalty.state == state)
    return fetch_page(query, SimplePenalty.created_at, SimplePenalty.id, cursor=cursor, limit=limit)
