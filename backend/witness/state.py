"""What a witness remembers of each log: the newest tree it cosigned."""

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Seen:
    """A log's size and root as they were cosigned last."""

    size: int
    root: bytes


class Memory:
    """A file in the witness's folder; every change is on the disk before it counts."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "witness.state"
        kept = json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}
        self._logs = {
            origin: Seen(facts["size"], base64.b64decode(facts["root"]))
            for origin, facts in kept.items()
        }

    def of(self, origin: str) -> Seen | None:
        """Return what was cosigned last for a log."""
        return self._logs.get(origin)

    def keep(self, origin: str, seen: Seen) -> None:
        """Remember a newer tree; it is on the disk when this returns."""
        logs = {**self._logs, origin: seen}
        kept = {
            name: {"size": item.size, "root": base64.b64encode(item.root).decode()}
            for name, item in logs.items()
        }
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self._logs = logs
