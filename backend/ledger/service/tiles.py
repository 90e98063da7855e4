"""The signed tree as static files."""

from pathlib import Path

from backend.ledger import queries


def write_tiles(folder: Path) -> int:
    """Write every tile of the newest checkpoint that is not there yet, then the checkpoint, and
    return how many; raises CheckpointNotReady.
    """
    checkpoint, written = queries.latest_checkpoint(), 0
    for tile in queries.list_tiles(checkpoint.tree_size):
        path = folder / tile.path
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(queries.read_tile(tile, checkpoint.tree_size))
            written += 1
    # Last, so that no reader finds a checkpoint whose tiles are missing.
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / "checkpoint.new"
    fresh.write_text(queries.witnessed_note(checkpoint), encoding="utf-8")
    fresh.replace(folder / "checkpoint")
    return written
