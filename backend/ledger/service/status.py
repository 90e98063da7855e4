"""How the log stands; features above add their parts."""

from collections.abc import Callable
from datetime import timedelta

from backend.kernel import clock
from backend.kernel.db import Json
from backend.ledger import keys, queries

WITNESS_LATE = timedelta(minutes=3)
Part = Callable[[], Json]
_parts: list[Part] = []


def adds_to_status(part: Part) -> Part:
    """Declare that what the function returns belongs into the log's status too."""
    _parts.append(part)
    return part


def log_status() -> Json:
    """Return the log's size, what waits, its newest checkpoint, its witness, and what other
    features declared.
    """
    queue, newest = queries.waiting_queue(), queries.find_latest_checkpoint()
    status: Json = {
        "origin": keys.log_origin(),
        "tree_size": newest.tree_size if newest else 0,
        "queued": queue.count,
        "oldest_queued_at": queue.oldest_at,
        "checkpoint": newest
        and {
            "tree_size": newest.tree_size,
            "root": newest.root.hex(),
            "issued_at": newest.issued_at,
        },
        "witness": _witness(newest.tree_size if newest else 0),
        "max_anchor_delay_s": keys.max_anchor_delay_s(),
    }
    for part in _parts:
        status |= part()
    return status


def problem_since(tree_size: int, stated_size: int, late: timedelta) -> str | None:
    """Return `behind` when the log has grown past a statement for longer than is usual."""
    if stated_size >= tree_size:
        return None
    grown_at = queries.first_issued_after(stated_size)
    return "behind" if grown_at and clock.now() - grown_at > late else None


def _witness(tree_size: int) -> Json | None:
    configured = keys.witnesses()
    if not configured:
        return None
    last = queries.last_cosignature()
    return {
        "name": last.name if last else configured[0][1].name,
        "tree_size": last.tree_size if last else None,
        "cosigned_at": last.at if last else None,
        "problem": problem_since(tree_size, last.tree_size if last else 0, WITNESS_LATE),
    }
