"""RFC 6962 trees: roots, inclusion and consistency, over any source of hashes."""

import hashlib
from collections.abc import Callable

BLOCK_BITS = 8
TILE_WIDTH = 1 << BLOCK_BITS

Blocks = Callable[[int, int], bytes]
"""Gives the root of the full subtree of 256^level leaves at a position; level 0 is a leaf."""
Ranges = Callable[[int, int], bytes]
"""Gives the hash of the leaves from a start up to an end."""


def hash_leaf(algorithm: str, record: bytes) -> bytes:
    """Return the leaf hash of a record (RFC 6962 §2.1)."""
    return hashlib.new(algorithm, b"\x00" + record).digest()


def hash_node(algorithm: str, left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees (RFC 6962 §2.1)."""
    if algorithm == "sha256":  # by name it takes twice as long, and a tree is made of these
        return hashlib.sha256(b"\x01" + left + right).digest()
    return hashlib.new(algorithm, b"\x01" + left + right).digest()


def root_of_leaves(algorithm: str, leaves: list[bytes]) -> bytes:
    """Return the root of a small tree whose leaf hashes are all at hand."""
    return hash_range(
        lambda level, at: _block(algorithm, leaves, level, at), algorithm, 0, len(leaves)
    )


def _block(algorithm: str, leaves: list[bytes], level: int, position: int) -> bytes:
    if level == 0:
        return leaves[position]
    return root_of_block(
        lambda below, at: _block(algorithm, leaves, below, at), algorithm, level, position
    )


def root_of_block(blocks: Blocks, algorithm: str, level: int, position: int) -> bytes:
    """Return the root of a full subtree from the 256 roots of the level below it."""
    first = position << BLOCK_BITS
    children = [blocks(level - 1, child) for child in range(first, first + TILE_WIDTH)]
    while len(children) > 1:
        pairs = zip(children[::2], children[1::2], strict=True)
        children = [hash_node(algorithm, left, right) for left, right in pairs]
    return children[0]


def hash_range(blocks: Blocks, algorithm: str, start: int, end: int) -> bytes:
    """Return the hash of the leaves from `start` up to `end`, as RFC 6962 cuts the tree."""
    size = end - start
    if size == 0:
        return hashlib.new(algorithm, b"").digest()
    level, odd = divmod(size.bit_length() - 1, BLOCK_BITS)
    if not odd and size == 1 << level * BLOCK_BITS:
        return blocks(level, start // size)
    middle = start + _split(size)
    left = hash_range(blocks, algorithm, start, middle)
    return hash_node(algorithm, left, hash_range(blocks, algorithm, middle, end))


def inclusion_path(ranges: Ranges, leaf_index: int, start: int, end: int) -> list[bytes]:
    """Return the path from a leaf to the root of the leaves from `start` up to `end`, nearest
    sibling first (RFC 6962 §2.1.1).
    """
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if leaf_index < middle:
        return [*inclusion_path(ranges, leaf_index, start, middle), ranges(middle, end)]
    return [*inclusion_path(ranges, leaf_index, middle, end), ranges(start, middle)]


def consistency_path(ranges: Ranges, old_size: int, new_size: int) -> list[bytes]:
    """Return the proof that the tree of the old size is a prefix of the new one's (RFC 6962
    §2.1.2); empty from size 0 and between equal sizes.
    """
    if old_size == 0:
        return []
    return _subproof(ranges, old_size, 0, new_size, is_known=True)


def _subproof(ranges: Ranges, old: int, start: int, end: int, *, is_known: bool) -> list[bytes]:
    if old == end:
        return [] if is_known else [ranges(start, end)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_subproof(ranges, old, start, middle, is_known=is_known), ranges(middle, end)]
    return [*_subproof(ranges, old, middle, end, is_known=False), ranges(start, middle)]


def is_consistent(
    algorithm: str,
    old: tuple[int, bytes],
    new: tuple[int, bytes],
    path: list[bytes],
) -> bool:
    """Tell whether the path proves that the tree `new` (size, root) begins with the tree `old`
    (RFC 9162 §2.1.4.2).
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if old_size == new_size:
        return not path and old_root == new_root
    if old_size == 0:
        return not path
    if old_size > new_size or not path:
        return False
    roots = _walk(algorithm, old_size, new_size, path, old_root)
    return roots == (old_root, new_root)


def _walk(
    algorithm: str, old_size: int, new_size: int, path: list[bytes], old_root: bytes
) -> tuple[bytes, bytes] | None:
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    # A whole left subtree is its own first step, and the proof leaves it out.
    steps = path if at else [old_root, *path]
    old_hash = new_hash = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old_hash = hash_node(algorithm, step, old_hash)
            new_hash = hash_node(algorithm, step, new_hash)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new_hash = hash_node(algorithm, new_hash, step)
        at, last = at >> 1, last >> 1
    return (old_hash, new_hash) if last == 0 else None


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
