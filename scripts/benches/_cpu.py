"""The processor time of groups of processes, which other work on the machine changes least."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
RESTING = 0.1
"""Processor seconds a second of a system that waits for work."""
LONGEST_S = 120


def processes() -> Iterator[tuple[Path, list[str]]]:
    """Yield each process's folder and the facts of its `stat` from its state on (proc(5))."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue  # it has ended meanwhile
        yield folder, stat.rpartition(")")[2].split()


def cpu_seconds(roots: dict[str, int]) -> dict[str, float]:
    """Return the processor seconds used so far by each root process, its session and its
    children.
    """
    totals = dict.fromkeys(roots, 0.0)
    for folder, facts in processes():
        parent, session = int(facts[1]), int(facts[3])
        for name, root in roots.items():
            if root in {int(folder.name), parent, session}:
                totals[name] += (int(facts[11]) + int(facts[12])) / TICKS
                break
    return totals


def wait_until_at_rest(roots: dict[str, int]) -> None:
    """Wait until these processes have done what the start left them, such as the demonstration's
    papers and pictures; raises RuntimeError when they never rest.
    """
    before = sum(cpu_seconds(roots).values())
    for _ in range(LONGEST_S):
        time.sleep(1)
        now = sum(cpu_seconds(roots).values())
        if now - before < RESTING:
            return
        before = now
    raise RuntimeError(f"not at rest after {LONGEST_S} s")
