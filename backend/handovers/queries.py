"""Reads of hand-overs; the scope comes first."""

from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from backend.accounts import within
from backend.handovers.models import Handover
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page


def _visible(actor: Actor) -> Select[Handover]:
    # The receiving authority sees what was sent to it, never another's draft.
    received = and_(
        Handover.recipient_authority_id.in_(actor.visible_authority_ids), Handover.state != "draft"
    )
    return select(Handover).where(or_(within(actor, Handover.authority_id), received))


def get_handover(actor: Actor, handover_id: UUID, *, lock: bool = False) -> Handover:
    """Return a hand-over sent or received within scope, locked when asked; raises NotFound."""
    query = _visible(actor).where(Handover.id == handover_id)
    found = session().scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_handover(handover_id: UUID) -> Handover | None:
    """Return a hand-over whatever its scope."""
    return session().get(Handover, handover_id)


def list_handovers(
    actor: Actor,
    *,
    state: str | None,
    case_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> Page[Handover]:
    """Return hand-overs sent or received within scope, newest first."""
    query = _visible(actor)
    if state:
        query = query.where(Handover.state == state)
    if case_id:
        query = query.where(Handover.case_id == case_id)
    return fetch_page(query, Handover.created_at, Handover.id, cursor=cursor, limit=limit)
