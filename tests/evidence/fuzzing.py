"""Feeds the readers of files with inputs that atheris grows by coverage.

`python -m tests.evidence.fuzzing READER [libFuzzer options]`, for example `srt -max_total_time=60`;
an input that raises is written to the working directory.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["backend.evidence.rules"]):
    from backend.evidence.rules.looking import look_at
    from backend.evidence.rules.reading import read_media

NAMES = {
    "photo": "a.jpg",
    "video": "a.mp4",
    "srt": "a.srt",
    "table": "a.csv",
    "gpx": "a.gpx",
}


def reader(kind: str, path: Path) -> Callable[[bytes], None]:
    """Return what reads one input as a file of this kind."""
    signed = kind if kind in {"photo", "video"} else "file"

    def read(content: bytes) -> None:
        path.write_bytes(content)
        found = read_media(str(path), NAMES[kind], signed, "")
        if found.failed:
            raise AssertionError(found.failed)
        if kind == "photo":
            look_at(str(path))

    return read


def main() -> None:
    """Fuzz until the options say to stop."""
    kind = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        atheris.Setup([sys.argv[0], *sys.argv[2:]], reader(kind, Path(folder) / "input"))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
