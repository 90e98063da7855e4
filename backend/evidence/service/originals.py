"""Originals in the object store: hashed, put once under their digest, read back."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, BinaryIO
from uuid import UUID

from backend.kernel.errors import Unavailable
from backend.kernel.storage import ObjectStore

BLOCK_BYTES = 1024 * 1024
HEAD_BYTES = 8192


class ReadBackDiffers(Unavailable):
    """The store gives back other bytes than it was given; facts: key."""

    code = "read_back_differs"
    title = "对象存储读回的内容与写入的不一致"


@dataclass(frozen=True)
class Digests:
    """What a stream of bytes is."""

    sha256: str
    sm3: str
    size: int


def hash_stream(source: BinaryIO, copy_to: IO[bytes] | None = None) -> Digests:
    """Read a stream to its end once and return its digests; its bytes go to `copy_to` too."""
    sha256, sm3, size = hashlib.sha256(), hashlib.new("sm3"), 0
    while block := source.read(BLOCK_BYTES):
        sha256.update(block)
        sm3.update(block)
        size += len(block)
        if copy_to is not None:
            copy_to.write(block)
    return Digests(sha256.hexdigest(), sm3.hexdigest(), size)


def original_key(sha256: str) -> str:
    """Return where the original of a digest lies."""
    return f"orig/sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def quarantine_key(exhibit_id: UUID, sha256: str) -> str:
    """Return where bytes lie that are not what the device signed."""
    return f"quarantine/{exhibit_id}/{sha256}"


def copy_key(exhibit_id: UUID, op: str, sha256: str) -> str:
    """Return where a derived copy lies."""
    return f"derived/{exhibit_id}/{op}-{sha256}.jpg"


def put_and_read_back(
    store: ObjectStore,
    key: str,
    open_source: Callable[[], Any],
    expected: Digests,
    copy_to: IO[bytes] | None = None,
) -> None:
    """Have the bytes under the key, put now or before, and prove it by reading them again.

    Raises ReadBackDiffers, StorageFull or Unavailable.
    """
    with open_source() as source:
        store.put_if_absent(key, source, expected.size)
    with store.open(key) as stored:
        if hash_stream(stored, copy_to) != expected:
            raise ReadBackDiffers(key=key)
