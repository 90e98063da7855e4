"""One command of the test run and what became of it."""

import os
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.stack.paths import ROOT, VAR

REPORTS = VAR / "reports"


@dataclass(frozen=True)
class Step:
    """A command; `report` names the JUnit file it writes, `streamed` shows its output at once."""

    name: str
    arguments: tuple[str, ...]
    folder: Path = ROOT
    report: Path | None = None
    streamed: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a step ended; a step without a report counts as one test."""

    step: Step
    code: int
    seconds: float
    passed: int
    failed: int
    skipped: int
    output: str


def run_step(step: Step) -> Outcome:
    """Run the step to its end and count what it tested."""
    if step.report is not None:
        step.report.parent.mkdir(parents=True, exist_ok=True)
        step.report.unlink(missing_ok=True)
    began = time.monotonic()
    code, output = _execute(step)
    seconds = time.monotonic() - began
    passed, failed, skipped = _count(step.report, code)
    return Outcome(step, code, seconds, passed, failed, skipped, output)


def _execute(step: Step) -> tuple[int, str]:
    try:
        result = subprocess.run(
            step.arguments,
            cwd=step.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **step.environment},
            stdin=subprocess.DEVNULL,
            stdout=None if step.streamed else subprocess.PIPE,
            stderr=None if step.streamed else subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        return 127, str(error)
    return result.returncode, result.stdout or ""


def _count(report: Path | None, code: int) -> tuple[int, int, int]:
    if report is None or not report.exists():
        return (1, 0, 0) if code == 0 else (0, 1, 0)
    passed, failed, skipped = count_report(report)
    # A run that broke outside its tests is a failure too.
    return passed, max(failed, 1 if code != 0 else 0), skipped


def count_report(report: Path) -> tuple[int, int, int]:
    """Return how many test cases of a JUnit report passed, failed and were skipped."""
    cases = list(ET.parse(report).getroot().iter("testcase"))  # noqa: S314 - our own file
    failed = sum(any(case.find(tag) is not None for tag in ("failure", "error")) for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    return len(cases) - failed - skipped, failed, skipped
