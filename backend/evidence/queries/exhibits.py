"""Reads of exhibits; the scope comes first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select
from sqlalchemy.orm import lazyload, load_only

from backend.accounts import within
from backend.evidence.errors import ExhibitNotStored, ExhibitsUnknown
from backend.evidence.models import UNCHECKED_STATES, Exhibit, ExhibitLink
from backend.evidence.queries.likeness import list_alike_ids
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.kernel.paging import Page, fetch_page

_TO_READ = (
    Exhibit.id, Exhibit.state, Exhibit.size, Exhibit.file_name, Exhibit.kind, Exhibit.mime,
    Exhibit.detected_mime, Exhibit.store_key, Exhibit.segment_size,
)  # fmt: skip


@dataclass(frozen=True)
class ExhibitSummary:
    """What a list of something else shows of an exhibit."""

    id: UUID
    state: str
    has_preview: bool
    flags: list[Any]


@dataclass(frozen=True)
class LinkedExhibit(ExhibitSummary):
    """An exhibit as the thing it serves shows it."""

    fact_to_prove: str | None
    linked_at: datetime
    captured_at: datetime


def _visible(actor: Actor) -> ColumnElement[bool]:
    scope = within(actor, Exhibit.authority_id)
    if not actor.sees_only_own:
        return scope
    own = or_(Exhibit.captured_by_id == actor.person_id, Exhibit.grid_id.in_(actor.grid_ids))
    return and_(scope, own)


def has_preview() -> ColumnElement[bool]:
    """What `Exhibit.has_preview` says, in SQL."""
    is_picture = func.coalesce(Exhibit.detected_mime.startswith("image/"), false())
    is_broken = Exhibit.flags.contains([{"code": "not_an_image"}])
    is_early = and_(Exhibit.early_picture_key.is_not(None), Exhibit.state.in_(UNCHECKED_STATES))
    return or_(is_early, and_(Exhibit.state == "verified", is_picture, not_(is_broken)))


def get_exhibit(actor: Actor, exhibit_id: UUID) -> Exhibit:
    """Return an exhibit in scope; raises NotFound."""
    query = select(Exhibit).where(_visible(actor), Exhibit.id == exhibit_id)
    exhibit = session().scalars(query).one_or_none()
    if exhibit is None:
        raise NotFound
    return exhibit


def count_captures(device_id: UUID) -> tuple[int, int | None, datetime | None]:
    """Return how many captures of a device came, its highest counter and its last capture's
    time.
    """
    seen = (func.count(), func.max(Exhibit.device_seq), func.max(Exhibit.captured_at))
    found = session().execute(select(*seen).where(Exhibit.device_id == device_id)).one()
    return found[0], found[1], found[2]


def find_exhibit(exhibit_id: UUID) -> Exhibit | None:
    """Return an exhibit whatever its scope."""
    return session().get(Exhibit, exhibit_id)


def lock_exhibit(exhibit_id: UUID) -> Exhibit:
    """Return an exhibit whatever its scope as it is now, locked until the transaction ends; raises
    NotFound.
    """
    exhibit = session().get(Exhibit, exhibit_id, with_for_update=True, populate_existing=True)
    if exhibit is None:
        raise NotFound
    return exhibit


def hold_exhibit(exhibit_id: UUID) -> None:
    """Lock an exhibit until the transaction ends without reading it: for work on what hangs by
    it.
    """
    session().execute(select(Exhibit.id).where(Exhibit.id == exhibit_id).with_for_update())


def get_exhibits_by_id(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Exhibit]:
    """Return those of the exhibits that are within the actor's scope."""
    query = select(Exhibit).where(_visible(actor), Exhibit.id.in_(ids))
    return {exhibit.id: exhibit for exhibit in session().scalars(query)}


