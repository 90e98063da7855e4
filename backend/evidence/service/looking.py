"""Looking at the pictures of examined exhibits, in a process that gives way to all others."""

import shutil
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from pathlib import Path
from uuid import UUID

from backend.evidence.rules.looking import Look, look_in_background
from backend.evidence.service import originals
from backend.evidence.service.pieces import Piece
from backend.kernel.logging import get_logger
from backend.kernel.sandbox import Sandbox, SandboxFailed
from backend.kernel.storage import ObjectMissing

LOOK_BATCH_S = 120.0
LOOK_S = 60.0
HEAVY_BYTES = 1536 * 1024 * 1024
MOST_AT_ONCE = 2

log = get_logger(__name__)
# Children of their own, because they run at the lowest priority.
sandboxes = [Sandbox(memory_bytes=HEAVY_BYTES) for _ in range(min(MOST_AT_ONCE, cpu_count() or 1))]
_threads = ThreadPoolExecutor(len(sandboxes), thread_name_prefix="looks")


def look(pictures: Mapping[UUID, list[Piece]]) -> dict[UUID, Look]:
    """Return what is seen of originals in the store; of one that is not there, is no picture or
    takes too long, nothing.
    """
    with tempfile.TemporaryDirectory(prefix="looks-") as folder:
        copies = {key: Path(folder) / key.hex for key in pictures}
        here = [key for key, pieces in pictures.items() if pieces and _copy(pieces, copies[key])]
        seen = dict(zip(here, _seen([str(copies[key]) for key in here]), strict=True))
    return {key: seen.get(key, Look()) for key in pictures}


def _copy(pieces: list[Piece], copy: Path) -> bool:
    try:
        with originals.open_pieces(pieces) as source, copy.open("wb") as out:
            shutil.copyfileobj(source, out, originals.BLOCK_BYTES)
    except ObjectMissing:
        return False
    return True


def _seen(paths: list[str]) -> list[Look]:
    """Return the looks of pictures, shared out among the children."""
    count = len(sandboxes)
    shares = [paths[number::count] for number in range(count)]
    looks = [iter(share) for share in _threads.map(_seen_by, sandboxes, shares)]
    return [next(looks[number % count]) for number in range(len(paths))]


def _seen_by(sandbox: Sandbox, paths: list[str]) -> list[Look]:
    if not paths:
        return []
    try:
        return sandbox.run(look_in_background, paths, timeout_s=LOOK_BATCH_S)
    except SandboxFailed:
        # One of them is at fault: each by itself, so that the others are seen.
        return [_seen_alone(sandbox, path) for path in paths]


def _seen_alone(sandbox: Sandbox, path: str) -> Look:
    try:
        return sandbox.run(look_in_background, [path], timeout_s=LOOK_S)[0]
    except SandboxFailed as error:
        log.warning("picture_not_seen", reason=error.reason)
        return Look()
