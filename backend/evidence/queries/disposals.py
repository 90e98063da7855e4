"""Reads of disposals: what may go, and what was proposed to go."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from backend.accounts import within
from backend.evidence.models import (
    ClosedCaseFile,
    Disposal,
    DisposalItem,
    Exhibit,
    ExhibitHold,
    ExhibitLink,
)
from backend.evidence.queries.holds import held_ids
from backend.evidence.queries.retention import KEPT, case_files
from backend.evidence.rules.retention import Keeping
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page

OPEN = ("proposed", "approved")


def _is_proposed() -> ColumnElement[bool]:
    open_item = (
        select(DisposalItem.exhibit_id)
        .join(Disposal, Disposal.id == DisposalItem.disposal_id)
        .where(DisposalItem.exhibit_id == Exhibit.id, Disposal.state.in_(OPEN))
    )
    return exists(open_item)


def list_due(actor: Actor, now: datetime, *, cursor: str | None, limit: int) -> Page[Exhibit]:
    """Return exhibits in scope that may be disposed of, longest due first."""
    held = exists().where(ExhibitHold.exhibit_id == Exhibit.id, ExhibitHold.lifted_at.is_(None))
    query = select(Exhibit).where(
        within(actor, Exhibit.authority_id),
        Exhibit.state.in_(KEPT),
        Exhibit.retain_until <= now,
        ~held,
        ~_is_proposed(),
        ~_in_open_case(),
    )
    return fetch_page(
        query, Exhibit.retain_until, Exhibit.id, cursor=cursor, limit=limit, descending=False
    )


def _in_open_case() -> ColumnElement[bool]:
    closed = exists().where(ClosedCaseFile.case_id == ExhibitLink.subject_id)
    return exists().where(ExhibitLink.exhibit_id == Exhibit.id, ExhibitLink.kind == "case", ~closed)


def keepings(exhibits: Sequence[Exhibit], besides: UUID | None = None) -> dict[UUID, Keeping]:
    """Return what decides whether each exhibit may go; `besides` is the proposal that asks."""
    ids = [exhibit.id for exhibit in exhibits]
    held, files = held_ids(ids), case_files(ids)
    query = (
        select(DisposalItem.exhibit_id)
        .join(Disposal, Disposal.id == DisposalItem.disposal_id)
        .where(
            DisposalItem.exhibit_id.in_(ids),
            Disposal.state.in_(OPEN),
            Disposal.id != besides if besides else true(),
        )
    )
    proposed = set(session().scalars(query))
    return {
        one.id: Keeping(
            state=one.state,
            retain_until=one.retain_until,
            is_held=one.id in held,
            is_in_open_case=None in files[one.id],
            is_proposed=one.id in proposed,
        )
        for one in exhibits
    }


def list_disposals(
    actor: Actor, *, state: str | None, cursor: str | None, limit: int
) -> Page[Disposal]:
    """Return proposals in scope, last proposed first."""
    query = select(Disposal).where(within(actor, Disposal.authority_id))
    if state:
        query = query.where(Disposal.state == state)
    return fetch_page(query, Disposal.proposed_at, Disposal.id, cursor=cursor, limit=limit)


def get_disposal(actor: Actor, disposal_id: UUID, *, lock: bool = False) -> Disposal:
    """Return a proposal in scope, locked when asked; raises NotFound."""
    query = select(Disposal).where(within(actor, Disposal.authority_id), Disposal.id == disposal_id)
    found = session().scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_disposal(disposal_id: UUID) -> Disposal | None:
    """Return a proposal whatever its scope."""
    return session().get(Disposal, disposal_id)


def list_unfinished_disposals() -> list[UUID]:
    """Return the approved proposals that still have something to delete."""
    query = select(Disposal.id).where(Disposal.state == "approved").order_by(Disposal.decided_at)
    return list(session().scalars(query))


def list_sharing(exhibit: Exhibit, sha256: str) -> list[UUID]:
    """Return the other exhibits whose kept bytes, or a segment of them, have this digest."""
    is_whole = and_(Exhibit.sha256 == sha256, Exhibit.segments_root.is_(None))
    # A hit that straddles two digests only keeps what could have gone.
    at = func.pg_catalog.position(Exhibit.segment_digests, bytes.fromhex(sha256))
    others = select(Exhibit.id).where(Exhibit.id != exhibit.id, Exhibit.state.in_(KEPT))
    return list(session().scalars(others.where(or_(is_whole, at > 0))))
