"""Every attack of the registry, with what a forger changes and the code that tells of it."""

from scripts.forge.attacks import (
    custody,
    files,
    intake,
    keys,
    lists,
    log,
    maps,
    server,
    stamps,
    zips,
)
from scripts.forge.attacks.kinds import ATTACKS, Attack

__all__ = [
    "ATTACKS", "Attack", "custody", "files", "intake", "keys", "lists", "log", "maps", "server",
    "stamps", "zips",
]  # fmt: skip
