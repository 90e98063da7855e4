"""`scripts/bench NAME`: runs one measurement and prints its figures as JSON lines."""

import sys
from importlib import import_module
from pathlib import Path

HELPERS = {"__init__", "main", "facts"}


def names() -> list[str]:
    """Return the measurements there are: the modules of this folder that measure."""
    files = (path.stem for path in Path(__file__).parent.glob("*.py"))
    return sorted(name for name in files if name not in HELPERS and not name.startswith("_"))


def main(arguments: list[str]) -> int:
    """Run a measurement by name with its own arguments; each module has `run(arguments) -> int`."""
    if not arguments or arguments[0] not in names():
        print(f"Usage: scripts/bench {{{' | '.join(names())}}}", file=sys.stderr)
        return 2
    code: int = import_module(f"scripts.benches.{arguments[0]}").run(arguments[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
