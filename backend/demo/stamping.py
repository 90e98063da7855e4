"""What would have happened to the log in the hours that a demonstration skips."""

import time
from datetime import timedelta

from backend.anchors import anchor_checkpoint
from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.outbox import has_unfinished
from backend.ledger import find_latest_checkpoint, log_status

PATIENCE_S = 30.0
PAUSE_S = 0.3
YOUNG = timedelta(minutes=5)
"""Work that is older has failed and waits for its next try; nobody watches that long."""


def stamp_until_now() -> None:
    """Have everything that happened so far stamped by today's time, as the periodic work does, and
    what background work still adds to it.

    Otherwise the first stamp over it would be days late, and a verifier would rightly ask why.
    """
    deadline, stamped = time.monotonic() + PATIENCE_S, -1
    while time.monotonic() < deadline:
        is_waiting, size = _look()
        if not is_waiting:
            if size == stamped:
                return
            anchor_checkpoint(size)
            stamped = size
        time.sleep(PAUSE_S)


def _look() -> tuple[bool, int]:
    """Return whether more is on its way into the log, and how much of it is signed."""
    with unit_of_work(read_only=True):
        newest = find_latest_checkpoint()
        is_waiting = bool(log_status()["queued"]) or has_unfinished(clock.now() - YOUNG)
        return is_waiting, newest.tree_size if newest else 0
