"""Making a derivative: the original is copied aside, changed in a sandbox, the result stored."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from backend.evidence.rules import clipping
from backend.evidence.rules import derivatives as pictures
from backend.evidence.service import originals
from backend.evidence.service.derivatives import (
    Made,
    comment_of,
    find_queued,
    watermark_lines,
)
from backend.evidence.service.pieces import Piece
from backend.kernel.sandbox import Sandbox
from backend.kernel.storage import ObjectStore

MAKE_S = 1500.0
HEAVY_BYTES = 2048 * 1024 * 1024
ENDINGS = {"image/jpeg": "jpg", "video/mp4": "mp4"}

sandbox = Sandbox(memory_bytes=HEAVY_BYTES)


@dataclass(frozen=True)
class Task:
    """What is needed while no transaction is open."""

    exhibit_id: UUID
    op: str
    params: dict[str, Any]
    pieces: list[Piece]
    mime: str
    lines: list[str]
    comment: str


def plan_making(derivative_id: UUID) -> Task | None:
    """Return what is to be made, or None when it is; raises ExhibitNotStored when the original
    is gone.
    """
    found = find_queued(derivative_id)
    if found is None:
        return None
    derivative, exhibit = found
    return Task(
        exhibit_id=exhibit.id,
        op=derivative.op,
        params=derivative.params,
        pieces=originals.original_pieces(exhibit),
        mime=exhibit.detected_mime or "",
        lines=watermark_lines(exhibit, derivative.params.get("text")),
        comment=comment_of(derivative),
    )


def make(task: Task, store: ObjectStore) -> Made:
    """Make and store the derivative; raises SandboxFailed, ObjectMissing, StorageFull or
    Unavailable.
    """
    with tempfile.TemporaryDirectory(prefix="derivative-") as folder:
        source, out = Path(folder) / "source", Path(folder) / "out"
        with originals.open_pieces(task.pieces) as original, source.open("wb") as copy:
            shutil.copyfileobj(original, copy, originals.BLOCK_BYTES)
        mime = _change(task, str(source), str(out))
        with out.open("rb") as made:
            digests = originals.hash_stream(made)
        key = f"derived/{task.exhibit_id}/{task.op}-{digests.sha256}.{ENDINGS[mime]}"
        originals.put_and_read_back(store, key, lambda: out.open("rb"), digests)
    is_clip = task.op == "clipped"
    tool, version = (
        (clipping.TOOL, clipping.VERSION) if is_clip else (pictures.TOOL, pictures.VERSION)
    )
    return Made(digests, mime, key, tool, version)


def _change(task: Task, source: str, out: str) -> str:
    if task.op == "clipped":
        span = (task.params["from_ms"], task.params["to_ms"])
        return sandbox.run(
            clipping.make_clipped, source, out, task.mime, *span, task.comment, timeout_s=MAKE_S
        )
    if task.op == "redacted":
        regions = task.params["regions"]
        return sandbox.run(
            pictures.make_redacted, source, out, regions, task.comment, timeout_s=MAKE_S
        )
    return sandbox.run(
        pictures.make_watermarked, source, out, task.lines, task.comment, timeout_s=MAKE_S
    )
