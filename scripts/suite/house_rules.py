"""House rules that need line numbers: no long files, no flush without its reason on the line."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.stack.paths import ROOT

LONGEST_FILE = 250
SOURCES = ("backend/**/*.py", "scripts/**/*.py", "pwa/src/**/*.ts", "pwa/src/**/*.vue")
MAY_BE_LONG = {
    # Written by a generator.
    "pwa/src/api/schema.d.ts",
}
FLUSH = re.compile(r"\bsession(\(\))?\.flush\([^#]*$")


def main() -> int:
    """Print every breach; return 1 when there is one."""
    breaches = [*long_files(ROOT), *bare_flushes(ROOT)]
    print("\n".join(breaches) or "nothing found")
    return 1 if breaches else 0


def long_files(root: Path) -> Iterator[str]:
    """Yield the source files longer than 250 lines, but for those that may be."""
    for pattern in SOURCES:
        for path in sorted(root.glob(pattern)):
            name = path.relative_to(root).as_posix()
            if name in MAY_BE_LONG:
                continue
            count = len(path.read_text(encoding="utf-8").splitlines())
            if count > LONGEST_FILE:
                yield f"{name}: {count} lines, {LONGEST_FILE} allowed: split it by what it is about"


def bare_flushes(root: Path) -> Iterator[str]:
    """Yield the lines of backend/ that flush without saying why on the same line."""
    for path in sorted((root / "backend").rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if FLUSH.search(line):
                name = path.relative_to(root).as_posix()
                yield f"{name}:{number}: say in a comment on this line why the flush is needed"


if __name__ == "__main__":
    sys.exit(main())
