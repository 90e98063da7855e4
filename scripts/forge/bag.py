"""An evidence package in memory that a forger may change."""

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MANIFESTS = {
    "manifest-sha256.txt": ("sha256", True),
    "manifest-sm3.txt": ("sm3", True),
    "tagmanifest-sha256.txt": ("sha256", False),
}


@dataclass
class Bag:
    """A package's files by name."""

    files: dict[str, bytes] = field(default_factory=dict)

    def edit_json(self, name: str, change: Callable[[Any], Any]) -> None:
        """Change a JSON file; `change` edits in place or returns the new content."""
        content = json.loads(self.files[name])
        changed = change(content)
        self.files[name] = json.dumps(content if changed is None else changed).encode()

    def edit_events(self, exhibit_id: str, change: Callable[[list[bytes]], list[bytes]]) -> None:
        """Change an exhibit's list of custody records."""
        name = f"data/evidence/{exhibit_id}/events.jsonl"
        lines = change(self.files[name].splitlines())
        self.files[name] = b"".join(line + b"\n" for line in lines)

    def capture_of(self, exhibit_id: str) -> dict[str, Any]:
        """Return the capture record of an exhibit."""
        envelope = json.loads(self.files[f"data/evidence/{exhibit_id}/capture.dsse.json"])
        record: dict[str, Any] = json.loads(base64.b64decode(envelope["payload"]))
        return record

    def rebag(self) -> None:
        """Compute every manifest afresh, as a careful forger does."""
        for manifest, (algorithm, is_payload) in MANIFESTS.items():
            lines = [
                f"{hashlib.new(algorithm, content).hexdigest()}  {name}\n"
                for name, content in sorted(self.files.items())
                if name.startswith("data/") == is_payload and name != "tagmanifest-sha256.txt"
            ]
            self.files[manifest] = "".join(lines).encode()

    def write_folder(self, root: Path) -> Path:
        """Write the files below a folder."""
        for name, content in self.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return root

    def write_zip(self, path: Path, extra: Callable[[zipfile.ZipFile], None] | None = None) -> Path:
        """Write the files as a ZIP."""
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in sorted(self.files.items()):
                archive.writestr(f"bag/{name}", content)
            if extra:
                extra(archive)
        return path
