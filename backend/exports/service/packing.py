"""Writes a package: a BagIt bag (RFC 8493) in a ZIP, originals streamed through once."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from backend.exports import rules
from backend.exports.errors import OriginalDiffers
from backend.kernel.clock import BUREAU_ZONE

VERIFIER = Path(__file__).parent.parent / "verifier"
BLOCK = 1024 * 1024
BAG_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class BagWriter:
    """Adds files to a bag and remembers their digests for the manifests."""

    def __init__(self, archive: zipfile.ZipFile, top: str, moment: datetime) -> None:
        self._archive = archive
        self._top = top
        self._moment = moment.astimezone(BUREAU_ZONE).timetuple()[:6]
        self._sha256: dict[str, str] = {}
        self._sm3: dict[str, str] = {}
        self.octets = 0

    def add(self, name: str, content: bytes) -> None:
        """Add a small file."""
        self._write(name, zipfile.ZIP_DEFLATED, len(content), iter([content]))

    def add_original(self, name: str, source: BinaryIO, size: int) -> str:
        """Add an original as it is, in blocks, and return its SHA-256."""
        blocks = iter(lambda: source.read(BLOCK), b"")
        self._write(name, zipfile.ZIP_STORED, size, blocks)
        return self._sha256[name]

    def close(self) -> None:
        """Write the manifests."""
        payload = {name for name in self._sha256 if name.startswith("data/")}
        self.add("manifest-sha256.txt", self._manifest(self._sha256, payload))
        self.add("manifest-sm3.txt", self._manifest(self._sm3, payload))
        tags = set(self._sha256) - payload
        self.add("tagmanifest-sha256.txt", self._manifest(self._sha256, tags))

    @property
    def payload_oxum(self) -> str:
        """The payload's size and number of files, as bag-info.txt names them."""
        return f"{self.octets}.{sum(name.startswith('data/') for name in self._sha256)}"

    @staticmethod
    def _manifest(digests: dict[str, str], names: set[str]) -> bytes:
        return rules.manifest_bytes({name: digests[name] for name in names})

    def _write(self, name: str, method: int, size: int, blocks: Iterator[bytes]) -> None:
        entry = zipfile.ZipInfo(f"{self._top}/{name}", self._moment)
        entry.compress_type, entry.external_attr = method, 0o100644 << 16
        entry.file_size = size
        sha256, sm3 = hashlib.sha256(), hashlib.new("sm3")
        with self._archive.open(entry, "w") as out:
            for block in blocks:
                sha256.update(block)
                sm3.update(block)
                out.write(block)
                self.octets += len(block) if name.startswith("data/") else 0
        self._sha256[name], self._sm3[name] = sha256.hexdigest(), sm3.hexdigest()


def write_package(
    plan: rules.Plan,
    out: IO[bytes],
    *,
    moment: datetime,
    open_original: Callable[[str], BinaryIO],
    packed: Callable[[int], None],
) -> None:
    """Write the whole package, telling `packed` after each exhibit how many are done.

    Raises OriginalDiffers when a stored original is not what was verified.
    """
    with zipfile.ZipFile(out, "w", allowZip64=True) as archive:
        bag = BagWriter(archive, f"xunzheng-{plan.export_id}", moment)
        bag.add("bagit.txt", BAG_DECLARATION)
        for done, exhibit in enumerate(plan.exhibits, 1):
            _add_exhibit(bag, exhibit, open_original)
            packed(done)
        bag.add("data/log/checkpoint.note", plan.checkpoint.encode())
        bag.add("data/keys/devices.json", rules.devices_bytes(plan.devices))
        bag.add("data/report.json", rules.json_bytes(plan.report))
        bag.add("bag-info.txt", rules.info_bytes({**plan.info, "Payload-Oxum": bag.payload_oxum}))
        bag.add("verify.py", (VERIFIER / "verify.py").read_bytes())
        bag.add("验证说明.txt", (VERIFIER / "instructions.txt").read_bytes())
        bag.close()


def _add_exhibit(
    bag: BagWriter, exhibit: rules.PackedExhibit, open_original: Callable[[str], BinaryIO]
) -> None:
    name = f"{exhibit.folder}/original.{exhibit.extension}"
    with open_original(exhibit.store_key) as source:
        digest = bag.add_original(name, source, exhibit.size)
    if digest != exhibit.sha256:
        raise OriginalDiffers(exhibit_id=exhibit.id)
    bag.add(f"{exhibit.folder}/capture.dsse.json", exhibit.envelope)
    bag.add(f"{exhibit.folder}/receipt.json", rules.json_bytes(exhibit.receipt))
    bag.add(f"{exhibit.folder}/events.jsonl", rules.events_bytes(exhibit.chain))
    bag.add(f"{exhibit.folder}/proofs.json", rules.json_bytes(exhibit.chain.proofs))
