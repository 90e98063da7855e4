"""Background work of evidence: verifying, examining, tidying up."""

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import current_app

from backend.accounts import DeviceApproved
from backend.evidence import queries
from backend.evidence.events import UploadCompleted, UploadEnded
from backend.evidence.jobs import derivatives as derivatives
from backend.evidence.jobs import looking
from backend.evidence.jobs import retention as retention
from backend.evidence.models import Exhibit
from backend.evidence.rules.profiles import Profiles
from backend.evidence.rules.reading import MediaReading, read_many
from backend.evidence.service import changes, examination, originals, segments, staging
from backend.evidence.service import verification as verifying
from backend.evidence.service.originals import Digests
from backend.evidence.service.pieces import Piece
from backend.evidence.service.verification import Plan, Stored
from backend.kernel import clock
from backend.kernel.backlog import backlog
from backend.kernel.db import session, unit_of_work
from backend.kernel.errors import DomainError
from backend.kernel.jobs import every, on
from backend.kernel.logging import get_logger
from backend.kernel.sandbox import Sandbox, SandboxFailed
from backend.kernel.storage import ObjectMissing, object_store

BATCH = 64
BATCH_BYTES = 256 * 1024 * 1024
MAX_EXAMINED_BYTES = 4 * 1024**3
READ_FILE_S = 30.0
READ_BATCH_S = 60.0
HEAVY_BYTES = 1536 * 1024 * 1024
HOUR_S = 3600.0

File = tuple[str, str, str, str]
"""A path and what was signed of it: file name, kind, type."""


@dataclass(frozen=True)
class Unread:
    """An exhibit to be read, as it is known while no transaction is open."""

    id: UUID
    size: int
    named: tuple[str, str, str]
    """File name, kind and type as they were signed."""
    detected_mime: str | None
    pieces: list[Piece]


log = get_logger(__name__)
sandbox = Sandbox(memory_bytes=HEAVY_BYTES)


@on(UploadCompleted, queue="evidence", timeout_s=1800)
def verify_exhibit(exhibit_id: str, upload_id: str) -> None:
    """Compare what arrived with what was signed; store it, or set it aside."""
    with unit_of_work(read_only=True):
        plan = verifying.plan_verification(UUID(exhibit_id), UUID(upload_id))
    if plan is None:
        return
    try:
        _verify(plan, UUID(upload_id))
    except Exception as error:
        reason = error.code if isinstance(error, DomainError) else type(error).__name__
        with unit_of_work():
            verifying.note_failure(plan.exhibit_id, reason, clock.now())
        raise  # the queue tries again; until then everybody can see it


def _verify(plan: Plan, upload_id: UUID) -> None:
    try:
        with originals.open_pieces(plan.pieces) as source:
            digests = originals.hash_stream(source)
    except ObjectMissing as error:
        with unit_of_work():
            key = str(error.facts.get("key"))
            verifying.ask_again(plan.exhibit_id, upload_id, key, clock.now())
        return
    if plan.sha256 is None:
        # Its segments were compared with their signed digests, stored and read back one by one.
        _accept(plan, upload_id, digests, key=None)
    elif (digests.sha256, digests.size) == (plan.sha256, plan.size):
        key = originals.original_key(digests.sha256)
        _put(plan, key, digests)
        _accept(plan, upload_id, digests, key)
    else:
        key = originals.quarantine_key(plan.exhibit_id, digests.sha256)
        _put(plan, key, digests)
        with unit_of_work():
            verifying.quarantine_received(plan.exhibit_id, upload_id, digests, key, clock.now())


def _put(plan: Plan, key: str, digests: Digests) -> None:
    originals.put_and_read_back(
        object_store(), key, lambda: originals.open_pieces(plan.pieces), digests
    )


def _accept(plan: Plan, upload_id: UUID, digests: Digests, key: str | None) -> None:
    store = object_store()
    detected = segments.read_mime(store, plan.pieces[0])
    stored = Stored(key, store.version_of(key) if key else None, detected)
    with unit_of_work():
        verifying.accept_received(plan.exhibit_id, upload_id, digests, stored, clock.now())


