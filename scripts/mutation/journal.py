"""What earlier runs found: an interrupted run goes on from there, and a new one tries first what
noticed a change before.
"""

import json
from pathlib import Path

from scripts.stack.paths import VAR

JOURNAL = VAR / "mutants" / "journal.jsonl"


class Journal:
    """Remembers, a change, what noticed it; `digest` names the verifier and what tries it."""

    def __init__(self, digest: str, path: Path = JOURNAL, *, is_again: bool = False) -> None:
        self._digest, self._path = digest, path
        self.noticed_before: dict[str, str] = {}
        self.known: dict[str, str] = {}
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for line in lines:
            found = json.loads(line)
            if found["noticed"]:
                self.noticed_before[found["name"]] = found["noticed"]
            if found["digest"] == digest and not is_again:
                self.known[found["name"]] = found["noticed"]

    def write(self, name: str, noticed: str) -> None:
        """Note what noticed a change, at once: the run may be stopped at any moment."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"name": name, "noticed": noticed, "digest": self._digest})
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
