"""The parts of the test run, in the order that finds a mistake soonest."""

import sys
from pathlib import Path

from scripts.stack.paths import ROOT
from scripts.suite.steps import REPORTS, Step

PWA = ROOT / "pwa"
BIN = Path(sys.executable).parent
VERIFY_PAGE = "tests/attacks/test_verify_page.py"
PYTHON_CODE = ("backend", "migrations", "scripts", "tests")


def _module(name: str, module: str, *arguments: str) -> Step:
    return Step(name, (sys.executable, "-m", module, *arguments))


def _tool(name: str, tool: str, *arguments: str) -> Step:
    return Step(name, (str(BIN / tool), *arguments))


def _npm(name: str, script: str) -> Step:
    return Step(name, ("npm", "run", "--silent", script), folder=PWA)


def pytest_step(name: str, *arguments: str, streamed: bool = True) -> Step:
    """Return a pytest run whose report is read for the summary."""
    report = REPORTS / f"{name}.xml"
    command = (sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments)
    return Step(name, command, report=report, streamed=streamed)


def _vitest() -> Step:
    report = REPORTS / "vitest.xml"
    command = (
        "npx", "vitest", "run", "--reporter=default", "--reporter=junit",
        f"--outputFile.junit={report}",
    )  # fmt: skip
    return Step("vitest", command, folder=PWA, report=report, streamed=True)


def _kills(name: str, browser: str) -> Step:
    return pytest_step(name, "-p", "no:randomly", "-n", "0", "tests/kill", "-k", browser)


PWA_CHECKS = (
    _npm("vue-tsc", "types"),
    _npm("eslint and prettier", "lint"),
    _npm("dependency-cruiser", "deps"),
)

CHECKS = (
    _tool("ruff format", "ruff", "format", "--check", "."),
    _tool("ruff", "ruff", "check", "."),
    Step("mypy", (sys.executable, "-m", "mypy")),
    _tool("import contracts", "lint-imports"),
    _tool("house rules", "ast-grep", "scan", "-c", "scripts/rules/sgconfig.yml", "backend"),
    _tool(
        "house rules' own tests", "ast-grep", "test", "-c", "scripts/rules/sgconfig.yml",
        "--skip-snapshot-tests",
    ),
    _module("lengths and flushes", "scripts.suite.house_rules"),
    _module("migrations", "scripts.suite.migration_lint"),
    *PWA_CHECKS,
)  # fmt: skip

PARTS: dict[str, tuple[Step, ...]] = {
    "check": CHECKS,
    "backend": (
        pytest_step(
            "pytest",
            "-n",
            "2",
            "tests",
            "--ignore=tests/e2e",
            "--ignore=tests/store",
            "--ignore=tests/kill",
            f"--ignore={VERIFY_PAGE}",
        ),
    ),
    # One Ceph for all of its tests, and none beside it: it takes 600 MB.
    "ceph": (pytest_step("ceph", "-n", "0", "tests/store"),),
    "pwa": (
        *PWA_CHECKS,
        _module("API types are current", "scripts.suite.api_drift"),
        _vitest(),
    ),
    "attacks": (Step("attacks", (sys.executable, "-m", "scripts.suite.attacks"), streamed=True),),
    "veto": (Step("veto", (sys.executable, "-m", "scripts.suite.veto"), streamed=True),),
    "mutants": (Step("mutants", (sys.executable, "-m", "scripts.mutation.run"), streamed=True),),
    "e2e": (
        _npm("field entry and syntax", "budget"),
        pytest_step("browser", "-p", "no:randomly", "tests/e2e"),
        # On its own: the browser of the others lives in a loop that allows no second one.
        pytest_step("verifier page", "-p", "no:randomly", VERIFY_PAGE),
    ),
    # Each point prints its line; a browser is killed and opened again for each of them.
    "kill": (_kills("kill", "chromium"),),
    "kill-firefox": (_kills("kill-firefox", "firefox"),),
    "kill-webkit": (_kills("kill-webkit", "webkit"),),
    # Killing every so often costs a minute and shows that no step needs its servers alive.
    "story": (Step("story", ("scripts/story", "--fresh", "--kill", "12"), streamed=True),),
    # Each case from the report to the volume as PDF, in one server.
    "told": (Step("told cases", ("scripts/story", "--all", "--fresh"), streamed=True),),
}


# Mutants change the verifier hundreds of times; the veto items are among the backend's tests, and
# here a line each; another browser takes as long as Chromium.
ON_ASKING = {"mutants", "veto", "kill-firefox", "kill-webkit"}


def steps_of(part: str, arguments: tuple[str, ...]) -> dict[str, tuple[Step, ...]]:
    """Return the steps of all parts, of one part, or of one folder of tests/; raises KeyError."""
    if part == "all":
        return _without_repeats({name: PARTS[name] for name in PARTS if name not in ON_ASKING})
    if part in PARTS:
        return {part: PARTS[part]}
    folder = ROOT / "tests" / part
    if folder.exists():
        return {part: (pytest_step("pytest", str(folder), *arguments),)}
    raise KeyError(part)


def _without_repeats(parts: dict[str, tuple[Step, ...]]) -> dict[str, tuple[Step, ...]]:
    seen: set[str] = set()
    result: dict[str, tuple[Step, ...]] = {}
    for part, steps in parts.items():
        result[part] = tuple(step for step in steps if step.name not in seen)
        seen.update(step.name for step in steps)
    return result
