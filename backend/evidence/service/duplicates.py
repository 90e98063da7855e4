"""Comparing a capture with all others: same bytes, same picture, same place, impossible ways."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.evidence.models import Exhibit
from backend.evidence.queries import likeness as queries
from backend.evidence.queries.likeness import Alike
from backend.evidence.rules import plausible
from backend.evidence.rules.capture import Facts
from backend.evidence.rules.likeness import NEAR_BITS
from backend.evidence.rules.looking import Look, flags_of_look
from backend.evidence.rules.plausible import Spot
from backend.evidence.service.changes import announce_all, set_flag
from backend.evidence.service.examination import log_checked
from backend.evidence.service.originals import original_pieces
from backend.evidence.service.pieces import Piece
from backend.kernel.db import lock_named

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


def keep_looks(looks: Mapping[UUID, Look]) -> None:
    """Note what was seen, so that exhibits of one batch find each other too."""
    for exhibit in queries.lock_all(looks.keys()).values():
        exhibit.phash = looks[exhibit.id].likeness


def compare(looks: Mapping[UUID, Look], now: datetime) -> None:
    """Flag what is odd about the exhibits among all others, on every exhibit concerned; ids of
    another authority are not for this one's eyes, that there are some is.
    """
    # One comparison at a time: of two alike that arrive at once the second sees the first.
    lock_named("likeness")
    given = queries.find_all(looks.keys())
    same = queries.list_same_digests({one.sha256 for one in given if one.sha256})
    near = {one.id: queries.list_near(one) for one in given}
    concerned = {one.id for alike in (*same.values(), *near.values()) for one in alike}
    # All at once and in the order of their ids, as everybody locks several exhibits.
    told = list[Exhibit]()
    for exhibit in queries.lock_all(concerned | looks.keys()).values():
        flags = _likeness_flags(exhibit, same, near)
        if exhibit.id in looks:
            flags |= flags_of_look(looks[exhibit.id]) | _motion_flags(exhibit)
            exhibit.compared_at = now
        changed = [set_flag(exhibit, code, facts) for code, facts in flags.items()]
        if any(changed):
            told.append(exhibit)
    log_checked(told, now)
    announce_all(told)


def _likeness_flags(
    exhibit: Exhibit, same: Mapping[str, list[Alike]], near: Mapping[UUID, list[Alike]]
) -> dict[str, Facts | None]:
    flags: dict[str, Facts | None] = {}
    digest = exhibit.sha256 or ""
    if digest in same:
        others = [one for one in same[digest] if one.id != exhibit.id]
        flags["duplicate_bytes"] = _named(exhibit, others)
    alike = near[exhibit.id] if exhibit.id in near else queries.list_near(exhibit)
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


def _motion_flags(exhibit: Exhibit) -> dict[str, Facts | None]:
    spot = _spot(exhibit)
    if spot is None:
        return {}
    neighbours = [_spot(one) for one in queries.list_next_placed(exhibit)]
    times = queries.list_fix_times(exhibit, MOST_TIMES)
    return {
        "too_fast": plausible.too_fast(spot, [one for one in neighbours if one]),
        "fix_repeated": plausible.repeated_fix(times),
    }


def _spot(exhibit: Exhibit) -> Spot | None:
    if exhibit.lon is None or exhibit.lat is None or exhibit.fix_at is None:
        return None
    accuracy = exhibit.accuracy_m or 0.0
    return Spot(str(exhibit.id), exhibit.lon, exhibit.lat, accuracy, exhibit.fix_at)
