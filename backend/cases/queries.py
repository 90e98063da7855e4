"""Reads of cases; the scope comes first."""

from uuid import UUID

from sqlalchemy import Select, String, cast, or_, select

from backend.accounts import within
from backend.cases.models import PenaltyCase
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page


def _visible(actor: Actor) -> Select[PenaltyCase]:
    return select(PenaltyCase).where(within(actor, PenaltyCase.authority_id))


def get_case(actor: Actor, case_id: UUID, *, lock: bool = False) -> PenaltyCase:
    """Return a case in scope, locked when asked; raises NotFound."""
    query = _visible(actor).where(PenaltyCase.id == case_id)
    case = session().scalars(query.with_for_update() if lock else query).one_or_none()
    if case is None:
        raise NotFound
    return case


def find_case(case_id: UUID) -> PenaltyCase | None:
    """Return a case whatever its scope."""
    return session().get(PenaltyCase, case_id)


def list_cases(
    actor: Actor, state: str | None, q: str | None, cursor: str | None, limit: int
) -> Page[PenaltyCase]:
    """Return cases in scope, last proposed first; `q` is part of the number or the party's name."""
    query = _visible(actor)
    if state:
        query = query.where(PenaltyCase.state == state)
    if q:
        party_name = cast(PenaltyCase.party["name"].astext, String)
        query = query.where(
            or_(
                PenaltyCase.number.contains(q, autoescape=True),
                party_name.contains(q, autoescape=True),
            )
        )
    return fetch_page(query, PenaltyCase.proposed_at, PenaltyCase.id, cursor=cursor, limit=limit)
