"""Deciding whether what arrived is what the device signed; each step may be repeated."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from backend.evidence import queries
from backend.evidence.events import ExhibitVerified, UploadEnded
from backend.evidence.models import Exhibit, UploadChunk
from backend.evidence.rules.capture import Flag
from backend.evidence.rules.checks import Declared
from backend.evidence.service.changes import announce, log_custody, set_flag
from backend.evidence.service.originals import Digests
from backend.evidence.service.uploads import Piece
from backend.kernel.clock import wire_time
from backend.kernel.db import Json, lock_named, session
from backend.kernel.outbox import emit
from backend.ledger import list_custody, sign_receipt

MOST_NAMED = 10


@dataclass(frozen=True)
class Plan:
    """What the worker needs to know while it holds no transaction."""

    exhibit_id: UUID
    size: int
    sha256: str
    declared: Declared
    pieces: list[Piece]


@dataclass(frozen=True)
class Findings:
    """What the checks of the bytes gave."""

    detected_mime: str | None
    exif: Json | None
    flags: list[Flag]


def plan_verification(exhibit_id: UUID, upload_id: UUID) -> Plan | None:
    """Return what is to be verified, or None when that is done."""
    exhibit = queries.find_exhibit(exhibit_id)
    upload = queries.find_upload(upload_id)
    if exhibit is None or exhibit.state != "received":
        return None
    if upload is None or upload.state != "complete":
        return None
    return Plan(
        exhibit_id=exhibit.id,
        size=exhibit.size,
        sha256=exhibit.sha256,
        declared=declared_of(exhibit),
        pieces=[
            Piece(row.start, row.size, row.store_key) for row in queries.list_chunks(upload_id)
        ],
    )


def declared_of(exhibit: Exhibit) -> Declared:
    """Return what the signed record says, as the checks need it."""
    return Declared(
        kind=exhibit.kind,
        mime=exhibit.mime,
        captured_at=exhibit.captured_at,
        lon=exhibit.lon,
        lat=exhibit.lat,
        accuracy_m=exhibit.accuracy_m,
    )


def accept_original(
    exhibit_id: UUID,
    upload_id: UUID,
    digests: Digests,
    store_key: str,
    findings: Findings,
    now: datetime,
) -> bool:
    """Make the exhibit verified, with custody and receipt; tell whether this call did it."""
    exhibit = queries.lock_exhibit(exhibit_id)
    if exhibit.state != "received":
        return False
    exhibit.sm3, exhibit.store_key = digests.sm3, store_key
    exhibit.detected_mime, exhibit.exif = findings.detected_mime, findings.exif
    set_flag(exhibit, "digest_differs", None)
    for flag in findings.flags:
        set_flag(exhibit, flag["code"], flag["facts"])
    _flag_duplicates(exhibit, now)
    stored = {"sha256": digests.sha256, "sm3": digests.sm3, "store_key": store_key}
    log_custody(exhibit, "stored", stored, actor=None, now=now)
    _log_checked(exhibit, now)
    _sign(exhibit, digests, now)
    # Last: the table refuses a verified exhibit without its receipt, and the events above flush.
    exhibit.state, exhibit.verified_at = "verified", now
    announce(exhibit)
    emit(ExhibitVerified(exhibit_id=str(exhibit_id)))
    emit(UploadEnded(upload_id=str(upload_id)))
    return True


def _log_checked(exhibit: Exhibit, now: datetime) -> None:
    detail = {"flags": exhibit.flags, "detected_mime": exhibit.detected_mime}
    log_custody(exhibit, "checked", detail, actor=None, now=now)


def _flag_duplicates(exhibit: Exhibit, now: datetime) -> None:
    """Tell this exhibit and every earlier one with the same bytes of each other."""
    # Of two arriving at once the second waits here and then sees the first.
    lock_named(f"bytes:{exhibit.sha256}")
    others = queries.list_same_bytes(exhibit)
    same = [*others, exhibit] if others else []
    for one in same:
        # Ids of another authority are not for this one's eyes; that there are some is.
        named = [
            str(row.id) for row in same if row is not one and row.authority_id == one.authority_id
        ]
        facts: Json = {"count": len(same) - 1, "exhibit_ids": named[:MOST_NAMED]}
        if set_flag(one, "duplicate_bytes", facts) and one is not exhibit:
            _log_checked(one, now)
            announce(one)


def _sign(exhibit: Exhibit, digests: Digests, now: datetime) -> None:
    received = [event for event in list_custody(exhibit.id) if event.action == "received"]
    receipt = sign_receipt(
        {
            "exhibit_id": str(exhibit.id),
            "sha256": digests.sha256,
            "sm3": digests.sm3,
            "size": digests.size,
            "event_hash": received[-1].hash,
            "issued_at": wire_time(now),
        }
    )
    exhibit.receipt_statement = receipt.statement
    exhibit.receipt_signature = receipt.signature
    exhibit.receipt_key_id = receipt.key_id


def quarantine(
    exhibit_id: UUID, upload_id: UUID, found: Digests, store_key: str, now: datetime
) -> bool:
    """Set aside bytes that are not what was signed; the device may send again. Tell whether this
    call did it.
    """
    exhibit = queries.lock_exhibit(exhibit_id)
    if exhibit.state != "received":
        return False
    exhibit.state, exhibit.store_key = "quarantined", store_key
    facts = {
        "signed_sha256": exhibit.sha256,
        "found_sha256": found.sha256,
        "signed_size": exhibit.size,
        "found_size": found.size,
    }
    set_flag(exhibit, "digest_differs", facts)
    rejected = {"reason": "digest_differs", **facts, "store_key": store_key}
    log_custody(exhibit, "rejected", rejected, actor=None, now=now)
    announce(exhibit)
    emit(UploadEnded(upload_id=str(upload_id)))
    return True


def ask_again(exhibit_id: UUID, upload_id: UUID, key: str, now: datetime) -> None:
    """Let the device send again what the store lost while it was staged; the phone still has it."""
    exhibit = queries.lock_exhibit(exhibit_id)
    upload = queries.find_upload(upload_id, is_fresh=True)
    if exhibit.state != "received" or upload is None:
        return
    exhibit.state, upload.state = "awaiting_upload", "terminated"
    lost = {"reason": "staged_bytes_missing", "store_key": key}
    log_custody(exhibit, "rejected", lost, actor=None, now=now)
    announce(exhibit)
    emit(UploadEnded(upload_id=str(upload_id)))


def list_discardable(upload_id: UUID) -> list[str]:
    """Return the staged objects of an upload that nobody needs any more."""
    upload = queries.find_upload(upload_id)
    if upload is None or upload.state == "live":
        return []
    exhibit = queries.find_exhibit(upload.exhibit_id)
    if upload.state == "complete" and exhibit is not None and exhibit.state == "received":
        return []
    return [chunk.store_key for chunk in queries.list_chunks(upload_id)]


def forget_chunks(upload_id: UUID, keys: list[str]) -> None:
    """Remove the rows of staged objects that were deleted."""
    gone: Any = UploadChunk.store_key.in_(keys)
    session().execute(delete(UploadChunk).where(UploadChunk.upload_id == upload_id, gone))


def add_copies(
    exhibit_id: UUID, copies: dict[str, tuple[str, Digests]], tool: str, now: datetime
) -> None:
    """Give a verified exhibit its preview and thumbnail, each with a custody event; does nothing
    when it has them.

    `copies` holds key and digests by operation, `preview` and `thumbnail`.
    """
    exhibit = queries.lock_exhibit(exhibit_id)
    if exhibit.state != "verified" or exhibit.preview_key is not None:
        return
    exhibit.preview_key, exhibit.thumbnail_key = copies["preview"][0], copies["thumbnail"][0]
    for op, (key, digests) in copies.items():
        detail = {
            "op": op,
            "source_sha256": exhibit.sha256,
            "sha256": digests.sha256,
            "size": digests.size,
            "store_key": key,
            "tool": tool,
        }
        log_custody(exhibit, "derived", detail, actor=None, now=now)
    announce(exhibit)
