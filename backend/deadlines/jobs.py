"""Watching the terms."""

from uuid import UUID

from backend.deadlines.service.watching import watch_terms
from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.jobs import every

LOOK_EVERY_S = 300


@every(seconds=LOOK_EVERY_S, name="deadline-watch")
def watch_deadlines() -> None:
    """Remind before terms end and escalate after; what was noted before a crash stays noted."""
    now = clock.now()
    after: UUID | None = None
    while True:
        with unit_of_work():
            _, after = watch_terms(now, after)
        if after is None:
            return
