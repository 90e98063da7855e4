"""The marked copies that screens show, made when somebody looks for the first time."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from backend.evidence import queries
from backend.evidence.errors import NoPreview
from backend.evidence.models import Exhibit
from backend.evidence.rules import copies
from backend.evidence.service import originals
from backend.evidence.service.changes import announce, log_custody
from backend.evidence.service.originals import Digests
from backend.kernel.db import Json
from backend.kernel.logging import get_logger
from backend.kernel.sandbox import Sandbox, SandboxFailed
from backend.kernel.storage import ObjectStore

MAX_PHOTO_BYTES = 128 * 1024 * 1024
COPY_PHOTO_S = 60.0
HEAVY_BYTES = 1536 * 1024 * 1024

log = get_logger(__name__)
sandbox = Sandbox(memory_bytes=HEAVY_BYTES)

Copies = dict[str, tuple[str, Digests]]
"""Key and digests by operation, `preview` and `thumbnail`."""


def make_copies(exhibit: Exhibit, store: ObjectStore, let_go: Callable[[], None]) -> Copies:
    """Make and store the copies of a photo; `let_go` is called before the work, which takes long.

    Raises NoPreview for what is no picture or cannot be read, StorageFull or Unavailable.
    """
    if not exhibit.has_preview or exhibit.size > MAX_PHOTO_BYTES:
        raise NoPreview(state=exhibit.state)
    pieces, state = originals.original_pieces(exhibit), exhibit.state
    let_go()
    with tempfile.NamedTemporaryFile(prefix="exhibit-") as copy:
        with originals.open_pieces(pieces) as original:
            originals.hash_stream(original, copy.file)
        copy.flush()
        try:
            made = sandbox.run(copies.make_copies, copy.name, timeout_s=COPY_PHOTO_S)
        except SandboxFailed as error:
            log.warning("photo_not_copied", exhibit_id=str(exhibit.id), reason=error.reason)
            raise NoPreview(state=state) from error
    return {op: _store(store, exhibit.id, op, content) for op, content in made.items()}


def _store(store: ObjectStore, exhibit_id: UUID, op: str, content: bytes) -> tuple[str, Digests]:
    digests = originals.digests_of(content)
    key = originals.copy_key(exhibit_id, op, digests.sha256)
    originals.put_bytes(store, key, content)
    return key, digests


def keep_copies(exhibit_id: UUID, made: Copies, now: datetime) -> Exhibit:
    """Give the exhibit its copies, each with a custody event, unless somebody else looked at the
    same time and has done so; return the exhibit.
    """
    exhibit = queries.lock_exhibit(exhibit_id)
    if exhibit.preview_key is not None:
        return exhibit
    exhibit.preview_key, exhibit.thumbnail_key = made["preview"][0], made["thumbnail"][0]
    tool, _, version = copies.TOOL.partition("/")
    for op, (key, digests) in made.items():
        detail: Json = {
            "op": op,
            "derivative_id": None,
            "source_sha256": exhibit.sha256,
            "sha256": digests.sha256,
            "size": digests.size,
            "mime": "image/jpeg",
            "store_key": key,
            "tool": tool,
            "tool_version": version,
            "params": {},
        }
        log_custody(exhibit, "derived", detail, actor=None, now=now)
    announce(exhibit)
    return exhibit
