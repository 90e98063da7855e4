"""Writes a package: a BagIt bag (RFC 8493) in a ZIP, originals streamed through once."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from backend.evidence import Piece, open_pieces
from backend.exports import rules
from backend.exports.errors import OriginalDiffers
from backend.exports.verifier.assembly import assembled
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

    def add_stream(self, name: str, source: BinaryIO, size: int) -> str:
        """Add a stored object as it is, in blocks, and return its SHA-256."""
        blocks = iter(lambda: source.read(BLOCK), b"")
        self._write(name, zipfile.ZIP_STORED, size, blocks)
        return self._sha256[name]

    def close(self) -> str:
        """Write the manifests and return the SHA-256 of the payload's."""
        payload = {name for name in self._sha256 if name.startswith("data/")}
        self.add("manifest-sha256.txt", self._manifest(self._sha256, payload))
        self.add("manifest-sm3.txt", self._manifest(self._sm3, payload))
        tags = set(self._sha256) - payload
        self.add("tagmanifest-sha256.txt", self._manifest(self._sha256, tags))
        return self._sha256["manifest-sha256.txt"]

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
    rendered: dict[str, bytes],
    packed: Callable[[int], None],
) -> str:
    """Write the whole package, telling `packed` after each exhibit how many are done, and return
    the SHA-256 of its manifest; `rendered` are files made from the plan.

    Raises OriginalDiffers when a stored original is not what was verified.
    """
    with zipfile.ZipFile(out, "w", allowZip64=True) as archive:
        bag = BagWriter(archive, f"xunzheng-{plan.export_id}", moment)
        bag.add("bagit.txt", BAG_DECLARATION)
        for done, exhibit in enumerate(plan.exhibits, 1):
            _add_exhibit(bag, exhibit, plan.checkpoint)
            packed(done)
        _add_log(bag, plan)
        bag.add("data/keys/devices.json", rules.devices_bytes(plan.devices))
        bag.add("data/report.json", rules.json_bytes(plan.report))
        for name, content in rendered.items():
            bag.add(name, content)
        bag.add("bag-info.txt", rules.info_bytes({**plan.info, "Payload-Oxum": bag.payload_oxum}))
        bag.add("verify.py", assembled())
        bag.add("验证说明.txt", (VERIFIER / "instructions.txt").read_bytes())
        return bag.close()


def _add_exhibit(bag: BagWriter, exhibit: rules.PackedExhibit, note: str) -> None:
    name = f"{exhibit.folder}/original.{exhibit.extension}"
    pieces = [Piece(*piece) for piece in exhibit.pieces]
    with open_pieces(pieces) as source:
        digest = bag.add_stream(name, source, exhibit.size)
    if digest != exhibit.sha256:
        raise OriginalDiffers(exhibit_id=exhibit.id)
    bag.add(f"{exhibit.folder}/capture.dsse.json", exhibit.envelope)
    bag.add(f"{exhibit.folder}/receipt.json", rules.json_bytes(exhibit.receipt))
    if exhibit.segments is not None:
        bag.add(f"{exhibit.folder}/segments.json", rules.json_bytes(exhibit.segments))
    _add_chain(bag, exhibit, note)
    for copy in exhibit.copies:
        with open_pieces([Piece(0, copy.size, copy.store_key)]) as source:
            name = f"{exhibit.folder}/derivatives/{copy.seq}-{copy.op}.{copy.extension}"
            if bag.add_stream(name, source, copy.size) != copy.sha256:
                raise OriginalDiffers(exhibit_id=exhibit.id)


def _add_chain(bag: BagWriter, exhibit: rules.PackedExhibit, note: str) -> None:
    bag.add(f"{exhibit.folder}/events.jsonl", rules.events_bytes(exhibit.chain))
    count = len(exhibit.chain.records)
    if count > rules.MOST_PROOF_FILES:
        bag.add(f"{exhibit.folder}/proofs.jsonl", rules.proof_lines(exhibit.chain))
        return
    for seq in range(1, count + 1):
        proof = rules.tlog_proof_bytes(exhibit.chain.proofs[str(seq)], note)
        bag.add(f"{exhibit.folder}/proofs/{seq}.tlog-proof", proof)


def _add_log(bag: BagWriter, plan: rules.Plan) -> None:
    outside = plan.outside
    bag.add("data/log/checkpoint.note", plan.checkpoint.encode())
    bag.add("data/log/consistency.json", rules.json_bytes({"proofs": plan.consistency}))
    heads = {"heads": outside.heads, "left": outside.left}
    bag.add("data/log/heads.json", rules.json_bytes(heads))
    for size, note in {anchor.tree_size: anchor.note for anchor in outside.anchors}.items():
        bag.add(f"data/log/anchors/{size}.note", note)
    for anchor in outside.anchors:
        bag.add(anchor.path, anchor.reply)
    for name, pem in outside.certificates.items():
        bag.add(f"data/tsa/{name}.pem", pem)
