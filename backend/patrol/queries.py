"""Reads of patrols; the scope comes first, and a walker sees only what is his."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from backend.accounts import within
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page
from backend.patrol.models import CheckIn, Checkpoint, Patrol, Round, TrackBatch

SILENT = timedelta(hours=12)
"""A phone not heard of for so long is taken to be off duty."""


@dataclass(frozen=True)
class PatrolFilter:
    """What a list is narrowed to; None means everything."""

    person_id: UUID | None = None
    round_id: UUID | None = None
    started_from: datetime | None = None
    on_duty: bool | None = None


def _visible(actor: Actor) -> ColumnElement[bool]:
    scope = within(actor, Patrol.authority_id)
    if actor.may("patrol.oversee"):
        return scope
    return and_(scope, Patrol.person_id == actor.person_id)


def _visible_rounds(actor: Actor) -> ColumnElement[bool]:
    scope = within(actor, Round.authority_id)
    if actor.may("patrol.oversee"):
        return scope
    return and_(scope, Round.assignee_id == actor.person_id)


def get_patrol(actor: Actor, patrol_id: UUID) -> Patrol:
    """Return a patrol in scope; raises NotFound."""
    query = select(Patrol).where(_visible(actor), Patrol.id == patrol_id)
    patrol = session().scalars(query).one_or_none()
    if patrol is None:
        raise NotFound
    return patrol


def lock_own_patrol(actor: Actor, patrol_id: UUID) -> Patrol:
    """Return the actor's own patrol, locked for a change; raises NotFound."""
    query = (
        select(Patrol)
        .where(Patrol.id == patrol_id, Patrol.person_id == actor.person_id)
        .with_for_update(of=Patrol)
        .execution_options(populate_existing=True)
    )
    patrol = session().scalars(query).one_or_none()
    if patrol is None:
        raise NotFound
    return patrol


def find_patrol(patrol_id: UUID) -> Patrol | None:
    """Return a patrol whatever its scope."""
    return session().get(Patrol, patrol_id)


def list_patrols(
    actor: Actor, wanted: PatrolFilter, cursor: str | None, limit: int
) -> Page[Patrol]:
    """Return patrols in scope, last begun first."""
    query = select(Patrol).where(_visible(actor))
    if wanted.person_id:
        query = query.where(Patrol.person_id == wanted.person_id)
    if wanted.round_id:
        query = query.where(Patrol.round_id == wanted.round_id)
    if wanted.started_from:
        query = query.where(Patrol.started_at >= wanted.started_from)
    if wanted.on_duty is not None:
        open_ = Patrol.ended_at.is_(None)
        query = query.where(open_ if wanted.on_duty else ~open_)
    return fetch_page(query, Patrol.started_at, Patrol.id, cursor=cursor, limit=limit)


def list_on_duty(actor: Actor, ids: Collection[UUID], now: datetime) -> list[Patrol]:
    """Return those of the patrols within the actor's reach that go on."""
    query = select(Patrol).where(
        within(actor, Patrol.authority_id),
        Patrol.id.in_(ids),
        Patrol.ended_at.is_(None),
        Patrol.last_heard_at > now - SILENT,
    )
    if actor.sees_only_own:
        query = query.where(Patrol.grid_id.in_(actor.grid_ids))
    return list(session().scalars(query))


def list_batches(patrol_id: UUID) -> list[TrackBatch]:
    """Return the batches of a patrol in order."""
    query = select(TrackBatch).where(TrackBatch.patrol_id == patrol_id).order_by(TrackBatch.n)
    return list(session().scalars(query))


def find_batch(patrol_id: UUID, n: int) -> TrackBatch | None:
    """Return a batch of a patrol."""
    return session().get(TrackBatch, (patrol_id, n))


def find_check_in(check_in_id: UUID) -> CheckIn | None:
    """Return a check-in whatever its scope."""
    return session().get(CheckIn, check_in_id)


def list_authorities_with_tracks() -> list[UUID]:
    """Return the authorities that keep tracks."""
    query = select(Patrol.authority_id).where(Patrol.purged_at.is_(None)).distinct()
    return list(session().scalars(query))


def list_to_purge(authority_id: UUID, ended_before: datetime, limit: int) -> list[Patrol]:
    """Return patrols whose tracks have been kept long enough, locked."""
    query = (
        select(Patrol)
        .where(
            Patrol.authority_id == authority_id,
            Patrol.purged_at.is_(None),
            Patrol.last_heard_at < ended_before,
        )
        .order_by(Patrol.last_heard_at)
        .limit(limit)
        .with_for_update(of=Patrol, skip_locked=True)
    )
    return list(session().scalars(query))


def get_round(actor: Actor, round_id: UUID, *, lock: bool = False) -> Round:
    """Return a round in scope, locked when asked; raises NotFound."""
    query = select(Round).where(_visible_rounds(actor), Round.id == round_id)
    found = session().scalars(query.with_for_update(of=Round) if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_round(round_id: UUID) -> Round | None:
    """Return a round whatever its scope."""
    return session().get(Round, round_id)


def list_rounds(
    actor: Actor, person_id: UUID | None, cursor: str | None, limit: int
) -> Page[Round]:
    """Return rounds in scope, last made first."""
    query = select(Round).where(_visible_rounds(actor))
    if person_id:
        query = query.where(Round.assignee_id == person_id)
    return fetch_page(query, Round.created_at, Round.id, cursor=cursor, limit=limit)


def list_rounds_by_id(actor: Actor, ids: Collection[UUID]) -> list[Round]:
    """Return those of the rounds that are given to the actor and hold."""
    query = select(Round).where(
        within(actor, Round.authority_id),
        Round.id.in_(ids),
        Round.assignee_id == actor.person_id,
        Round.withdrawn_at.is_(None),
    )
    return list(session().scalars(query))


def list_checkpoints(
    actor: Actor, q: str | None, cursor: str | None, limit: int
) -> Page[Checkpoint]:
    """Return checkpoints in scope that are in use, by name."""
    query = select(Checkpoint).where(
        within(actor, Checkpoint.authority_id), Checkpoint.retired_at.is_(None)
    )
    if q:
        query = query.where(Checkpoint.name.contains(q, autoescape=True))
    return fetch_page(
        query, Checkpoint.name, Checkpoint.id, cursor=cursor, limit=limit, descending=False
    )


def get_checkpoints(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Checkpoint]:
    """Return those of the checkpoints that are in scope."""
    query = select(Checkpoint).where(within(actor, Checkpoint.authority_id), Checkpoint.id.in_(ids))
    return {checkpoint.id: checkpoint for checkpoint in session().scalars(query)}


def find_checkpoint(checkpoint_id: UUID) -> Checkpoint | None:
    """Return a checkpoint whatever its scope."""
    return session().get(Checkpoint, checkpoint_id)
