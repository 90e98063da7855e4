"""Comparing a capture with all others: same bytes, same picture, same place, impossible ways."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import set_committed_value

from backend.evidence.models import Exhibit
from backend.evidence.queries import likeness as queries
from backend.evidence.queries.likeness import Alike, Motion
from backend.evidence.rules import plausible
from backend.evidence.rules.capture import Facts
from backend.evidence.rules.likeness import NEAR_BITS, distance
from backend.evidence.rules.looking import Look, flags_of_look
from backend.evidence.rules.plausible import Spot
from backend.evidence.service.changes import announce_all, set_flag
from backend.evidence.service.examination import log_checked
from backend.evidence.service.originals import original_pieces
from backend.evidence.service.pieces import Piece
from backend.kernel.db import lock_named, session

MOST_NAMED = 10
MOST_TIMES = 100
MAX_PHOTO_BYTES = 128 * 1024 * 1024


def list_waiting(limit: int, examined_until: datetime | None = None) -> dict[UUID, list[Piece]]:
    """Return exhibits that wait to be compared, all or those examined by a time, each with where
    its picture lies; nowhere of what is no picture, or too large a one.
    """
    waiting = queries.list_uncompared(limit, examined_until)
    return {exhibit.id: _picture(exhibit) for exhibit in waiting}


def _picture(exhibit: Exhibit) -> list[Piece]:
    is_picture = (exhibit.detected_mime or "").startswith("image/")
    if exhibit.state != "verified" or not is_picture or exhibit.size > MAX_PHOTO_BYTES:
        return []
    return original_pieces(exhibit)


def compare(looks: Mapping[UUID, Look], now: datetime) -> None:
    """Note what was seen of the exhibits and flag what is odd about them among all others, on
    every exhibit concerned; ids of another authority are not for this one's eyes, that there are
    some is.
    """
    # One comparison at a time: of two alike that arrive at once the second sees the first.
    lock_named("likeness")
    given = queries.find_all(looks.keys())
    for exhibit in given:
        set_committed_value(exhibit, "phash", looks[exhibit.id].likeness)
    same = queries.list_same_digests({one.sha256 for one in given if one.sha256})
    near = _near(given, given)
    motions = queries.find_motions(looks.keys(), MOST_TIMES)
    concerned = {one.id for alike in (*same.values(), *near.values()) for one in alike}
    # All at once and in the order of their ids, as everybody locks several exhibits.
    locked = queries.lock_all(concerned | looks.keys())
    for key, look in looks.items():
        locked[key].phash = look.likeness
    with session().no_autoflush:
        near |= _near([one for key, one in locked.items() if key not in near], given)
    told = list[Exhibit]()
    for exhibit in locked.values():
        flags = _likeness_flags(exhibit, same, near[exhibit.id])
        if exhibit.id in looks:
            flags |= flags_of_look(looks[exhibit.id])
            flags |= _motion_flags(exhibit, motions.get(exhibit.id))
            exhibit.compared_at = now
        changed = [set_flag(exhibit, code, facts) for code, facts in flags.items()]
        if any(changed):
            told.append(exhibit)
    log_checked(told, now)
    announce_all(told)


def _near(exhibits: Sequence[Exhibit], fresh: Sequence[Exhibit]) -> dict[UUID, list[Alike]]:
    """Return what looks like each of the exhibits: among those the database knows the pictures
    of, and among the fresh ones, whose pictures it has not got yet.
    """
    seen = [one for one in exhibits if one.phash is not None]
    known = queries.list_near([(one.phash or 0, one.sha256 or "") for one in seen])
    found: dict[UUID, list[Alike]] = {one.id: [] for one in exhibits}
    for exhibit, alike in zip(seen, known, strict=True):
        all_alike = {one.id: one for one in alike if one.id != exhibit.id}
        all_alike |= {one.id: one for one in _alike(exhibit, fresh)}
        nearest = sorted(all_alike.values(), key=lambda one: (one.distance, one.id))
        found[exhibit.id] = nearest[: queries.MOST_NEAR]
    return found


def _alike(exhibit: Exhibit, fresh: Sequence[Exhibit]) -> Iterator[Alike]:
    for one in fresh:
        if one.phash is None or one.sha256 == exhibit.sha256 or exhibit.phash is None:
            continue
        differing = distance(one.phash, exhibit.phash)
        if differing <= NEAR_BITS:
            yield Alike(one.id, one.authority_id, differing)


def _likeness_flags(
    exhibit: Exhibit, same: Mapping[str, list[Alike]], alike: list[Alike]
) -> dict[str, Facts | None]:
    flags: dict[str, Facts | None] = {}
    digest = exhibit.sha256 or ""
    if digest in same:
        others = [one for one in same[digest] if one.id != exhibit.id]
        flags["duplicate_bytes"] = _named(exhibit, others)
    facts = _named(exhibit, alike)
    if facts is not None:
        own_first = sorted(alike, key=lambda one: one.authority_id != exhibit.authority_id)
        distances = [one.distance for one in own_first[:MOST_NAMED]]
        facts |= {"distances": distances, "limit": NEAR_BITS}
    flags["near_duplicate"] = facts
    return flags


def _named(exhibit: Exhibit, others: list[Alike]) -> dict[str, Any] | None:
    if not others:
        return None
    named = [str(one.id) for one in others if one.authority_id == exhibit.authority_id]
    return {"count": len(others), "exhibit_ids": named[:MOST_NAMED]}


def _motion_flags(exhibit: Exhibit, motion: Motion | None) -> dict[str, Facts | None]:
    if motion is None or exhibit.lon is None or exhibit.lat is None or exhibit.fix_at is None:
        return {}
    accuracy = exhibit.accuracy_m or 0.0
    spot = Spot(str(exhibit.id), exhibit.lon, exhibit.lat, accuracy, exhibit.fix_at)
    return {
        "too_fast": plausible.too_fast(spot, motion.neighbours),
        "fix_repeated": plausible.repeated_fix(motion.fix_times),
    }
