"""Bytes on their way: staged piece by piece, read back as one stream."""

import hashlib
from collections.abc import Callable, Iterator
from io import BytesIO, RawIOBase
from typing import Any, BinaryIO
from uuid import UUID

from backend.evidence.errors import ChecksumMismatch
from backend.evidence.rules.tus import Checksum
from backend.evidence.service.uploads import Piece
from backend.kernel.ids import new_id
from backend.kernel.storage import ObjectMissing, ObjectStore

PIECE_BYTES = 4 * 1024 * 1024
READ_BYTES = 64 * 1024

Read = Callable[[int], bytes]
"""Returns up to so many bytes of a body; nothing when it has ended or its sender is gone."""


def stage_pieces(
    read: Read, store: ObjectStore, upload_id: UUID, start: int, limit: int
) -> Iterator[Piece]:
    """Yield each piece of a body once it is safe in the store; what came before the sender broke
    off is kept.
    """
    end = start + limit
    while start < end:
        block = _read_block(read, min(PIECE_BYTES, end - start))
        if not block:
            return
        # A name of its own: bytes left by a killed request must never pass for this one's.
        key = f"staging/{upload_id}/{start:015d}-{new_id().hex}"
        store.put_if_absent(key, BytesIO(block), len(block))
        yield Piece(start, len(block), key)
        start += len(block)
        if len(block) < PIECE_BYTES:
            return


def stage_checked(
    read: Read,
    store: ObjectStore,
    upload_id: UUID,
    start: int,
    limit: int,
    checksum: Checksum,
) -> list[Piece]:
    """Return the pieces of a whole body that has the announced checksum; raises ChecksumMismatch
    and keeps nothing otherwise.
    """
    seen = hashlib.new(checksum.algorithm, usedforsecurity=False)

    def read_and_hash(size: int) -> bytes:
        block = read(size)
        seen.update(block)
        return block

    pieces = list(stage_pieces(read_and_hash, store, upload_id, start, limit))
    if seen.digest() != checksum.digest:
        discard(store, [piece.store_key for piece in pieces])
        raise ChecksumMismatch(offset=start)
    return pieces


def discard(store: ObjectStore, keys: list[str]) -> None:
    """Remove staged objects."""
    for key in keys:
        store.delete(key)


def _read_block(read: Read, size: int) -> bytes:
    block = bytearray()
    while len(block) < size:
        part = read(min(READ_BYTES, size - len(block)))
        if not part:
            break
        block += part
    return bytes(block)


class StagedBody(RawIOBase):
    """The staged pieces of an upload as one stream, one open object at a time; raises
    ObjectMissing for a piece that is gone or cut.
    """

    def __init__(self, store: ObjectStore, pieces: list[Piece]) -> None:
        self._store = store
        self._waiting = list(pieces)
        self._source: BinaryIO = BytesIO()
        self._key = ""
        self._left = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer from the piece at hand."""
        if self._left == 0:
            if not self._waiting:
                return 0
            self._open_next()
        block = self._source.read(min(len(buffer), self._left))
        if not block:
            raise ObjectMissing(key=self._key)
        buffer[: len(block)] = block
        self._left -= len(block)
        return len(block)

    def _open_next(self) -> None:
        self._source.close()
        piece = self._waiting.pop(0)
        self._key, self._left = piece.store_key, piece.size
        self._source = self._store.open(piece.store_key)

    def close(self) -> None:
        """Close the object at hand."""
        self._source.close()
        super().close()
