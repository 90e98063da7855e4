"""Small pictures that phones send ahead over weak links: an office sees something at once."""

import tempfile
from collections.abc import Callable
from uuid import UUID

from backend.evidence import queries
from backend.evidence.errors import EarlyPictureUnreadable
from backend.evidence.models import UNCHECKED_STATES, Exhibit
from backend.evidence.rules import copies
from backend.evidence.service import originals
from backend.evidence.service.changes import announce
from backend.evidence.service.looks import COPY_PHOTO_S, sandbox
from backend.evidence.service.uploads import lock_own_exhibit
from backend.kernel.actor import Actor
from backend.kernel.errors import NotFound
from backend.kernel.logging import get_logger
from backend.kernel.sandbox import SandboxFailed
from backend.kernel.storage import ObjectStore

log = get_logger(__name__)


def make_early_picture(
    actor: Actor, exhibit_id: UUID, jpeg: bytes, store: ObjectStore, let_go: Callable[[], None]
) -> str | None:
    """Store the marked picture of the actor's own capture and return its key, or None when the
    original is here or another picture is; `let_go` is called before the work.

    Raises NotFound, EarlyPictureUnreadable, StorageFull or Unavailable.
    """
    exhibit = queries.find_exhibit(exhibit_id)
    if exhibit is None or exhibit.captured_by_id != actor.person_id:
        raise NotFound
    if not _is_wanted(exhibit):
        return None
    let_go()
    with tempfile.NamedTemporaryFile(prefix="early-") as file:
        file.write(jpeg)
        file.flush()
        try:
            made = sandbox.run(copies.make_early_picture, file.name, timeout_s=COPY_PHOTO_S)
        except SandboxFailed as error:
            log.warning("early_picture_unreadable", exhibit_id=str(exhibit_id), reason=error.reason)
            raise EarlyPictureUnreadable from error
    key = originals.copy_key(exhibit_id, "early", originals.digests_of(made).sha256)
    originals.put_bytes(store, key, made)
    return key


def keep_early_picture(actor: Actor, exhibit_id: UUID, key: str) -> Exhibit:
    """Show the picture until the original is verified, unless it came meanwhile."""
    exhibit = lock_own_exhibit(actor, exhibit_id)
    if _is_wanted(exhibit):
        exhibit.early_picture_key = key
        announce(exhibit)
    return exhibit


def _is_wanted(exhibit: Exhibit) -> bool:
    return exhibit.state in UNCHECKED_STATES and exhibit.early_picture_key is None