@backlog("evidence-examine", full=BATCH)
def examine_waiting() -> int:
    """Read what the files of some verified exhibits say of themselves; one that cannot be read
    gives a flag and holds up nothing. Returns how many were examined.
    """
    with unit_of_work(read_only=True):
        files = [_unread(one) for one in _first_of(queries.list_unexamined(BATCH))]
    if not files:
        return 0
    readings = dict(zip([one.id for one in files], _read(files), strict=True))
    with unit_of_work():
        exhibits = queries.lock_unexamined(readings.keys())
        examination.record_examinations([(one, readings[one.id]) for one in exhibits], clock.now())
    looking.last_intake.append(time.monotonic())
    return len(files)


def _first_of(waiting: list[Exhibit]) -> list[Exhibit]:
    """Return as many as may lie in the temporary folder at once; always one."""
    total, chosen = 0, list[Exhibit]()
    for exhibit in waiting:
        total += exhibit.size
        if chosen and total > BATCH_BYTES:
            break
        chosen.append(exhibit)
    return chosen


def _unread(exhibit: Exhibit) -> Unread:
    pieces = originals.original_pieces(exhibit)
    named = (exhibit.file_name, exhibit.kind, exhibit.mime)
    return Unread(exhibit.id, exhibit.size, named, exhibit.detected_mime, pieces)


def _read(files: list[Unread]) -> list[MediaReading]:
    with tempfile.TemporaryDirectory(prefix="exhibits-") as folder:
        copies = [_copy(Path(folder), file) for file in files]
        readable = [copy for copy in copies if isinstance(copy, tuple)]
        found = iter(_read_in_sandbox(readable))
        return [next(found) if isinstance(copy, tuple) else copy for copy in copies]


def _copy(folder: Path, file: Unread) -> File | MediaReading:
    """Return the arguments of a reader for a copy of the original, or why there is none."""
    if file.size > MAX_EXAMINED_BYTES:
        return MediaReading(detected_mime=file.detected_mime, failed="too_large")
    copy = folder / file.id.hex
    try:
        with originals.open_pieces(file.pieces) as source, copy.open("wb") as out:
            shutil.copyfileobj(source, out, originals.BLOCK_BYTES)
    except ObjectMissing:
        return MediaReading(detected_mime=file.detected_mime, failed="object_missing")
    return str(copy), *file.named


def _read_in_sandbox(files: list[File]) -> list[MediaReading]:
    try:
        return sandbox.run(read_many, files, _profiles(), timeout_s=READ_BATCH_S)
    except SandboxFailed as error:
        if len(files) == 1:
            return [MediaReading(failed=error.reason)]
    # One of them is at fault: each by itself, so that the others are read.
    return [_read_alone(file) for file in files]


def _read_alone(file: File) -> MediaReading:
    try:
        return sandbox.run(read_many, [file], _profiles(), timeout_s=READ_FILE_S)[0]
    except SandboxFailed as error:
        log.warning("file_not_read", reason=error.reason)
        return MediaReading(failed=error.reason)


def _profiles() -> Profiles:
    known: Profiles = current_app.extensions["device_profiles"]
    return known


@on(DeviceApproved, queue="evidence", timeout_s=300)
def lower_approval_flags(device_id: str) -> None:
    """Let the captures of a device no longer say that nobody approved it."""
    with unit_of_work():
        exhibits = queries.lock_unapproved(UUID(device_id))
        for exhibit in exhibits:
            changes.set_flag(exhibit, "device_not_approved", None)
        examination.log_checked(exhibits, clock.now())
        changes.announce_all(exhibits)


@on(UploadEnded, queue="evidence", timeout_s=600)
def discard_staging(upload_id: str) -> None:
    """Delete the staged bytes of an upload that ended, first the objects, then their rows."""
    with unit_of_work(read_only=True):
        keys = verifying.list_discardable(UUID(upload_id))
    staging.discard(object_store(), keys)
    with unit_of_work():
        verifying.forget_chunks(UUID(upload_id), keys)


@every(seconds=HOUR_S, name="evidence-staging-orphans")
def sweep_staging() -> None:
    """Delete staged bytes that no upload knows: their request died before its commit."""
    orphans = staging.list_orphans(object_store(), clock.now())
    session().rollback()
    staging.discard(object_store(), orphans)
    if orphans:
        log.info("staging_swept", objects=len(orphans))
