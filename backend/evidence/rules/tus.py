"""The headers of tus 1.0 (tus.io/protocols/resumable-upload)."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from uuid import UUID

from backend.evidence.errors import TusHeaderInvalid

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
CHECKSUMS = ("sha256", "sha1")
BODY_TYPE = "application/offset+octet-stream"
METADATA = "Upload-Metadata"
MAX_DIGITS = 15


@dataclass(frozen=True)
class Checksum:
    """A digest the sender announced for one body."""

    algorithm: str
    digest: bytes

    def is_of(self, content: bytes | bytearray) -> bool:
        """Tell whether a body has this checksum."""
        found = hashlib.new(self.algorithm, content, usedforsecurity=False)
        return found.digest() == self.digest


def read_count(header: str, value: str | None) -> int:
    """Return a header's number of bytes; raises TusHeaderInvalid."""
    if not value or not value.isascii() or not value.isdigit() or len(value) > MAX_DIGITS:
        raise TusHeaderInvalid(f"{header} 应为非负整数", header=header)
    return int(value)


@dataclass(frozen=True)
class Announced:
    """What Upload-Metadata says: the exhibit and, to register it with its bytes, the envelope's
    JSON and the file's name.
    """

    exhibit_id: UUID
    envelope: bytes | None
    file_name: str | None


def read_metadata(metadata: str | None) -> Announced:
    """Return what Upload-Metadata announces; raises TusHeaderInvalid."""
    values = {}
    for pair in (metadata or "").split(","):
        name, _, encoded = pair.strip().partition(" ")
        if name in {"exhibit_id", "envelope", "file_name"}:
            values[name] = _decoded(name, encoded)
    if "exhibit_id" not in values:
        raise TusHeaderInvalid("Upload-Metadata 中缺少 exhibit_id", header=METADATA)
    try:
        exhibit_id = UUID(values["exhibit_id"].decode("ascii"))
        file_name = values["file_name"].decode() if "file_name" in values else None
    except ValueError as error:
        raise TusHeaderInvalid("Upload-Metadata 的内容无效", header=METADATA) from error
    return Announced(exhibit_id, values.get("envelope"), file_name)


def _decoded(name: str, encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise TusHeaderInvalid(
            f"Upload-Metadata 中的 {name} 不是有效的 base64", header=METADATA
        ) from error


def read_checksum(value: str | None) -> Checksum | None:
    """Return the announced checksum, or None without one; raises TusHeaderInvalid."""
    if value is None:
        return None
    algorithm, _, encoded = value.partition(" ")
    if algorithm not in CHECKSUMS:
        raise TusHeaderInvalid(
            "不支持的校验算法", header="Upload-Checksum", supported=",".join(CHECKSUMS)
        )
    try:
        return Checksum(algorithm, base64.b64decode(encoded, validate=True))
    except binascii.Error as error:
        raise TusHeaderInvalid("校验值不是有效的 base64", header="Upload-Checksum") from error
