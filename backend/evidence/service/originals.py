"""Originals in the object store: hashed, put once under their digest, read back, opened."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any, BinaryIO
from uuid import UUID

from backend.evidence.errors import ExhibitNotStored
from backend.evidence.models import Exhibit
from backend.evidence.rules.segments import Segmentation
from backend.evidence.service.pieces import Piece, PiecesBody
from backend.kernel.errors import Unavailable
from backend.kernel.storage import ObjectStore, object_store

BLOCK_BYTES = 1024 * 1024


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


def digests_of(content: bytes | bytearray) -> Digests:
    """Return the digests of bytes at hand."""
    sm3 = hashlib.new("sm3", content).hexdigest()
    return Digests(hashlib.sha256(content).hexdigest(), sm3, len(content))


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
    """Return where the original, or a segment of one, of a digest lies."""
    return f"orig/sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def quarantine_key(exhibit_id: UUID, sha256: str) -> str:
    """Return where bytes lie that are not what the device signed."""
    return f"quarantine/{exhibit_id}/{sha256}"


def copy_key(exhibit_id: UUID, op: str, sha256: str) -> str:
    """Return where a derived copy lies."""
    return f"derived/{exhibit_id}/{op}-{sha256}.jpg"


def segmentation_of(exhibit: Exhibit) -> Segmentation | None:
    """Return how the exhibit's media are cut, or None of whole media."""
    if exhibit.segment_size is None or exhibit.segment_digests is None:
        return None
    return Segmentation(exhibit.size, exhibit.segment_size, exhibit.segment_digests)


def segment_list(exhibit: Exhibit) -> list[str] | None:
    """Return the digests of the segments as they were registered, or None of whole media."""
    cut = segmentation_of(exhibit)
    return None if cut is None else [segment.sha256 for segment in cut.all()]


def signed_pieces(exhibit: Exhibit) -> list[Piece]:
    """Return where the segments of segmented media lie once they are here; none of whole ones."""
    cut = segmentation_of(exhibit)
    if cut is None:
        return []
    return [Piece(one.start, one.size, original_key(one.sha256)) for one in cut.all()]


def original_pieces(exhibit: Exhibit) -> list[Piece]:
    """Return the objects that make up a stored original, in order; raises ExhibitNotStored."""
    if exhibit.segment_size is not None and exhibit.state == "verified":
        return signed_pieces(exhibit)
    if exhibit.store_key is None:
        raise ExhibitNotStored(state=exhibit.state)
    return [Piece(0, exhibit.size, exhibit.store_key)]


def open_original(exhibit: Exhibit) -> BinaryIO:
    """Open a stored original as one stream, whether it lies whole or in segments; the caller
    closes it. Raises ExhibitNotStored, and ObjectMissing while reading what is gone.
    """
    return open_pieces(original_pieces(exhibit))


def open_pieces(pieces: list[Piece]) -> BinaryIO:
    """Open objects that follow one another as one stream; the caller closes it."""
    if len(pieces) == 1:
        return object_store().open(pieces[0].store_key)
    return PiecesBody(object_store(), pieces).buffered()


def put_bytes(store: ObjectStore, key: str, content: Any) -> None:
    """Have bytes at hand under the key, put now or before, and prove it by reading them again.

    Raises ReadBackDiffers, StorageFull or Unavailable.
    """
    store.put_if_absent(key, BytesIO(content), len(content))
    with store.open(key) as stored:
        # Equal bytes have equal digests, and comparing costs a tenth of hashing them again.
        if not _is_same(stored, memoryview(content)):
            raise ReadBackDiffers(key=key)


def _is_same(stored: BinaryIO, content: memoryview) -> bool:
    seen = 0
    for block in _blocks(stored):
        # As bytes: a view is compared item by item.
        if block != content[seen : seen + len(block)].tobytes():
            return False
        seen += len(block)
    return seen == len(content)


def _blocks(source: BinaryIO) -> Iterator[bytes]:
    while block := source.read(BLOCK_BYTES):
        yield block


def put_and_read_back(
    store: ObjectStore, key: str, open_source: Callable[[], Any], expected: Digests
) -> None:
    """Have a stream's bytes under the key, put now or before, and prove it by hashing what the
    store gives back.

    Raises ReadBackDiffers, StorageFull or Unavailable.
    """
    with open_source() as source:
        store.put_if_absent(key, source, expected.size)
    with store.open(key) as stored:
        if hash_stream(stored) != expected:
            raise ReadBackDiffers(key=key)
