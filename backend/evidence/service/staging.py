"""Bytes on their way: staged piece by piece until they are whole."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from itertools import islice
from uuid import UUID

from backend.evidence import queries
from backend.evidence.errors import ChecksumMismatch
from backend.evidence.rules.tus import Checksum
from backend.evidence.service.pieces import Piece
from backend.kernel.ids import new_id
from backend.kernel.storage import ObjectStore

PIECE_BYTES = 4 * 1024 * 1024
READ_BYTES = 256 * 1024
BATCH = 1000
ORPHAN_AFTER = timedelta(days=1)
"""No request lasts so long: what has no row by then will never get one."""

Read = Callable[[int], bytes]
"""Returns up to so many bytes of a body; nothing when it has ended or its sender is gone."""


def stage_pieces(
    read: Read, store: ObjectStore, upload_id: UUID, start: int, limit: int
) -> Iterator[Piece]:
    """Yield each piece of a body once it is safe in the store; what came before the sender broke
    off is kept.
    """
    end = start + limit
    room = bytearray(min(PIECE_BYTES, limit))
    while start < end:
        view = memoryview(room)[: min(PIECE_BYTES, end - start)]
        came = fill(read, view)
        if not came:
            return
        yield stage(store, upload_id, start, view[:came])
        start += came
        if came < len(view):
            return


def stage(store: ObjectStore, upload_id: UUID, start: int, content: memoryview) -> Piece:
    """Stage bytes of an upload and return where they are."""
    # A name of its own: bytes left by a killed request must never pass for this one's.
    key = f"staging/{upload_id}/{start:015d}-{new_id().hex}"
    store.put_if_absent(key, BytesIO(content), len(content))
    return Piece(start, len(content), key)


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


def fill(read: Read, view: memoryview) -> int:
    """Read into the view until it is full or the body ends; return how many bytes came."""
    filled = 0
    while filled < len(view):
        part = read(min(READ_BYTES, len(view) - filled))
        if not part:
            break
        view[filled : filled + len(part)] = part
        filled += len(part)
    return filled


def list_orphans(store: ObjectStore, now: datetime) -> list[str]:
    """Return staged objects of old that no upload knows: their request died before its commit."""
    old = (one.key for one in store.list("staging/") if one.stored_at < now - ORPHAN_AFTER)
    orphans: list[str] = []
    while batch := list(islice(old, BATCH)):
        orphans += queries.without_chunk(batch)
    return orphans
