"""Looking at what was examined, and comparing it with all else."""

import time
from collections import deque
from datetime import timedelta

from backend.evidence.service import duplicates, looking
from backend.kernel import clock
from backend.kernel.backlog import backlog
from backend.kernel.db import unit_of_work

BATCH = 32
QUIET_S = 0.25
"""How long the intake must have rested before pictures are looked at."""

MOST_WAIT = timedelta(minutes=10)
"""How long an exhibit gives way to an intake that never rests."""
ASK_S = 5.0
"""How often a busy intake is held up by the question who has waited too long."""

last_intake: deque[float] = deque(maxlen=1)
"""When this worker last examined something, by its monotonic clock."""
last_asked: deque[float] = deque(maxlen=1)
"""When it last found, during intake, that nobody had waited too long."""


@backlog("evidence-look", full=BATCH)
def look_at_examined() -> int:
    """Look at the pictures of some examined exhibits and compare all with other captures; decoding
    costs several times what the rest of the intake does, so it gives way to it, but not for ever.
    Returns how many were compared.
    """
    is_busy = _is_within(last_intake, QUIET_S)
    if is_busy and _is_within(last_asked, ASK_S):
        return 0
    examined_until = clock.now() - MOST_WAIT if is_busy else None
    with unit_of_work(read_only=True):
        waiting = duplicates.list_waiting(BATCH, examined_until)
    if not waiting:
        last_asked.append(time.monotonic())
        return 0
    seen = looking.look(waiting)
    with unit_of_work():
        duplicates.compare(seen, clock.now())
    return len(waiting)


def _is_within(last: deque[float], seconds: float) -> bool:
    return bool(last) and time.monotonic() - last[-1] < seconds
