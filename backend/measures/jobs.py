"""Recording what the law itself has ended."""

from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.jobs import every
from backend.measures.service.lapsing import lapse, list_lapsed

LOOK_EVERY_S = 300


@every(seconds=LOOK_EVERY_S, name="measure-lapses")
def record_lapses() -> None:
    """Record each registration that lapsed unhandled, each in its own unit of work."""
    now = clock.now()
    with unit_of_work(read_only=True):
        waiting = list_lapsed(now)
    for measure_id in waiting:
        with unit_of_work():
            lapse(measure_id, now)
