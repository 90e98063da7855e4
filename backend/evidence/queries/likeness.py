"""Reads of captures that resemble each other, whatever their authority."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Integer, and_, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY, BIT

from backend.evidence.models import Exhibit
from backend.evidence.rules.likeness import NEAR_BITS, search_words
from backend.kernel.db import session

MOST_NEAR = 50
_WORDS: ColumnElement[Any] = literal_column(
    "(array[phash & 65535, (phash >> 16 & 65535) + 65536,"
    " (phash >> 32 & 65535) + 131072, (phash >> 48 & 65535) + 196608])"
)
"""As the index has it."""


@dataclass(frozen=True)
class Alike:
    """An exhibit that looks like another."""

    id: UUID
    authority_id: UUID
    distance: int


def list_uncompared(limit: int, examined_until: datetime | None) -> list[Exhibit]:
    """Return examined exhibits that were not compared with others yet, all or those examined by a
    time, the oldest first.
    """
    query = select(Exhibit).where(_is_uncompared()).order_by(Exhibit.id).limit(limit)
    if examined_until is not None:
        query = query.where(Exhibit.examined_at <= examined_until)
    return list(session().scalars(query))


def find_all(ids: Collection[UUID]) -> list[Exhibit]:
    """Return the exhibits whatever their scope, in the order of their ids."""
    query = select(Exhibit).where(Exhibit.id.in_(ids)).order_by(Exhibit.id)
    return list(session().scalars(query))


def lock_all(ids: Collection[UUID]) -> dict[UUID, Exhibit]:
    """Return the exhibits whatever their scope, locked in the order of their ids."""
    query = (
        select(Exhibit)
        .where(Exhibit.id.in_(ids))
        .order_by(Exhibit.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {exhibit.id: exhibit for exhibit in session().scalars(query)}


def list_near(exhibit: Exhibit) -> list[Alike]:
    """Return the exhibits of other bytes whose picture differs in at most NEAR_BITS bits, the
    nearest first.
    """
    if exhibit.phash is None:
        return []
    bits = cast(Exhibit.phash.op("#")(exhibit.phash), BIT(64))
    differing: ColumnElement[int] = func.bit_count(bits, type_=Integer)
    query = (
        select(Exhibit.id, Exhibit.authority_id, differing)
        .where(
            Exhibit.phash.is_not(None),
            _WORDS.op("&&")(cast(search_words(exhibit.phash), ARRAY(BigInteger))),
            differing <= NEAR_BITS,
            Exhibit.id != exhibit.id,
            Exhibit.sha256 != exhibit.sha256,
        )
        .order_by(differing, Exhibit.id)
        .limit(MOST_NEAR)
    )
    return [Alike(*row) for row in session().execute(query)]


def list_alike_ids(exhibit: Exhibit) -> list[UUID]:
    """Return the exhibits of the same bytes or the same picture, whatever their scope."""
    same = list_same_digests([exhibit.sha256]) if exhibit.sha256 else {}
    alike = [*list_near(exhibit), *(one for group in same.values() for one in group)]
    return [one.id for one in alike if one.id != exhibit.id]


def list_same_digests(digests: Collection[str]) -> dict[str, list[Alike]]:
    """Return by digest every verified exhibit with these bytes."""
    query = (
        select(Exhibit.sha256, Exhibit.id, Exhibit.authority_id)
        .where(Exhibit.sha256.in_(digests), Exhibit.state == "verified")
        .order_by(Exhibit.id)
    )
    found: dict[str, list[Alike]] = {digest: [] for digest in digests}
    for digest, exhibit_id, authority_id in session().execute(query):
        found[str(digest)].append(Alike(exhibit_id, authority_id, distance=0))
    return found


def list_next_placed(exhibit: Exhibit) -> list[Exhibit]:
    """Return the device's captures with a fix next before and next after this one."""
    placed = select(Exhibit).where(Exhibit.device_id == exhibit.device_id, Exhibit.lon.is_not(None))
    seq = Exhibit.device_seq
    before = placed.where(seq < exhibit.device_seq).order_by(seq.desc()).limit(1)
    after = placed.where(seq > exhibit.device_seq).order_by(seq).limit(1)
    found = [session().scalars(query).one_or_none() for query in (before, after)]
    return [one for one in found if one is not None]


def list_fix_times(exhibit: Exhibit, limit: int) -> set[datetime]:
    """Return up to `limit` different times at which the device gave exactly this position."""
    query = (
        select(Exhibit.fix_at)
        .where(
            Exhibit.device_id == exhibit.device_id,
            Exhibit.source_lat_e7 == exhibit.source_lat_e7,
            Exhibit.source_lon_e7 == exhibit.source_lon_e7,
        )
        .distinct()
        .limit(limit)
    )
    return {at for at in session().scalars(query) if at is not None}


def _is_uncompared() -> ColumnElement[bool]:
    return and_(Exhibit.compared_at.is_(None), Exhibit.examination_version.is_not(None))
