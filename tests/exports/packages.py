"""Packages for tests: an honest one, and the means to tamper with it."""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.kernel import clock
from backend.kernel.clock import wire_time
from backend.ledger import signer
from scripts.forge.trial import verifier
from tests.people import SignedIn
from tests.phones import Phone, enrol_phone, photo_bytes, run_waiting_jobs
from tests.proofs import Provers

REQUEST = {"recipient": "厦门市思明区人民法院", "purpose": "行政诉讼举证"}
MANIFESTS = {
    "manifest-sha256.txt": ("sha256", True),
    "manifest-sm3.txt": ("sm3", True),
    "tagmanifest-sha256.txt": ("sha256", False),
}


def deliver(phone: Phone, shade: int, **facts: Any) -> str:
    """Have the phone capture a photo now and the server verify it; return the exhibit's id."""
    return phone.deliver(photo_bytes(shade), captured_at=wire_time(clock.now()), **facts).id


def build(liaison: SignedIn, exhibit_ids: list[str], key_folder: Path) -> dict[str, Any]:
    """Export the exhibits and let signer and worker finish."""
    answer = liaison.post("/exports", {"exhibit_ids": exhibit_ids, **REQUEST})
    assert answer.status_code == 202, answer.text
    signer.sign_waiting(key_folder)
    run_waiting_jobs()
    shown: dict[str, Any] = liaison.get(f"/exports/{answer.json['id']}").json
    assert shown["state"] == "ready", shown
    return shown


@dataclass
class Built:
    """A built package with what an attacker or a liaison may hold."""

    content: bytes
    trust: dict[str, Any]
    ids: list[str]
    phone: Phone
    stranger: Phone


def build_honest(signed_in: Callable[[str], SignedIn], provers: Provers, key_folder: Path) -> Built:
    """Two photos and a segmented file of one approved phone, stamped, witnessed and mapped, and
    exported by the liaison.
    """
    wang, zheng = signed_in("wang"), signed_in("zheng")
    phone = enrol_phone(wang)
    run_waiting_jobs()
    seen = provers.make_log_current()
    begun = {
        "origin": provers.trust()["origin"],
        "tree_size": seen.tree_size,
        "root": base64.b64encode(seen.root).decode(),
        "issued_at": wire_time(seen.issued_at),
    }
    ids = [deliver(phone, shade, not_before=begun) for shade in (10, 20)]
    clip = {"kind": "video", "media": {"mime": "video/mp4"}, "file_name": "clip.mp4"}
    ids.append(deliver(phone, 30, not_before=begun, is_segmented=True, **clip))
    assert zheng.get(f"/exhibits/{ids[0]}/preview").status_code == 200
    run_waiting_jobs()
    provers.make_log_current()
    shown = build(zheng, ids, key_folder)
    with zheng.get(f"/exports/{shown['id']}/content") as answer:
        content = answer.data
    return Built(content, provers.trust(), ids, phone, Phone(wang))


@dataclass
class Bag:
    """An unpacked package that a test may change."""

    root: Path
    built: Built
    trust: dict[str, Any]

    def read(self, name: str) -> bytes:
        """Return a file's bytes."""
        return (self.root / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """Replace or add a file."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def edit_json(self, name: str, change: Callable[[Any], Any]) -> None:
        """Change a JSON file; `change` edits in place or returns the new content."""
        content = json.loads(self.read(name))
        changed = change(content)
        self.write(name, json.dumps(content if changed is None else changed).encode())

    def of(self, number: int, name: str) -> str:
        """Return the path of an exhibit's file."""
        return f"data/evidence/{self.built.ids[number]}/{name}"

    def edit_capture(self, number: int, change: Callable[[dict[str, Any]], None]) -> None:
        """Change the capture record inside the envelope and leave the signature as it is."""

        def edit(envelope: dict[str, Any]) -> None:
            record = json.loads(base64.b64decode(envelope["payload"]))
            change(record)
            envelope["payload"] = base64.b64encode(
                json.dumps(record, sort_keys=True, separators=(",", ":")).encode()
            ).decode()

        self.edit_json(self.of(number, "capture.dsse.json"), edit)

    def edit_events(self, number: int, change: Callable[[list[bytes]], list[bytes]]) -> None:
        """Change the list of custody records."""
        name = self.of(number, "events.jsonl")
        self.write(name, b"".join(line + b"\n" for line in change(self.read(name).splitlines())))

    def rebag(self) -> None:
        """Recompute every manifest, as a careful attacker does."""
        for manifest in MANIFESTS:
            self._recompute(manifest)

    def rebag_tags(self) -> None:
        """Recompute only the manifest of the manifests."""
        self._recompute("tagmanifest-sha256.txt")

    def _recompute(self, manifest: str) -> None:
        algorithm, is_payload = MANIFESTS[manifest]
        names = sorted(
            path.relative_to(self.root).as_posix()
            for path in self.root.rglob("*")
            if path.is_file() and path.name != "tagmanifest-sha256.txt"
        )
        lines = [
            f"{hashlib.new(algorithm, self.read(name)).hexdigest()}  {name}\n"
            for name in names
            if name.startswith("data/") == is_payload
        ]
        self.write(manifest, "".join(lines).encode())

    def zipped(self, path: Path, extra: Callable[[zipfile.ZipFile], None] | None = None) -> Path:
        """Pack the folder again."""
        with zipfile.ZipFile(path, "w") as archive:
            for file in sorted(self.root.rglob("*")):
                if file.is_file():
                    archive.write(file, f"bag/{file.relative_to(self.root)}")
            if extra:
                extra(archive)
        return path

    def audit(self, path: Path | None = None) -> list[Any]:
        """Run the verifier."""
        found: list[Any] = verifier().audit(str(path or self.root), self.trust)
        return found

    def failed(self, path: Path | None = None) -> set[str]:
        """Return the codes that failed."""
        return {finding.code for finding in self.audit(path) if finding.status == "FAIL"}


def unpack(built: Built, folder: Path) -> Bag:
    """Unpack a package."""
    with zipfile.ZipFile(io.BytesIO(built.content)) as archive:
        archive.extractall(folder)
    (root,) = folder.iterdir()
    return Bag(root, built, built.trust)
