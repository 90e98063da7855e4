"""Background work of head maps."""

from uuid import UUID

from backend.heads import queries, service
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.db import unit_of_work
from backend.kernel.jobs import every

LOOK_EVERY_S = 600


@every(seconds=LOOK_EVERY_S, name="daily-heads")
def log_daily_heads() -> None:
    """Log the map of each authority that has none of this day yet."""
    for authority_id in _authority_ids():
        with unit_of_work():
            if not queries.has_map(authority_id, bureau_date(clock.now())):
                service.make_map(authority_id)


def log_heads_now() -> int:
    """Log a map of each authority as its chains stand, and return how many."""
    made = 0
    for authority_id in _authority_ids():
        with unit_of_work():
            made += service.make_map(authority_id) is not None
    return made


def _authority_ids() -> list[UUID]:
    with unit_of_work(read_only=True):
        return queries.list_authority_ids()
