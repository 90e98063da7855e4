"""Tracks are kept only as long as the bureau's days say (个人信息保护法 第十九条)."""

from datetime import datetime, timedelta
from uuid import UUID

from backend.kernel.clock import bureau_date
from backend.parameters import value_at
from backend.patrol import queries

KEY = "track_keep_days"
BATCH = 100


def purge_tracks(authority_id: UUID, now: datetime) -> int:
    """Delete the places of patrols whose days are over, and return how many patrols; that there
    was a track, its numbering and the check-ins stay.
    """
    days = value_at(authority_id, KEY, bureau_date(now)).value
    patrols = queries.list_to_purge(authority_id, now - timedelta(days=days), BATCH)
    for patrol in patrols:
        for batch in queries.list_batches(patrol.id):
            batch.points, batch.gaps = None, None
        patrol.last_lon = patrol.last_lat = patrol.last_fix_at = None
        patrol.purged_at = now
    return len(patrols)
