"""`scripts/test veto`: each defect that makes a file fail, tried through the API, in a line."""

import subprocess
import sys
import xml.etree.ElementTree as Tree

from scripts.stack.paths import ROOT
from scripts.suite.steps import REPORTS

ITEMS = 25


def main() -> int:
    """Print a line an item; return 1 when one is not refused or not tried."""
    report = REPORTS / "veto.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = (
        sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-n", "2",
        f"--junitxml={report}", "-o", "junit_logging=no", "tests/veto",
    )  # fmt: skip
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not report.exists():
        print(run.stdout[-4000:], run.stderr[-4000:])
        return 1
    lines = dict(_line_of(case) for case in Tree.parse(report).iter("testcase"))  # noqa: S314 - our own
    for number in sorted(lines):
        print(lines[number])
    refused = sum(line.startswith("ok") for line in lines.values())
    print(f"{refused} of {ITEMS} defects refused")
    if run.returncode:
        print(run.stdout[-4000:])
    return 0 if refused == ITEMS and run.returncode == 0 else 1


def _line_of(case: Tree.Element) -> tuple[str, str]:
    kept = {one.get("name"): one.get("value") for one in case.iter("property")}
    if "veto" not in kept:
        name = str(case.get("name"))
        return name, f"FAIL      {name}"
    number = str(kept["veto"])
    return number, f"ok    {number}  {kept['defect']}  →  {kept['refusal']}"


if __name__ == "__main__":
    sys.exit(main())
