"""Reads of the stored tree."""

from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from sqlalchemy import func, select, text

from backend.kernel.db import session
from backend.ledger import rules
from backend.ledger.errors import LogIncomplete
from backend.ledger.models import LogLeaf

TILE = 1 << rules.BLOCK_BITS
_LEAVES = text(
    "select leaf_index, leaf_hash, leaf_sm3 from log_leaf"
    " where leaf_index >= :first and leaf_index < :after order by leaf_index"
)
_BLOCKS = text(
    "select position, root, root_sm3 from log_block"
    " where level = :level and position >= :first and position < :after order by position"
)


def inclusion_proof(leaf_index: int, tree_size: int) -> list[bytes]:
    """Return the SHA-256 path from a leaf to the root of the tree of that size, nearest sibling
    first.

    Raises ValueError when the leaf is not in that tree, LogIncomplete when the tree is not stored.
    """
    return inclusion_proofs([leaf_index], tree_size)[leaf_index]


def inclusion_proofs(leaf_indexes: Iterable[int], tree_size: int) -> dict[int, list[bytes]]:
    """Return the paths of many leaves, reading each row once; raises as inclusion_proof."""
    # Neighbours share most siblings.
    ranges = cache(partial(rules.hash_range, StoredBlocks("sha256"), "sha256"))
    paths = {}
    for leaf_index in leaf_indexes:
        if not 0 <= leaf_index < tree_size:
            raise ValueError(f"leaf {leaf_index} is not in a tree of {tree_size}")
        paths[leaf_index] = rules.inclusion_path(ranges, leaf_index, 0, tree_size)
    return paths


def consistency_proof(
    old_size: int, new_size: int, algorithm: str = "sha256", tiles: "Tiles | None" = None
) -> list[bytes]:
    """Return the proof that the tree of the old size is a prefix of the new one's (RFC 6962
    §2.1.2); empty from size 0 and between equal sizes.

    Raises ValueError when the sizes are out of order or beyond the log, LogIncomplete when the
    tree is not stored.
    """
    if not 0 <= old_size <= new_size <= stored_size():
        raise ValueError(f"no tree of {old_size} leads to one of {new_size}")
    ranges = cache(partial(rules.hash_range, StoredBlocks(algorithm, tiles), algorithm))
    return rules.consistency_path(ranges, old_size, new_size)


def tree_head(size: int, tiles: "Tiles | None" = None) -> rules.TreeHead:
    """Return the stored tree's roots at a size; raises LogIncomplete."""
    tiles = tiles or Tiles()
    return rules.TreeHead(
        size,
        rules.hash_range(StoredBlocks("sha256", tiles), "sha256", 0, size),
        rules.hash_range(StoredBlocks("sm3", tiles), "sm3", 0, size),
    )


def tree_head_from_leaves(size: int) -> rules.TreeHead:
    """Return the roots at a size from the leaves alone, reading every one; raises LogIncomplete."""
    return rules.TreeHead(
        size,
        rules.hash_range(RecomputedBlocks("sha256"), "sha256", 0, size),
        rules.hash_range(RecomputedBlocks("sm3"), "sm3", 0, size),
    )


def stored_size() -> int:
    """Return how many leaves the log has."""
    last = session().scalar(select(func.max(LogLeaf.leaf_index)))
    return 0 if last is None else last + 1


class Tiles:
    """Stored roots of full subtrees of both trees, each run of 256 fetched once; of no use any
    more once leaves were added.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], list[Any]] = {}

    def __call__(self, level: int, tile: int) -> list[Any]:
        """Return the roots (SHA-256, SM3) of a run, as many as are stored; raises LogIncomplete."""
        if (level, tile) not in self._known:
            self._known[level, tile] = self._fetch(level, tile)
        return self._known[level, tile]

    @staticmethod
    def _fetch(level: int, tile: int) -> list[Any]:
        first = tile * TILE
        session().flush()  # this reads past the session, which would flush by itself
        values = {"first": first, "after": first + TILE}
        query = _BLOCKS.bindparams(level=level) if level else _LEAVES
        rows = session().connection().execute(query, values).all()
        for expected, (position, *_) in enumerate(rows, first):
            if position != expected:
                raise LogIncomplete(level=level, position=expected)
        return [roots for _, *roots in rows]


class StoredBlocks:
    """Roots of full subtrees of one tree from the database."""

    def __init__(self, algorithm: str, tiles: Tiles | None = None) -> None:
        self._column = 1 if algorithm == "sm3" else 0
        self._tiles = tiles or Tiles()

    def __call__(self, level: int, position: int) -> bytes:
        """Return one root; raises LogIncomplete."""
        tile, place = divmod(position, TILE)
        roots = self._tiles(level, tile)
        try:
            root: bytes = roots[place][self._column]
        except IndexError as error:
            raise LogIncomplete(level=level, position=position) from error
        return root


class RecomputedBlocks:
    """Roots of full subtrees from the leaves alone, one run of leaves in memory at a time."""

    def __init__(self, algorithm: str) -> None:
        self._algorithm = algorithm
        self._leaves = StoredBlocks(algorithm)
        self._run = -1

    def __call__(self, level: int, position: int) -> bytes:
        """Return one root; raises LogIncomplete."""
        if level > 0:
            return rules.root_of_block(self, self._algorithm, level, position)
        if position // TILE != self._run:
            self._leaves = StoredBlocks(self._algorithm)
            self._run = position // TILE
        return self._leaves(0, position)
