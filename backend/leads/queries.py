"""Reads of leads; the scope comes first."""

from uuid import UUID

from sqlalchemy import Select, select

from backend.accounts import within
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.leads.models import Lead


def _visible(actor: Actor) -> Select[Lead]:
    return select(Lead).where(within(actor, Lead.authority_id))


def list_leads(actor: Actor, state: str | None, cursor: str | None, limit: int) -> Page[Lead]:
    """Return leads in scope, newest first."""
    query = _visible(actor)
    if state:
        query = query.where(Lead.state == state)
    return fetch_page(query, Lead.registered_at, Lead.id, cursor=cursor, limit=limit)


def get_lead(actor: Actor, lead_id: UUID, *, lock: bool = False) -> Lead:
    """Return a lead in scope, locked when asked; raises NotFound."""
    query = _visible(actor).where(Lead.id == lead_id)
    lead = session().scalars(query.with_for_update() if lock else query).one_or_none()
    if lead is None:
        raise NotFound
    return lead
