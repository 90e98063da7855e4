"""An RFC 6962 tree in memory, written apart from the product's own."""

import hashlib


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


class MerkleTree:
    """Keeps the roots of all full subtrees, so that paths of large trees are quick."""

    def __init__(self, records: list[bytes]) -> None:
        self._levels: list[list[bytes]] = [[]]
        self.grow(records)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def grow(self, records: list[bytes]) -> None:
        """Add leaves; what was said of smaller trees still holds."""
        self._levels[0] += [hashlib.sha256(b"\x00" + record).digest() for record in records]
        height = 0
        while len(self._levels[height]) > 1:
            below = self._levels[height]
            height += 1
            if height == len(self._levels):
                self._levels.append([])
            above = self._levels[height]
            begun = 2 * len(above)
            pairs = zip(below[begun::2], below[begun + 1 :: 2], strict=False)
            above += [_node(left, right) for left, right in pairs]

    def root(self, size: int) -> bytes:
        """Return the root of the first `size` leaves."""
        return self._range(0, size) if size else hashlib.sha256(b"").digest()

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """Return the path of a leaf (RFC 6962 §2.1.1)."""
        return self._path(index, 0, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Return the proof that one tree begins another (RFC 6962 §2.1.2)."""
        return self._subproof(old, 0, new, is_whole=True) if old < new else []

    def _range(self, start: int, end: int) -> bytes:
        size = end - start
        if size & (size - 1) == 0 and start % size == 0:
            return self._levels[size.bit_length() - 1][start // size]
        middle = start + _split(size)
        return _node(self._range(start, middle), self._range(middle, end))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._range(middle, end)]
        return [*self._path(index, middle, end), self._range(start, middle)]

    def _subproof(self, old: int, start: int, end: int, *, is_whole: bool) -> list[bytes]:
        if old == end:
            return [] if is_whole else [self._range(start, end)]
        middle = start + _split(end - start)
        if old <= middle:
            left = self._subproof(old, start, middle, is_whole=is_whole)
            return [*left, self._range(middle, end)]
        right = self._subproof(old, middle, end, is_whole=False)
        return [*right, self._range(start, middle)]
