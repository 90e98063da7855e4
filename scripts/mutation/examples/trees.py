"""Trees that a changed verifier must still build, and paths it must follow or refuse."""

import hashlib
from types import ModuleType
from typing import Any

from scripts.forge.tree import MerkleTree

RECORDS = [b"%d" % number for number in range(13)]


def trees_hold(verify: ModuleType) -> bool:
    """Tell whether roots, paths and consistency proofs come out right."""
    forge = MerkleTree(RECORDS)
    short = verify.root_from_path(verify.hash_leaf(b"0"), 0, 2, [b"a" * 31])
    beyond = verify.root_from_path(verify.hash_leaf(b"0"), 1, 1, [])
    roots = [forge.root(size) for size in range(6)]
    odd = [
        (2, roots[2], 1, roots[1], []), (2, roots[2], 1, roots[1], [roots[2]]),
        (0, roots[0], 5, roots[5], [roots[1]]), (0, roots[0], 5, roots[5], []),
        (3, roots[3], 5, roots[5], [b"x", *forge.consistency(3, 5)]),
        (3, roots[3], 3, roots[3], [roots[3]]), _beyond_the_root(verify),
        (3, roots[3], 5, roots[5], []), *_odd_lengths(verify),
    ]  # fmt: skip
    is_odd_taken = any(verify.is_extension(*one) for one in odd)
    sizes = range(1, len(RECORDS) + 1)
    empty = short is None and verify.Tree().root() == hashlib.sha256(b"").digest()
    return (
        empty
        and beyond is None
        and not is_odd_taken
        and all(_tree_of(verify, forge, n) for n in sizes)
    )


def _beyond_the_root(verify: ModuleType) -> tuple[Any, ...]:
    """Return a proof whose last node stands above both roots."""
    first, second, third, above = (bytes([number]) * 32 for number in range(4))
    node = verify._node
    old, new = node(third, first), node(third, node(first, second))
    return 3, node(above, old), 4, node(above, new), [first, second, third, above]


def _odd_lengths(verify: ModuleType) -> list[tuple[Any, ...]]:
    """Return a proof with a node too short, and one that ends below the root."""
    node, short, one, other = verify._node, b"a" * 31, b"b" * 32, b"c" * 32
    roots = node(other, short), node(other, node(short, one))
    return [
        (3, roots[0], 4, roots[1], [short, one, other]),
        (3, other, 5, node(other, one), [other, one]),
    ]  # fmt: skip


def _tree_of(verify: ModuleType, forge: MerkleTree, size: int) -> bool:
    tree, root = verify.Tree(), forge.root(size)
    for record in RECORDS[:size]:
        tree.add(record)
    paths = all(_leads(verify, forge, index, size) for index in range(size))
    grown = all(_extends(verify, forge, old, size) for old in range(1, size + 1))
    return bool(tree.root() == root) and paths and grown


def _leads(verify: ModuleType, forge: MerkleTree, index: int, size: int) -> bool:
    leaf, path = verify.hash_leaf(RECORDS[index]), forge.inclusion(index, size)
    longer = verify.root_from_path(leaf, index, size, [*path, leaf])
    return longer is None and verify.root_from_path(leaf, index, size, path) == forge.root(size)


def _extends(verify: ModuleType, forge: MerkleTree, old: int, size: int) -> bool:
    roots, path = (forge.root(old), forge.root(size)), forge.consistency(old, size)
    is_rewritten = verify.is_extension(old, bytes(32), size, roots[1], path)
    is_longer = verify.is_extension(old, roots[0], size, roots[1], [*path, bytes(32)])
    is_extended: bool = verify.is_extension(old, roots[0], size, roots[1], path)
    return is_extended and not is_rewritten and not is_longer
