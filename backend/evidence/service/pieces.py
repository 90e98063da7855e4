"""Bytes in several objects, read as one stream."""

from dataclasses import dataclass
from io import BufferedReader, BytesIO, RawIOBase
from typing import Any, BinaryIO

from backend.kernel.storage import ObjectMissing, ObjectStore

BUFFER_BYTES = 256 * 1024


@dataclass(frozen=True)
class Piece:
    """Bytes that are safe in the store, from `start` on."""

    start: int
    size: int
    store_key: str


class PiecesBody(RawIOBase):
    """Pieces that follow one another as one stream, one open object at a time; raises
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

    def buffered(self) -> BinaryIO:
        """Return it with a buffer, whose reads give as many bytes as were asked for."""
        return BufferedReader(self, BUFFER_BYTES)

    def _open_next(self) -> None:
        self._source.close()
        piece = self._waiting.pop(0)
        self._key, self._left = piece.store_key, piece.size
        self._source = self._store.open(piece.store_key)

    def close(self) -> None:
        """Close the object at hand."""
        self._source.close()
        super().close()
