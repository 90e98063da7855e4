"""Digests: SM3 where the machine lacks it, and the paths of RFC 6962 trees."""

from __future__ import annotations

import hashlib
from typing import Any

SM3_WITHOUT_LIBRARY = 4 << 20


def _rotate(value: int, bits: int) -> int:
    bits %= 32
    return (value << bits | value >> (32 - bits)) & 0xFFFFFFFF


def _sm3_block(state: list[int], block: bytes) -> list[int]:
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for i in range(16, 68):
        x = w[i - 16] ^ w[i - 9] ^ _rotate(w[i - 3], 15)
        w.append(x ^ _rotate(x, 15) ^ _rotate(x, 23) ^ _rotate(w[i - 13], 7) ^ w[i - 6])
    a, b, c, d, e, f, g, h = state
    for i in range(64):
        early = i < 16
        a12 = _rotate(a, 12)
        ss1 = _rotate((a12 + e + _rotate(0x79CC4519 if early else 0x7A879D8A, i)) & 0xFFFFFFFF, 7)
        ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if early else (e & f) | (~e & g)
        tt1 = (ff + d + (ss1 ^ a12) + (w[i] ^ w[i + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[i]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, _rotate(b, 9), c
        e, f, g, h = tt2 ^ _rotate(tt2, 9) ^ _rotate(tt2, 17), e, _rotate(f, 19), g
    return [old ^ new for old, new in ((state[i], (a, b, c, d, e, f, g, h)[i]) for i in range(8))]


class SlowSm3:
    """SM3 (GB/T 32905-2016) for machines whose OpenSSL lacks it: about 0.3 MB a second."""

    def __init__(self) -> None:
        self._state = [
            0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
            0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
        ]  # fmt: skip
        self._rest, self._length = b"", 0

    def update(self, data: bytes) -> None:
        """Take in more bytes."""
        self._length += len(data)
        data = self._rest + data
        whole = len(data) // 64 * 64
        for start in range(0, whole, 64):
            self._state = _sm3_block(self._state, data[start : start + 64])
        self._rest = data[whole:]

    def hexdigest(self) -> str:
        """Finish and return the digest."""
        length = self._length * 8
        padding = b"\x80" + b"\x00" * ((55 - self._length) % 64) + length.to_bytes(8, "big")
        self.update(padding)
        return "".join(f"{word:08x}" for word in self._state)


def new_sm3(size: int) -> Any:
    """Return a fresh SM3, None where so many bytes cannot be digested in reasonable time."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return SlowSm3() if size <= SM3_WITHOUT_LIBRARY else None


def hash_leaf(record: bytes) -> bytes:
    """Return a leaf's hash (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + record).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """Return the root a path leads to (RFC 9162 §2.1.3.2), None when it does not fit the tree."""
    if not 0 <= index < size:
        return None
    last, node = size - 1, leaf
    for sibling in path:
        if last == 0 or len(sibling) != 32:
            return None
        if index & 1 or index == last:
            node = _node(sibling, node)
            while not index & 1:
                index, last = index >> 1, last >> 1
        else:
            node = _node(node, sibling)
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def is_extension(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: list[bytes]
) -> bool:
    """Tell whether the larger tree begins with all of the smaller one (RFC 9162 §2.1.4.2)."""
    if not 0 < old_size <= new_size or any(len(node) != 32 for node in path):
        return False
    if old_size == new_size:
        return not path and old_root == new_root
    if old_size & (old_size - 1) == 0:
        path = [old_root, *path]
    return bool(path) and _roots_from(old_size, new_size, path) == (old_root, new_root)


def _roots_from(old_size: int, new_size: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    index, last = old_size - 1, new_size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if index & 1 or index == last:
            old, new = _node(sibling, old), _node(sibling, new)
            while not index & 1:
                index, last = index >> 1, last >> 1
        else:
            new = _node(new, sibling)
        index, last = index >> 1, last >> 1
    return (old, new) if last == 0 else None


class Tree:
    """An RFC 6962 root taken in leaf by leaf, holding one node a level."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, bytes]] = []
        self.size = 0

    def add(self, record: bytes) -> None:
        """Take in the next leaf."""
        height, node = 0, hash_leaf(record)
        self.size += 1
        while self._nodes and self._nodes[-1][0] == height:
            node = _node(self._nodes.pop()[1], node)
            height += 1
        self._nodes.append((height, node))

    def root(self) -> bytes:
        """Return the root of what was taken in."""
        if not self._nodes:
            return hashlib.sha256(b"").digest()
        node = self._nodes[-1][1]
        for _, left in reversed(self._nodes[:-1]):
            node = _node(left, node)
        return node
