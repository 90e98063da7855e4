"""`python -m backend.witness --folder DIR --name NAME --log VKEY`: a witness on its own machine."""

import argparse
from pathlib import Path

from backend.kernel import notes
from backend.witness.keys import make_key
from backend.witness.server import serve


def main() -> None:
    """Make the key at the first start, then serve."""
    parser = argparse.ArgumentParser(prog="python -m backend.witness", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="its key and its memory")
    parser.add_argument("--name", required=True, help="the name it cosigns under")
    parser.add_argument("--log", action="append", required=True, help="vkey of a log; repeatable")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8010)
    given = parser.parse_args()
    print(make_key(given.folder, given.name), flush=True)  # noqa: T201 - the line others need
    serve(
        given.folder,
        given.name,
        [notes.parse_vkey(line) for line in given.log],
        given.host,
        given.port,
    )


if __name__ == "__main__":
    main()
