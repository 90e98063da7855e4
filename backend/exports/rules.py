"""What a package holds and how its texts read, without files or a database."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
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
    "设备签名、取证记录、原件摘要(SHA-256、SM3)、流转记录链、日志收录证明、日志检查点签名、服务器回执",
)
NOT_CHECKED = (
    "是否摆拍、是否翻拍屏幕、签名之前的改动：密码学不能证明",
    "外部时间戳与第三方见证：本包未包含，时间以主管机关服务器为准",
)


@dataclass(frozen=True)
class Chain:
    """The records of a subject that are in the log, and the path of each to the checkpoint."""

    subject_id: str
    records: list[bytes]
    proofs: dict[str, Any]


@dataclass(frozen=True)
class PackedExhibit:
    """An exhibit as it goes into the package."""

    id: str
    store_key: str
    size: int
    sha256: str
    extension: str
    envelope: bytes
    receipt: dict[str, str]
    chain: Chain
    report: dict[str, Any]

    @property
    def folder(self) -> str:
        """Where the package keeps it."""
        return f"data/evidence/{self.id}"


@dataclass(frozen=True)
class PackedDevice:
    """A device whose key signed an exhibit of the package."""

    key_id: str
    chain: Chain


@dataclass(frozen=True)
class Plan:
    """Everything that goes into a package except the originals' bytes."""

    export_id: str
    info: dict[str, str]
    report: dict[str, Any]
    checkpoint: str
    exhibits: list[PackedExhibit]
    devices: list[PackedDevice]


def digest_of_ids(exhibit_ids: list[str]) -> str:
    """Return what every exhibit's `exported` event says of the whole set, so that none can be
    left out unseen.
    """
    return hashlib.sha256("\n".join(sorted(exhibit_ids)).encode()).hexdigest()


def extension_of(mime: str, file_name: str) -> str:
    """Return a plain extension for an original."""
    own = re.search(r"\.([A-Za-z0-9]{1,8})$", file_name)
    return EXTENSIONS.get(mime) or (own.group(1).lower() if own else "bin")


def proofs_of(places: list[tuple[int, int]], tree_size: int, paths: dict[int, list[bytes]]) -> Any:
    """Return the proofs file of a chain from (number, leaf index) pairs."""
    return {
        str(seq): {
            "leaf_index": leaf_index,
            "tree_size": tree_size,
            "path": [base64.b64encode(sibling).decode() for sibling in paths[leaf_index]],
        }
        for seq, leaf_index in places
    }


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
                    "events": [base64.b64encode(event).decode() for event in device.chain.records],
                    "proofs": device.chain.proofs,
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
