"""Background work of patrols."""

from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.jobs import every
from backend.patrol import queries
from backend.patrol.service.keeping import BATCH, purge_tracks

DAY_S = 86_400


@every(seconds=DAY_S, name="purge-tracks")
def purge_old_tracks() -> None:
    """Delete the places of every track whose days are over."""
    with unit_of_work(read_only=True):
        authorities = queries.list_authorities_with_tracks()
    for authority_id in authorities:
        is_more = True
        while is_more:
            with unit_of_work():
                is_more = purge_tracks(authority_id, clock.now()) == BATCH
