"""The signer's memory of what it signed last, which no database administrator can reach."""

import base64
import json
import os
from pathlib import Path

from backend.ledger import rules


def read_state(folder: Path) -> rules.TreeHead | None:
    """Return the head that was signed last, or None before the first."""
    path = folder / "log.state"
    if not path.exists():
        return None
    kept = json.loads(path.read_text(encoding="ascii"))
    return rules.TreeHead(
        kept["size"], base64.b64decode(kept["root"]), base64.b64decode(kept["root_sm3"])
    )


def write_state(folder: Path, head: rules.TreeHead) -> None:
    """Remember the head; it is on the disk when this returns."""
    kept = {
        "size": head.size,
        "root": base64.b64encode(head.root).decode(),
        "root_sm3": base64.b64encode(head.root_sm3).decode(),
    }
    fresh = folder / "log.state.new"
    with fresh.open("w", encoding="ascii") as file:
        json.dump(kept, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / "log.state")
