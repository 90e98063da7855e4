"""How the authorities keep up."""

from datetime import timedelta

from backend.anchors import keys, queries
from backend.kernel.db import Json
from backend.ledger import adds_to_status, find_latest_checkpoint, problem_since

LATEST = 20
STAMPS_LATE = timedelta(minutes=25)
"""Two turns of the periodic work and some rest."""


@adds_to_status
def anchors_status() -> Json:
    """Return the newest anchors, and for each configured authority its last stamp."""
    newest = find_latest_checkpoint()
    size, last = newest.tree_size if newest else 0, queries.last_stamps()
    return {
        "anchors": queries.list_latest(LATEST),
        "authorities": [
            {
                "name": authority.name,
                "last_gen_time": last[authority.name][1] if authority.name in last else None,
                "problem": problem_since(
                    size, last[authority.name][0] if authority.name in last else 0, STAMPS_LATE
                ),
            }
            for authority in keys.authorities()
        ],
    }
