"""The verifier's tree arithmetic agrees with a proven library, and refuses what does not fit."""

import pytest
from pymerkle import InmemoryTree

from backend.exports.verifier.digests import Tree, hash_leaf, is_extension, root_from_path
from scripts.forge.tree import MerkleTree

SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 16, 21]
RECORDS = [b"record %d" % number for number in range(max(SIZES))]
FORGE = MerkleTree(RECORDS)


@pytest.fixture(scope="module")
def library() -> InmemoryTree:
    tree = InmemoryTree("sha256")
    for record in RECORDS:
        tree.append_entry(record)
    return tree


@pytest.mark.parametrize("size", SIZES)
def test_roots_agree(library: InmemoryTree, size: int) -> None:
    tree = Tree()
    for record in RECORDS[:size]:
        tree.add(record)

    assert tree.root() == FORGE.root(size) == library.get_root(size)


@pytest.mark.parametrize("size", SIZES)
def test_paths_of_the_library_lead_to_its_root(library: InmemoryTree, size: int) -> None:
    for index in range(size):
        path = library.prove_inclusion(index + 1, size).path[1:]
        leaf = hash_leaf(RECORDS[index])

        assert path == FORGE.inclusion(index, size)
        assert root_from_path(leaf, index, size, path) == library.get_root(size)
        assert root_from_path(leaf, size, size, path) is None
        assert root_from_path(leaf, index, size, [*path, path[0] if path else leaf]) is None
        assert not path or root_from_path(leaf, index, size, path[:-1]) is None


@pytest.mark.parametrize("new", SIZES)
@pytest.mark.parametrize("old", SIZES)
def test_extensions_are_told_from_rewritings(library: InmemoryTree, old: int, new: int) -> None:
    if old > new:
        assert not is_extension(old, FORGE.root(old), new, FORGE.root(new), [])
        return
    path, roots = FORGE.consistency(old, new), [library.get_root(size) for size in (old, new)]

    assert is_extension(old, roots[0], new, roots[1], path)
    assert not is_extension(old, bytes(32), new, roots[1], path)
    assert not is_extension(old, roots[0], new, bytes(32), path)
    assert not is_extension(old, roots[0], new, roots[1], [*path, bytes(32)])
    assert not path or not is_extension(old, roots[0], new, roots[1], path[:-1])


def test_an_empty_tree_begins_nothing() -> None:
    assert not is_extension(0, FORGE.root(0), 5, FORGE.root(5), [])
    assert root_from_path(b"", 0, 0, []) is None
    assert root_from_path(hash_leaf(RECORDS[0]), -1, 1, []) is None


def test_a_node_of_another_length_is_no_node() -> None:
    path = FORGE.inclusion(0, 5)
    short = [path[0][:-1], *path[1:]]

    assert root_from_path(hash_leaf(RECORDS[0]), 0, 5, short) is None
    assert not is_extension(3, FORGE.root(3), 5, FORGE.root(5), [b"x", *FORGE.consistency(3, 5)])
