"""How long the shipped verifier takes, as a whole process: many exhibits, or one long chain."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from scripts.benches.facts import say_figure
from scripts.forge.large import run_verifier, write_long, write_many

LIMIT_S = 60


def run(arguments: list[str]) -> int:
    """Make an honest package and time the verifier over it; return 1 when it is refused or slow."""
    parser = argparse.ArgumentParser(prog="scripts/bench verify")
    parser.add_argument("--exhibits", type=int, default=10_000)
    parser.add_argument("--phones", type=int, default=40)
    parser.add_argument("--size", type=int, default=20_000, help="bytes of each original")
    parser.add_argument("--events", type=int, default=0, help="one chain of so many records")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.monotonic()
        if given.events:
            package = write_long(folder, given.events)
        else:
            package = write_many(folder, given.exhibits, given.phones, given.size)
        made_s = time.monotonic() - began
        result, seconds, peak = run_verifier(folder, package)
        facts = {
            "made_s": round(made_s, 1), "package_mb": round(package.stat().st_size / 1e6, 1),
            "said": result.stdout.rstrip().rpartition("\n")[2], "jobs": os.cpu_count(),
        }  # fmt: skip
    if given.events:
        say_figure("verify", "one chain", seconds, "s", events=given.events, **facts)
    else:
        shape = {"exhibits": given.exhibits, "phones": given.phones, "bytes_each": given.size}
        say_figure("verify", "whole process", seconds, "s", **shape, **facts)
    say_figure("verify", "memory of the largest process", peak, "MiB")
    if result.returncode != 0:
        print(result.stdout[-2000:], result.stderr[-2000:], file=sys.stderr)
    return 0 if result.returncode == 0 and (given.events or seconds < LIMIT_S) else 1