def lock_exhibits(actor: Actor, ids: Collection[UUID]) -> list[Exhibit]:
    """Return all of the exhibits, locked in the order of their ids; raises ExhibitsUnknown when
    one is not within the actor's scope.
    """
    query = (
        select(Exhibit)
        .where(_visible(actor), Exhibit.id.in_(ids))
        .order_by(Exhibit.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = list(session().scalars(query))
    if missing := set(ids) - {exhibit.id for exhibit in found}:
        raise ExhibitsUnknown(sorted(map(str, missing)))
    return found


def list_exhibits(
    actor: Actor,
    *,
    cursor: str | None,
    limit: int,
    state: str | None = None,
    captured_from: datetime | None = None,
    captured_to: datetime | None = None,
    flag: str | None = None,
    q: str | None = None,
    near: UUID | None = None,
) -> Page[Exhibit]:
    """Return exhibits in scope, last captured first; `q` is part of a file name or the start of a
    digest, `near` an exhibit whose duplicates are wanted. Raises NotFound for one out of scope.
    """
    query = select(Exhibit).where(_visible(actor))
    if near:
        query = query.where(Exhibit.id.in_(list_alike_ids(get_exhibit(actor, near))))
    if state:
        query = query.where(Exhibit.state == state)
    if captured_from:
        query = query.where(Exhibit.captured_at >= captured_from)
    if captured_to:
        query = query.where(Exhibit.captured_at < captured_to)
    if flag:
        query = query.where(Exhibit.flags.contains([{"code": flag}]))
    if q:
        named = Exhibit.file_name.icontains(q, autoescape=True)
        query = query.where(or_(named, Exhibit.sha256.startswith(q.lower(), autoescape=True)))
    return fetch_page(query, Exhibit.captured_at, Exhibit.id, cursor=cursor, limit=limit)


def summaries(ids: Iterable[UUID]) -> dict[UUID, ExhibitSummary]:
    """Return what lists show of these exhibits; callers check the scope of what they list."""
    query = select(Exhibit.id, Exhibit.state, has_preview(), Exhibit.flags).where(
        Exhibit.id.in_(set(ids))
    )
    return {row[0]: ExhibitSummary(*row) for row in session().execute(query)}


def list_links(kind: str, subject_ids: Collection[UUID]) -> dict[UUID, list[LinkedExhibit]]:
    """Return the exhibits that serve each of these things, in the order they were linked; callers
    check the scope of the things.
    """
    query = (
        select(
            ExhibitLink.subject_id,
            Exhibit.id,
            Exhibit.state,
            has_preview(),
            Exhibit.flags,
            ExhibitLink.fact_to_prove,
            ExhibitLink.linked_at,
            Exhibit.captured_at,
        )
        .join(Exhibit, Exhibit.id == ExhibitLink.exhibit_id)
        .where(ExhibitLink.kind == kind, ExhibitLink.subject_id.in_(subject_ids))
        .order_by(ExhibitLink.linked_at, Exhibit.id)
    )
    found: dict[UUID, list[LinkedExhibit]] = {key: [] for key in subject_ids}
    for subject_id, *row in session().execute(query):
        found[subject_id].append(LinkedExhibit(*row))
    return found


def list_same_bytes(exhibit: Exhibit) -> list[Exhibit]:
    """Return the other verified exhibits with the same bytes, locked in the order of their ids."""
    query = (
        select(Exhibit)
        .where(
            Exhibit.sha256 == exhibit.sha256,
            Exhibit.state == "verified",
            Exhibit.id != exhibit.id,
        )
        .order_by(Exhibit.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(query))


def list_exhibits_for_export(actor: Actor, ids: Sequence[UUID]) -> list[Exhibit]:
    """Return verified exhibits in the order asked for; raises ExhibitsUnknown for one out of
    scope, ExhibitNotStored for one that is not verified.
    """
    found = get_exhibits_by_id(actor, ids)
    if missing := [str(key) for key in ids if key not in found]:
        raise ExhibitsUnknown(missing)
    exhibits = [found[key] for key in dict.fromkeys(ids)]
    for exhibit in exhibits:
        if exhibit.state != "verified":
            raise ExhibitNotStored(exhibit_id=str(exhibit.id), state=exhibit.state)
    return exhibits


def list_unexamined(limit: int) -> list[Exhibit]:
    """Return verified exhibits whose bytes nobody has read yet, the longest waiting first."""
    query = (
        select(Exhibit)
        .where(Exhibit.state == "verified", Exhibit.examined_at.is_(None))
        .order_by(Exhibit.verified_at, Exhibit.id)
        .limit(limit)
        .options(load_only(*_TO_READ), lazyload(Exhibit.links))
    )
    return list(session().scalars(query))


def lock_unexamined(ids: Collection[UUID]) -> list[Exhibit]:
    """Return those of the exhibits that are still unexamined, locked in the order of their ids."""
    query = (
        select(Exhibit)
        .where(Exhibit.id.in_(ids), Exhibit.state == "verified", Exhibit.examined_at.is_(None))
        .order_by(Exhibit.id)
        .with_for_update()
        .options(lazyload(Exhibit.links))
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(query))
