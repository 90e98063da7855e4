"""`scripts/test` once the environment stands: run the parts, then say how each went."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
        outcomes = {name: list(_run_part(name, steps)) for name, steps in parts.items()}
    finally:
        stop_postgres(VAR / "test" / "postgres")
    return _summary(outcomes)


def _run_part(name: str, steps: tuple[Step, ...]) -> Iterator[Outcome]:
    print(f"\n━━ {name}", flush=True)
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


def _summary(parts: dict[str, list[Outcome]]) -> int:
    print("\n━━ summary")
    for name, outcomes in parts.items():
        seconds = sum(outcome.seconds for outcome in outcomes)
        failed = [outcome.step.name for outcome in outcomes if outcome.code != 0]
        verdict = f"FAILED: {', '.join(failed)}" if failed else "ok"
        print(f"  {name:8} {seconds:6.1f} s  {verdict}")
    everything = [outcome for outcomes in parts.values() for outcome in outcomes]
    passed = sum(outcome.passed for outcome in everything)
    failures = sum(outcome.failed for outcome in everything)
    skipped = sum(outcome.skipped for outcome in everything)
    print(f"\n{passed} passed, {failures} failed" + (f", {skipped} skipped" if skipped else ""))
    return 0 if failures == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
