"""Looking at what was examined, and comparing it with all else."""

import time
from collections import deque

from backend.evidence.service import duplicates, looking
from backend.kernel import clock
from backend.kernel.backlog import backlog
from backend.kernel.db import unit_of_work

BATCH = 16
QUIET_S = 2.0
"""How long the intake must have rested before pictures are looked at."""

last_intake: deque[float] = deque(maxlen=1)
"""When this worker last examined something, by its monotonic clock."""


@backlog("evidence-look")
def look_at_examined() -> int:
    """Look at the pictures of some examined exhibits and compare all with other captures; decoding
    costs several times what the rest of the intake does, so it gives way to it. Returns how many
    were compared.
    """
    if last_intake and time.monotonic() - last_intake[-1] < QUIET_S:
        return 0
    with unit_of_work(read_only=True):
        waiting = duplicates.list_waiting(BATCH)
    if not waiting:
        return 0
    seen = looking.look(waiting)
    with unit_of_work():
        duplicates.keep_looks(seen)
    with unit_of_work():
        duplicates.compare(seen, clock.now())
    return len(waiting)
