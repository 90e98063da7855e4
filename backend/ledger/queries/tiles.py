"""The tree as static tiles (c2sp.org/tlog-tiles); the events are private and not published."""

from collections.abc import Iterator

from backend.ledger import rules
from backend.ledger.errors import TileUnknown
from backend.ledger.queries.tree import TILE, StoredBlocks


def read_tile(tile: rules.TileName, tree_size: int) -> bytes:
    """Return a tile of the tree of that size; raises TileUnknown for one it does not have."""
    stored = tree_size >> (rules.BLOCK_BITS * tile.level)
    first = tile.index * TILE
    if first + tile.width > stored:
        raise TileUnknown
    blocks = StoredBlocks("sha256")
    return b"".join(blocks(tile.level, first + place) for place in range(tile.width))


def list_tiles(tree_size: int) -> Iterator[rules.TileName]:
    """Yield every tile of the tree of that size, partial ones last at their level."""
    level = 0
    while hashes := tree_size >> (rules.BLOCK_BITS * level):
        full, rest = divmod(hashes, TILE)
        yield from (rules.TileName(level, index, TILE) for index in range(full))
        if rest:
            yield rules.TileName(level, full, rest)
        level += 1
