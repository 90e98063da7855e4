"""The headers of tus 1.0 (tus.io/protocols/resumable-upload)."""

import base64
import binascii
from dataclasses import dataclass
from uuid import UUID

from backend.evidence.errors import TusHeaderInvalid

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
CHECKSUMS = ("sha256", "sha1")
BODY_TYPE = "application/offset+octet-stream"
MAX_DIGITS = 15


@dataclass(frozen=True)
class Checksum:
    """A digest the sender announced for one body."""

    algorithm: str
    digest: bytes


def read_count(header: str, value: str | None) -> int:
    """Return a header's number of bytes; raises TusHeaderInvalid."""
    if not value or not value.isascii() or not value.isdigit() or len(value) > MAX_DIGITS:
        raise TusHeaderInvalid(f"{header} 应为非负整数", header=header)
    return int(value)


def read_exhibit_id(metadata: str | None) -> UUID:
    """Return the exhibit named in Upload-Metadata; raises TusHeaderInvalid."""
    for pair in (metadata or "").split(","):
        name, _, encoded = pair.strip().partition(" ")
        if name == "exhibit_id":
            try:
                return UUID(base64.b64decode(encoded, validate=True).decode("ascii"))
            except ValueError as error:
                raise TusHeaderInvalid(
                    "Upload-Metadata 中的 exhibit_id 无效", header="Upload-Metadata"
                ) from error
    raise TusHeaderInvalid("Upload-Metadata 中缺少 exhibit_id", header="Upload-Metadata")


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
