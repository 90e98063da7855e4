"""How the log stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from backend.kernel.db import session
from backend.ledger.models import CustodyEvent, LogCheckpoint, LogCosignature, QueuedEvent


@dataclass(frozen=True)
class Queue:
    """What waits for its place in the log."""

    count: int
    oldest_at: datetime | None


def waiting_queue() -> Queue:
    """Return how many events wait and since when the oldest does."""
    # Ids sort by the time they were made.
    oldest = select(QueuedEvent.event_id).order_by(QueuedEvent.event_id).limit(1)
    at = select(CustodyEvent.at).where(CustodyEvent.event_id == oldest.scalar_subquery())
    count = session().scalar(select(func.count()).select_from(QueuedEvent)) or 0
    return Queue(count, session().scalar(at))


def last_cosignature() -> LogCosignature | None:
    """Return the newest cosignature of any witness."""
    query = select(LogCosignature).order_by(LogCosignature.tree_size.desc()).limit(1)
    return session().scalars(query).one_or_none()


def first_issued_after(tree_size: int) -> datetime | None:
    """Return when the first checkpoint larger than this was signed."""
    larger = select(func.min(LogCheckpoint.issued_at)).where(LogCheckpoint.tree_size > tree_size)
    return session().scalar(larger)
