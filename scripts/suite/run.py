"""`scripts/test` once the environment stands: run the parts, then say how each went."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby

from scripts.stack.paths import VAR
from scripts.stack.postgres import stop_postgres
from scripts.suite.parts import PARTS, steps_of
from scripts.suite.steps import Outcome, Step, run_step

AT_ONCE = 2


def main(arguments: list[str]) -> int:
    """Run what was asked for; return the exit code."""
    part, *rest = arguments or ["all"]
    try:
        parts = steps_of(part, tuple(rest))
    except KeyError:
        print(f"No part and no folder of tests/ is called {part}. Parts: {', '.join(PARTS)}.")
        return 2
    try:
        results = [_run_part(name, steps) for name, steps in parts.items()]
    finally:
        stop_postgres(VAR / "test" / "postgres")
    return _summary(results)


@dataclass(frozen=True)
class Result:
    """A part that has run; its steps may have shared the time."""

    name: str
    seconds: float
    outcomes: tuple[Outcome, ...]


def _run_part(name: str, steps: tuple[Step, ...]) -> Result:
    print(f"\n━━ {name}", flush=True)
    began = time.monotonic()
    outcomes = tuple(_run_steps(steps))
    return Result(name, time.monotonic() - began, outcomes)


def _run_steps(steps: tuple[Step, ...]) -> Iterator[Outcome]:
    for streamed, group in groupby(steps, key=lambda step: step.streamed):
        # Quiet steps share the cores; one whose output is shown has the terminal to itself.
        with ThreadPoolExecutor(1 if streamed else AT_ONCE) as pool:
            for outcome in pool.map(run_step, group):
                _show(outcome)
                yield outcome


def _show(outcome: Outcome) -> None:
    mark = "ok  " if outcome.code == 0 else "FAIL"
    print(f"  {mark} {outcome.step.name}  {outcome.seconds:.1f} s", flush=True)
    if outcome.code != 0 and outcome.output:
        print("\n".join(f"       {line}" for line in outcome.output.splitlines()[-60:]), flush=True)


def _summary(results: list[Result]) -> int:
    print("\n━━ summary")
    for result in results:
        failed = [outcome.step.name for outcome in result.outcomes if outcome.code != 0]
        verdict = f"FAILED: {', '.join(failed)}" if failed else "ok"
        print(f"  {result.name:12} {result.seconds:6.1f} s  {verdict}")
    everything = [outcome for result in results for outcome in result.outcomes]
    passed = sum(outcome.passed for outcome in everything)
    failures = sum(outcome.failed for outcome in everything)
    skipped = sum(outcome.skipped for outcome in everything)
    print(f"\n{passed} passed, {failures} failed" + (f", {skipped} skipped" if skipped else ""))
    return 0 if failures == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
