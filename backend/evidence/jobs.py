"""Background work of evidence: verifying, copying, tidying up."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from backend.evidence import queries
from backend.evidence.events import ExhibitVerified, UploadCompleted, UploadEnded
from backend.evidence.models import Exhibit
from backend.evidence.rules import checks, copies, photo
from backend.evidence.service import originals, staging, verification
from backend.evidence.service.originals import Digests
from backend.evidence.service.verification import Findings, Plan
from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.jobs import on
from backend.kernel.logging import get_logger
from backend.kernel.sandbox import Sandbox, SandboxFailed
from backend.kernel.storage import ObjectMissing, object_store

MAX_PHOTO_BYTES = 128 * 1024 * 1024
READ_PHOTO_S = 30.0
COPY_PHOTO_S = 60.0
HEAVY_BYTES = 1536 * 1024 * 1024

log = get_logger(__name__)
sandbox = Sandbox(memory_bytes=HEAVY_BYTES)


@on(UploadCompleted, queue="evidence", timeout_s=1800)
def verify_exhibit(exhibit_id: str, upload_id: str) -> None:
    """Compare what arrived with what was signed; store it, or set it aside."""
    with unit_of_work(read_only=True):
        plan = verification.plan_verification(UUID(exhibit_id), UUID(upload_id))
    if plan is None:
        return
    try:
        with _staged(plan) as source:
            digests = originals.hash_stream(source)
    except ObjectMissing as error:
        with unit_of_work():
            key = str(error.facts.get("key"))
            verification.ask_again(plan.exhibit_id, UUID(upload_id), key, clock.now())
        return
    if (digests.sha256, digests.size) == (plan.sha256, plan.size):
        _accept(plan, UUID(upload_id), digests)
    else:
        _quarantine(plan, UUID(upload_id), digests)


def _staged(plan: Plan) -> Any:
    return staging.StagedBody(object_store(), plan.pieces)


def _accept(plan: Plan, upload_id: UUID, digests: Digests) -> None:
    key = originals.original_key(digests.sha256)
    with tempfile.NamedTemporaryFile(prefix="exhibit-") as copy:
        is_small = digests.size <= MAX_PHOTO_BYTES
        kept: Any = copy if is_small else None
        originals.put_and_read_back(object_store(), key, lambda: _staged(plan), digests, kept)
        copy.flush()
        findings = _examine(plan, key, copy.name if is_small else None)
    with unit_of_work():
        verification.accept_original(
            plan.exhibit_id, upload_id, digests, key, findings, clock.now()
        )


def _quarantine(plan: Plan, upload_id: UUID, digests: Digests) -> None:
    key = originals.quarantine_key(plan.exhibit_id, digests.sha256)
    originals.put_and_read_back(object_store(), key, lambda: _staged(plan), digests)
    with unit_of_work():
        verification.quarantine(plan.exhibit_id, upload_id, digests, key, clock.now())


def _examine(plan: Plan, key: str, path: str | None) -> Findings:
    """Return what the checks give; a reader that fails gives a flag and holds up nothing."""
    with object_store().open(key) as original:
        detected = photo.sniff_mime(original.read(originals.HEAD_BYTES))
    reading = None
    if path and (plan.declared.kind == "photo" or (detected or "").startswith("image/")):
        try:
            reading = sandbox.run(photo.read_photo, path, timeout_s=READ_PHOTO_S)
        except SandboxFailed as error:
            reading = photo.PhotoReading(unreadable={"all": error.reason})
    flags = checks.flags_of_bytes(plan.declared, detected, reading, clock.BUREAU_ZONE)
    return Findings(detected, checks.exif_of(reading) if reading else None, flags)


@on(ExhibitVerified, queue="evidence", timeout_s=300)
def copy_photo(exhibit_id: str) -> None:
    """Make the marked preview and thumbnail of a verified photo; one that cannot be read gets
    none.
    """
    with unit_of_work(read_only=True):
        exhibit = queries.find_exhibit(UUID(exhibit_id))
        key = exhibit.store_key if exhibit and _wants_copies(exhibit) else None
    if key is None:
        return
    with _copied(key) as path:
        try:
            made = sandbox.run(copies.make_copies, path, timeout_s=COPY_PHOTO_S)
        except SandboxFailed as error:
            log.warning("photo_not_copied", exhibit_id=exhibit_id, reason=error.reason)
            return
    stored = {op: _store_copy(UUID(exhibit_id), op, content) for op, content in made.items()}
    with unit_of_work():
        verification.add_copies(UUID(exhibit_id), stored, copies.TOOL, clock.now())


def _wants_copies(exhibit: Exhibit) -> bool:
    is_picture = (exhibit.detected_mime or "").startswith("image/")
    is_ready = exhibit.state == "verified" and exhibit.preview_key is None
    return is_picture and is_ready and exhibit.size <= MAX_PHOTO_BYTES


@contextmanager
def _copied(key: str) -> Iterator[str]:
    with tempfile.NamedTemporaryFile(prefix="exhibit-") as copy:
        with object_store().open(key) as original:
            originals.hash_stream(original, copy.file)
        copy.flush()
        yield str(Path(copy.name))


def _store_copy(exhibit_id: UUID, op: str, content: bytes) -> tuple[str, Digests]:
    digests = originals.hash_stream(BytesIO(content))
    key = originals.copy_key(exhibit_id, op, digests.sha256)
    originals.put_and_read_back(object_store(), key, lambda: BytesIO(content), digests)
    return key, digests


@on(UploadEnded, queue="evidence", timeout_s=600)
def discard_staging(upload_id: str) -> None:
    """Delete the staged bytes of an upload that ended, first the objects, then their rows."""
    with unit_of_work(read_only=True):
        keys = verification.list_discardable(UUID(upload_id))
    staging.discard(object_store(), keys)
    with unit_of_work():
        verification.forget_chunks(UUID(upload_id), keys)
