"""Reads of leads; the scope comes first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts import within
from backend.deadlines import Term, terms_part
from backend.kernel.actor import Actor
from backend.kernel.db import Json, session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.kernel.parts import Part, row_of
from backend.leads.models import Lead
from backend.leads.rules import FILING_CODE, KIND


@dataclass(frozen=True)
class LeadOfCase:
    """A lead as the case on it sees it."""

    found_on: date
    filing_due_on: date | None
    """The last day for deciding on filing."""


def lead_part(lead_id: InstrumentedAttribute[UUID]) -> Part[LeadOfCase]:
    """Return a case's lead as part of another statement, which checks the scope."""
    terms = terms_part(KIND, Lead.id)
    one = select(row_of(found_on=Lead.found_on, terms=terms.value)).where(Lead.id == lead_id)
    return Part(one.scalar_subquery(), lambda row: _of_case(row, terms))


def _of_case(row: Json, terms: Part[dict[str, Term]]) -> LeadOfCase:
    filing = terms.read(row["terms"]).get(FILING_CODE)
    return LeadOfCase(date.fromisoformat(row["found_on"]), filing.due_on if filing else None)


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
