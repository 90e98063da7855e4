"""Reads of retention: what says how long exhibits are kept."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from backend.accounts import within
from backend.evidence.models import ClosedCaseFile, Exhibit, ExhibitLink, RetentionPolicy
from backend.evidence.rules.retention import OPEN_CASE, RENEWED_BEFORE, FileEnd
from backend.kernel.actor import Actor
from backend.kernel.db import session

KEPT = ("verified", "quarantined")


def list_policies(actor: Actor) -> list[RetentionPolicy]:
    """Return every version of every rule in scope and the defaults, by kind and outcome, the
    newest first.
    """
    owner = RetentionPolicy.authority_id
    query = (
        select(RetentionPolicy)
        .where(or_(owner.is_(None), owner.in_(actor.visible_authority_ids)))
        .order_by(
            RetentionPolicy.kind,
            RetentionPolicy.case_outcome,
            RetentionPolicy.valid_from.desc(),
            RetentionPolicy.created_at.desc(),
        )
    )
    return list(session().scalars(query))


def list_all_policies() -> list[RetentionPolicy]:
    """Return every version of every rule."""
    return list(session().scalars(select(RetentionPolicy)))


def list_kept(ids: Collection[UUID]) -> list[Exhibit]:
    """Return those of the exhibits whose bytes are kept."""
    query = select(Exhibit).where(Exhibit.id.in_(ids), Exhibit.state.in_(KEPT))
    return list(session().scalars(query.order_by(Exhibit.id)))


def lock_kept(ids: Collection[UUID]) -> list[Exhibit]:
    """Return those of the exhibits whose bytes are kept, locked in the order of their ids."""
    query = (
        select(Exhibit)
        .where(Exhibit.id.in_(ids), Exhibit.state.in_(KEPT))
        .order_by(Exhibit.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(query))


def case_files(ids: Collection[UUID]) -> dict[UUID, list[FileEnd | None]]:
    """Return how each case ended that an exhibit serves, None for one that is open."""
    query = (
        select(ExhibitLink.exhibit_id, ClosedCaseFile.outcome, ClosedCaseFile.closed_at)
        .outerjoin(ClosedCaseFile, ClosedCaseFile.case_id == ExhibitLink.subject_id)
        .where(ExhibitLink.kind == "case", ExhibitLink.exhibit_id.in_(ids))
    )
    found: dict[UUID, list[FileEnd | None]] = {key: [] for key in ids}
    rows: Iterable[Any] = session().execute(query)
    for exhibit_id, outcome, closed_at in rows:
        found[exhibit_id].append(None if outcome is None else FileEnd(outcome, closed_at))
    return found


def list_linked_to_case(case_id: UUID) -> list[UUID]:
    """Return the exhibits that serve a case."""
    query = select(ExhibitLink.exhibit_id).where(
        ExhibitLink.kind == "case", ExhibitLink.subject_id == case_id
    )
    return list(session().scalars(query.order_by(ExhibitLink.exhibit_id)))


def find_case_label(actor: Actor, case_id: UUID) -> tuple[UUID, str] | None:
    """Return authority and number of a case in scope that exhibits are linked to."""
    query = select(ExhibitLink.authority_id, ExhibitLink.label).where(
        within(actor, ExhibitLink.authority_id),
        ExhibitLink.kind == "case",
        ExhibitLink.subject_id == case_id,
    )
    row = session().execute(query.limit(1)).first()
    return None if row is None else (row[0], row[1])


def list_to_retain(now: datetime, limit: int) -> list[UUID]:
    """Return exhibits whose time is not set yet, and those of open cases whose time runs out."""
    ends_soon = and_(
        Exhibit.retention_policy == OPEN_CASE, Exhibit.retain_until < now + RENEWED_BEFORE
    )
    fresh = select(Exhibit.id).where(Exhibit.retain_until.is_(None), Exhibit.state.in_(KEPT))
    ending = select(Exhibit.id).where(ends_soon, Exhibit.state.in_(KEPT))
    found = list(session().scalars(fresh.order_by(Exhibit.id).limit(limit)))
    return found or list(session().scalars(ending.order_by(Exhibit.id).limit(limit)))


def list_kept_after(exhibit_id: UUID | None, limit: int) -> list[UUID]:
    """Return the next exhibits whose bytes are kept, in the order of their ids."""
    query = select(Exhibit.id).where(Exhibit.state.in_(KEPT))
    if exhibit_id is not None:
        query = query.where(Exhibit.id > exhibit_id)
    return list(session().scalars(query.order_by(Exhibit.id).limit(limit)))
