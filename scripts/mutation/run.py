"""`scripts/test mutants`: changes the verifier in one place at a time and asks whether an attack,
an honest package or an example notices.

It goes on where an interrupted run stopped. `python -m scripts.mutation.run --again` tries every
change whatever earlier runs found, and with the name of a function or class only its changes.
"""

import gc
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from scripts.mutation.changes import Mutant, mutants
from scripts.mutation.journal import Journal
from scripts.mutation.scenes import digest_of_all, trials, use_small_segments
from scripts.mutation.tryout import begin, noticed_by, warm

AT_ONCE = 2
TOLD_EVERY = 100
EQUIVALENT = Path(__file__).with_name("equivalent.txt")


def equivalents() -> dict[str, str]:
    """Return the changes that change nothing a package could show, each with its reason."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    pairs = (line.rsplit("  # ", 1) for line in lines if line and not line.startswith("#"))
    return {pair[0]: pair[1] for pair in pairs}


def tried(waiting: list[Mutant], journal: Journal) -> Iterator[tuple[Mutant, str]]:
    """Yield each change with what noticed it; each is tried in a process of its own."""
    running: dict[int, tuple[Mutant, int]] = {}
    queue = iter(waiting)
    while True:
        while len(running) < AT_ONCE and (one := next(queue, None)) is not None:
            reading, writing = os.pipe()
            child = os.fork()
            if not child:
                _try_alone(one, journal.noticed_before.get(one.name, "").split(":")[0], writing)
            os.close(writing)
            running[child] = (one, reading)
        if not running:
            return
        ended, status = os.wait()
        mutant, reading = running.pop(ended)
        with open(reading, encoding="utf-8") as file:
            said = file.read()
        # A change that never ends, or eats all memory, is stopped by the system: noticed.
        yield mutant, said if status == 0 else f"ended with {status}"


def _try_alone(mutant: Mutant, first: str, writing: int) -> None:
    begin()
    os.write(writing, noticed_by(mutant, first).encode())
    os._exit(0)


def main(arguments: list[str]) -> int:
    """Try the changes; print the score and each survivor; return 1 when one survives that the
    list of equivalent changes does not explain.
    """
    began = time.monotonic()
    only = [one for one in arguments if not one.startswith("--")]
    use_small_segments()
    everything, explained = list(mutants()), equivalents()
    unknown = sorted(explained.keys() - {one.name for one in everything})
    chosen = [one for one in everything if not only or one.function in only]
    print(f"{len(trials())} packages and examples, {time.monotonic() - began:.0f} s", flush=True)
    journal = Journal(digest_of_all(), is_again="--again" in arguments)
    warm()
    gc.freeze()
    waiting = [one for one in chosen if one.name not in journal.known | explained]
    found = {one.name: journal.known[one.name] for one in chosen if one.name in journal.known}
    for number, (mutant, noticed) in enumerate(tried(waiting, journal), 1):
        journal.write(mutant.name, noticed)
        found[mutant.name] = noticed
        if number % TOLD_EVERY == 0:
            print(f"… {number} of {len(waiting)}, {time.monotonic() - began:.0f} s", flush=True)
    return _tell(chosen, found, explained, unknown, time.monotonic() - began)


def _tell(
    chosen: list[Mutant], found: dict[str, str], explained: dict[str, str],
    unknown: list[str], seconds: float,
) -> int:  # fmt: skip
    survivors = [one for one in chosen if one.name in found and not found[one.name]]
    survivors = [one for one in survivors if one.name not in explained]
    for one in survivors:
        print(f"survives: line {one.lines.start}: {one.name}")
    for name in unknown:
        print(f"explained, but no such change: {name}")
    known = sum(one.name in explained for one in chosen)
    seen = len(chosen) - known - len(survivors)
    print(f"{len(chosen)} changes: {seen} noticed, {known} explained, {len(survivors)} survive; "
          f"{seconds:.0f} s")  # fmt: skip
    return 1 if survivors or unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
