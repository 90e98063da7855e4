"""Reads of recusals and delegations; the scope comes first."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from backend.accounts import within
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.workflow import Delegation, Recusal


def get_recusal(actor: Actor, recusal_id: UUID, *, lock: bool = False) -> Recusal:
    """Return a request to keep away in scope, locked when asked; raises NotFound."""
    query = select(Recusal).where(within(actor, Recusal.authority_id), Recusal.id == recusal_id)
    found = session().scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_recusal(recusal_id: UUID) -> Recusal | None:
    """Return a request whatever its scope."""
    return session().get(Recusal, recusal_id)


def list_recusals(
    actor: Actor, subject_id: UUID | None, state: str | None, cursor: str | None, limit: int
) -> Page[Recusal]:
    """Return requests to keep away in scope, newest first."""
    query = select(Recusal).where(within(actor, Recusal.authority_id))
    if subject_id:
        query = query.where(Recusal.subject_id == subject_id)
    if state:
        query = query.where(Recusal.state == state)
    return fetch_page(query, Recusal.created_at, Recusal.id, cursor=cursor, limit=limit)


def is_recusal_standing(subject_id: UUID, person_id: UUID) -> bool:
    """Tell whether the person was asked to keep away from the thing and it was not refused."""
    query = select(Recusal.id).where(
        Recusal.subject_id == subject_id,
        Recusal.person_id == person_id,
        Recusal.state.in_(("open", "granted")),
    )
    return session().scalars(query.limit(1)).first() is not None


def _delegations(actor: Actor) -> Select[Delegation]:
    return select(Delegation).where(within(actor, Delegation.authority_id))


def get_delegation(actor: Actor, delegation_id: UUID, *, lock: bool = False) -> Delegation:
    """Return a delegation in scope, locked when asked; raises NotFound."""
    query = _delegations(actor).where(Delegation.id == delegation_id)
    found = session().scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_delegation(delegation_id: UUID) -> Delegation | None:
    """Return a delegation whatever its scope."""
    return session().get(Delegation, delegation_id)


def list_delegations(actor: Actor, cursor: str | None, limit: int) -> Page[Delegation]:
    """Return delegations in scope, newest first."""
    return fetch_page(
        _delegations(actor), Delegation.created_at, Delegation.id, cursor=cursor, limit=limit
    )


def overlaps(principal_id: UUID, role: str, first: date, last: date) -> bool:
    """Tell whether somebody may exercise the role for its holder on a day of this span."""
    query = select(Delegation.id).where(
        Delegation.principal_id == principal_id,
        Delegation.role == role,
        Delegation.state == "in_force",
        Delegation.valid_from <= last,
        Delegation.valid_to >= first,
    )
    return session().scalars(query.limit(1)).first() is not None
