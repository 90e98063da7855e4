"""Reads of captures that resemble each other, whatever their authority."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, text
from sqlalchemy.orm import lazyload, load_only

from backend.evidence.models import Exhibit
from backend.evidence.rules.likeness import NEAR_BITS, search_words
from backend.evidence.rules.plausible import Spot
from backend.kernel.db import session

MOST_NEAR = 50
_TO_LOOK_AT = (
    Exhibit.id, Exhibit.state, Exhibit.size, Exhibit.detected_mime, Exhibit.store_key,
    Exhibit.segment_size,
)  # fmt: skip
_TO_COMPARE = (Exhibit.id, Exhibit.authority_id, Exhibit.sha256, Exhibit.phash)


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
    return list(session().scalars(query.options(load_only(*_TO_LOOK_AT), lazyload(Exhibit.links))))


def find_all(ids: Collection[UUID]) -> list[Exhibit]:
    """Return the exhibits whatever their scope, in the order of their ids, read as far as they are
    compared by it.
    """
    query = select(Exhibit).where(Exhibit.id.in_(ids)).order_by(Exhibit.id)
    return list(session().scalars(query.options(load_only(*_TO_COMPARE), lazyload(Exhibit.links))))


def lock_all(ids: Collection[UUID]) -> dict[UUID, Exhibit]:
    """Return the exhibits whatever their scope, locked in the order of their ids."""
    query = (
        select(Exhibit)
        .where(Exhibit.id.in_(ids))
        .order_by(Exhibit.id)
        .with_for_update()
        .options(lazyload(Exhibit.links))
        .execution_options(populate_existing=True)
    )
    return {exhibit.id: exhibit for exhibit in session().scalars(query)}


# One statement for a whole batch: each picture's words search the index, which has the hash's four
# tagged words as the array is written here. They are read from their text once for each picture,
# not once for each row they are compared with.
_NEAR = text("""
    with picture as materialized (
        select phash, sha256, cast(words as bigint[]) as words, place
        from unnest(cast(:hashes as bigint[]), cast(:digests as text[]), cast(:words as text[]))
            with ordinality as p (phash, sha256, words, place)
    )
    select p.place, near.id, near.authority_id, near.distance
    from picture p,
    lateral (
        select e.id, e.authority_id, cast(bit_count(cast(e.phash # p.phash as bit(64))) as int)
            as distance
        from exhibit e
        where e.phash is not null and (array[e.phash & 65535, (e.phash >> 16 & 65535) + 65536,
                (e.phash >> 32 & 65535) + 131072, (e.phash >> 48 & 65535) + 196608]) && p.words
            and bit_count(cast(e.phash # p.phash as bit(64))) <= :most
            and e.sha256 <> p.sha256
        order by distance, e.id limit :limit
    ) as near
    order by p.place, near.distance, near.id
""")


def list_near(pictures: Sequence[tuple[int, str]]) -> list[list[Alike]]:
    """Return for each perceptual hash and digest the exhibits of other bytes whose picture differs
    in at most NEAR_BITS bits, the nearest first.
    """
    found: list[list[Alike]] = [[] for _ in pictures]
    if not pictures:
        return found
    values = {
        "hashes": [likeness for likeness, _ in pictures],
        "digests": [digest for _, digest in pictures],
        "words": ["{" + ",".join(map(str, search_words(one))) + "}" for one, _ in pictures],
        "most": NEAR_BITS,
        "limit": MOST_NEAR,
    }
    for place, *alike in session().execute(_NEAR, values):
        found[place - 1].append(Alike(*alike))
    return found


def list_alike_ids(exhibit: Exhibit) -> list[UUID]:
    """Return the exhibits of the same bytes or the same picture, whatever their scope."""
    same = list_same_digests([exhibit.sha256]) if exhibit.sha256 else {}
    near = list_near([(exhibit.phash, exhibit.sha256 or "")]) if exhibit.phash is not None else []
    alike = [one for group in (*near, *same.values()) for one in group]
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


@dataclass(frozen=True)
class Motion:
    """Where the device was next before and next after a capture, and at which times it gave
    exactly the same position.
    """

    neighbours: list[Spot]
    fix_times: set[datetime]


_MOTION = text("""
    select p.id,
        before.id, before.lon, before.lat, before.accuracy_m, before.fix_at,
        after.id, after.lon, after.lat, after.accuracy_m, after.fix_at,
        array(
            select distinct e.fix_at from exhibit e
            where e.device_id = p.device_id and e.source_lat_e7 = p.source_lat_e7
                and e.source_lon_e7 = p.source_lon_e7
            limit :most_times
        )
    from exhibit p
    left join lateral (
        select e.* from exhibit e where e.device_id = p.device_id and e.lon is not null
            and e.device_seq < p.device_seq order by e.device_seq desc limit 1
    ) as before on true
    left join lateral (
        select e.* from exhibit e where e.device_id = p.device_id and e.lon is not null
            and e.device_seq > p.device_seq order by e.device_seq limit 1
    ) as after on true
    where p.id = any(cast(:ids as uuid[])) and p.lon is not null
""")


def find_motions(ids: Collection[UUID], most_times: int) -> dict[UUID, Motion]:
    """Return the motion around each of the exhibits that has a fix."""
    rows: Any = session().execute(_MOTION, {"ids": list(ids), "most_times": most_times})
    return {
        row[0]: Motion(
            [Spot(str(spot[0]), *spot[1:]) for spot in (row[1:6], row[6:11]) if spot[0]],
            set(row[11]),
        )
        for row in rows
    }


def _is_uncompared() -> ColumnElement[bool]:
    return and_(Exhibit.compared_at.is_(None), Exhibit.examination_version.is_not(None))
