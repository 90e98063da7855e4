"""Reads of legal holds."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.accounts import within
from backend.evidence.models import ExhibitHold, LegalHold
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page


def held_ids(ids: Collection[UUID]) -> set[UUID]:
    """Return those of the exhibits that are under a hold."""
    query = select(ExhibitHold.exhibit_id).where(
        ExhibitHold.exhibit_id.in_(ids), ExhibitHold.lifted_at.is_(None)
    )
    return set(session().scalars(query))


def holds_of(exhibit_id: UUID) -> list[LegalHold]:
    """Return the holds an exhibit is under, oldest first."""
    query = (
        select(LegalHold)
        .join(ExhibitHold, ExhibitHold.hold_id == LegalHold.id)
        .where(ExhibitHold.exhibit_id == exhibit_id, ExhibitHold.lifted_at.is_(None))
        .order_by(LegalHold.placed_at, LegalHold.id)
    )
    return list(session().scalars(query))


def list_holds(actor: Actor, *, cursor: str | None, limit: int) -> Page[LegalHold]:
    """Return holds in scope, last placed first."""
    query = select(LegalHold).where(within(actor, LegalHold.authority_id))
    return fetch_page(query, LegalHold.placed_at, LegalHold.id, cursor=cursor, limit=limit)


def get_hold(actor: Actor, hold_id: UUID) -> LegalHold:
    """Return a hold in scope, locked; raises NotFound."""
    query = select(LegalHold).where(within(actor, LegalHold.authority_id), LegalHold.id == hold_id)
    hold = session().scalars(query.with_for_update()).one_or_none()
    if hold is None:
        raise NotFound
    return hold


def list_active_holds(subject_id: UUID) -> list[LegalHold]:
    """Return the holds on a case or exhibit that were not lifted."""
    query = select(LegalHold).where(
        LegalHold.subject_id == subject_id, LegalHold.released_at.is_(None)
    )
    return list(session().scalars(query))


def claim_expired_holds(now: datetime, limit: int) -> list[LegalHold]:
    """Lock holds whose time has run out."""
    query = (
        select(LegalHold)
        .where(LegalHold.released_at.is_(None), LegalHold.until <= now)
        .order_by(LegalHold.until)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session().scalars(query))


def list_held_by(hold_id: UUID) -> list[UUID]:
    """Return the exhibits a hold still holds."""
    query = select(ExhibitHold.exhibit_id).where(
        ExhibitHold.hold_id == hold_id, ExhibitHold.lifted_at.is_(None)
    )
    return list(session().scalars(query.order_by(ExhibitHold.exhibit_id)))
