"""What a package holds and how its texts read, without files or a database."""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "application/pdf": "pdf",
}
CHECKED = (
    "设备签名、取证记录、原件摘要(SHA-256、SM3)、流转记录链、日志收录证明",
    "日志检查点签名、见证签名、外部时间戳、每日总表、服务器回执、衍生件",
)
NOT_CHECKED = ("是否摆拍、是否翻拍屏幕、签名之前的改动：密码学不能证明",)
MOST_PROOF_FILES = 1000
"""A longer chain has all its proofs in one file, which is read line by line."""
PACKED_COPIES = frozenset({"preview", "watermarked", "redacted", "clipped"})


@dataclass(frozen=True)
class Chain:
    """The records of a subject that are in the log, and by number the place and the path of each
    to the checkpoint.
    """

    subject_id: str
    records: list[bytes]
    proofs: dict[str, Any]


@dataclass(frozen=True)
class PackedCopy:
    """A derivative as it goes into the package: the number of its record, and its object."""

    seq: int
    op: str
    store_key: str
    size: int
    sha256: str
    extension: str


@dataclass(frozen=True)
class PackedExhibit:
    """An exhibit as it goes into the package; the original lies in `pieces` of (start, size,
    key).
    """

    id: str
    store_key: str
    size: int
    sha256: str
    extension: str
    envelope: bytes
    receipt: dict[str, str]
    chain: Chain
    report: dict[str, Any]
    pieces: list[tuple[int, int, str]] = field(default_factory=list)
    segments: dict[str, Any] | None = None
    copies: list[PackedCopy] = field(default_factory=list)

    @property
    def folder(self) -> str:
        """Where the package keeps it."""
        return f"data/evidence/{self.id}"


@dataclass(frozen=True)
class PackedAnchor:
    """A stamped checkpoint: the exact bytes that were stamped and the authority's reply."""

    tree_size: int
    authority: str
    kind: str
    gen_time: str
    note: bytes
    reply: bytes

    @property
    def path(self) -> str:
        """Where the package keeps the reply."""
        return f"data/log/anchors/{self.tree_size}.{file_name_of(self.authority)}.tsr"

    @property
    def shown(self) -> dict[str, Any]:
        """What the report says of it."""
        names = ("authority", "kind", "tree_size", "gen_time")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Outside:
    """What others than the bureau's server say of the log, and what the daily maps say."""

    anchors: list[PackedAnchor] = field(default_factory=list)
    certificates: dict[str, bytes] = field(default_factory=dict)
    """PEM by name, for tools that want them apart."""
    heads: list[dict[str, Any]] = field(default_factory=list)
    left: list[dict[str, Any]] = field(default_factory=list)
    """Records by which exhibits left a case after its map was made."""


@dataclass(frozen=True)
class PackedDevice:
    """A device whose key signed an exhibit of the package."""

    key_id: str
    chain: Chain


@dataclass(frozen=True)
class Plan:
    """Everything that goes into a package except the bytes of originals and copies."""

    export_id: str
    info: dict[str, str]
    report: dict[str, Any]
    checkpoint: str
    exhibits: list[PackedExhibit]
    devices: list[PackedDevice]
    consistency: list[dict[str, Any]] = field(default_factory=list)
    outside: Outside = field(default_factory=Outside)


def digest_of_ids(exhibit_ids: list[str]) -> str:
    """Return what every exhibit's `exported` event says of the whole set, so that none can be
    left out unseen.
    """
    return hashlib.sha256("\n".join(sorted(exhibit_ids)).encode()).hexdigest()


def file_name_of(name: str) -> str:
    """Return an authority's name as a part of a file's name."""
    return re.sub(r"[^\w-]+", "-", name)


def extension_of(mime: str, file_name: str) -> str:
    """Return a plain extension for an original."""
    own = re.search(r"\.([A-Za-z0-9]{1,8})$", file_name)
    return EXTENSIONS.get(mime) or (own.group(1).lower() if own else "bin")


def proofs_of(places: list[tuple[int, int]], paths: dict[int, list[bytes]]) -> Any:
    """Return the proofs of a chain from (number, leaf index) pairs."""
    return {
        str(seq): {"leaf_index": leaf_index, "path": encoded(paths[leaf_index])}
        for seq, leaf_index in places
    }


def encoded(nodes: Iterable[bytes]) -> list[str]:
    """Return the nodes of a path as base64."""
    return [base64.b64encode(node).decode() for node in nodes]


def tlog_proof_bytes(proof: Any, note: str) -> bytes:
    """Return a proof that stands alone (c2sp.org/tlog-proof@v1)."""
    lines = "".join(f"{node}\n" for node in proof["path"])
    return f"c2sp.org/tlog-proof@v1\nindex {proof['leaf_index']}\n{lines}\n{note}".encode()


def proof_lines(chain: Chain) -> bytes:
    """Return a long chain's proofs, one a line, in the order of its records."""
    ordered = (chain.proofs[str(seq)] for seq in range(1, len(chain.records) + 1))
    return b"".join(json.dumps(proof).encode() + b"\n" for proof in ordered)


def json_bytes(content: Any) -> bytes:
    """Return readable JSON."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def events_bytes(chain: Chain) -> bytes:
    """Return the chain's records, each exactly as it was written, one a line."""
    return b"".join(record + b"\n" for record in chain.records)


def devices_bytes(devices: list[PackedDevice]) -> bytes:
    """Return the devices file: each key with the logged events that speak of it."""
    return json_bytes(
        {
            "devices": [
                {
                    "device_id": device.chain.subject_id,
                    "key_id": device.key_id,
                    "events": encoded(device.chain.records),
                    "proofs": [
                        device.chain.proofs[str(seq)]
                        for seq in range(1, len(device.chain.records) + 1)
                    ],
                }
                for device in devices
            ]
        }
    )


def info_bytes(info: dict[str, str]) -> bytes:
    """Return bag-info.txt (RFC 8493 §2.2.2); a line break in a value would start another tag."""
    lines = [f"{label}: {' '.join(value.split())}\n" for label, value in info.items()]
    return "".join(lines).encode()


def manifest_bytes(digests: dict[str, str]) -> bytes:
    """Return a manifest (RFC 8493 §2.1.3)."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()
