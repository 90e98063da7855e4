"""The capture record: what the device signed, and what is odd about it by itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

PAYLOAD_TYPE = "application/vnd.xunzheng.capture+json"
FIRST_FORMAT = "xunzheng.capture/1"
RECORD_FORMAT = "xunzheng.capture/2"
FIRST_PREV = ""
MAX_WHOLE_BYTES = 4 * 1024 * 1024
"""Larger media that are no photos are signed in segments, so that a broken link costs little."""

INACCURATE_M = 100
STALE_S = 60
CLOCK_OFF_S = 120

Facts = dict[str, Any]
Flag = dict[str, Any]


@dataclass(frozen=True)
class Fix:
    """A position as the device measured it; the signed integers are the source pair."""

    lon_e7: int
    lat_e7: int
    acc_cm: int
    alt_cm: int | None
    crs: str
    fix_at: datetime
    source: str

    @property
    def lon(self) -> float:
        """Longitude in degrees."""
        return self.lon_e7 / 1e7

    @property
    def lat(self) -> float:
        """Latitude in degrees."""
        return self.lat_e7 / 1e7

    @property
    def accuracy_m(self) -> float:
        """The radius the device is 68 % sure of."""
        return self.acc_cm / 100


@dataclass(frozen=True)
class Media:
    """The bytes the record speaks of: their digest, or the root of their segments' digests."""

    mime: str
    size: int
    sha256: str | None = None
    segment_size: int | None = None
    segments_root: str | None = None


@dataclass(frozen=True)
class CaptureRecord:
    """What the device swears about one capture."""

    capture_id: UUID
    device_key_id: str
    user_id: UUID
    kind: str
    source: str
    seq: int
    prev: str
    captured_at: datetime
    mono_ms: int
    clock_offset_ms: int | None
    media: Media
    fix: Fix | None
    no_fix_reason: str | None
    not_before: Facts | None
    app_version: str
    app_build: str | None = None
    second_officer_id: UUID | None = None
    case_id: UUID | None = None
    task_id: UUID | None = None
    heading_cdeg: int | None = None
    """Where the lens pointed, in hundredths of a degree from magnetic north; only some say it."""


@dataclass(frozen=True)
class SignedCapture:
    """A capture record with the exact bytes that were signed, the envelope they came in and, of
    segmented media, the digests the signed root stands for.
    """

    record: CaptureRecord
    record_bytes: bytes
    envelope: bytes
    signature: bytes
    segment_digests: bytes | None = None

    @property
    def signed_bytes(self) -> bytes:
        """What the signature covers."""
        return pre_auth_encoding(PAYLOAD_TYPE, self.record_bytes)


def pre_auth_encoding(payload_type: str, payload: bytes) -> bytes:
    """Return DSSE's encoding of a typed payload, over which the signature is made."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


@dataclass(frozen=True)
class Link:
    """A capture's place in its device's chain."""

    seq: int
    prev: str
    record_sha256: str


def chain_fault(link: Link, before: Link | None) -> Facts | None:
    """Return what is wrong between a capture and the registered one next before it, or None: a
    withheld capture leaves a gap, an exchanged one another digest.
    """
    last = before.seq if before else 0
    if link.seq != last + 1:
        return {"missing_from": last + 1, "missing_to": link.seq - 1}
    if link.prev != (before.record_sha256 if before else FIRST_PREV):
        return {"prev_differs_at": link.seq}
    return None


def media_fault(kind: str, media: Media) -> str | None:
    """Return why media are signed in the wrong way for their kind and size, or None."""
    is_whole = media.sha256 is not None
    if kind == "photo":
        return None if is_whole else "照片应整体计算摘要"
    if is_whole and media.size > MAX_WHOLE_BYTES:
        return f"超过 {MAX_WHOLE_BYTES} 字节的文件应分段计算摘要"
    return None


def device_flag(state: str) -> Flag | None:
    """Return what is odd about a capture whose device is in this state, if anything is."""
    if state == "pending":
        return {"code": "device_not_approved", "facts": {}}
    if state != "active":
        return {"code": "key_ended_before_upload", "facts": {"state": state}}
    return None


def flags_of_record(record: CaptureRecord) -> list[Flag]:
    """Return what is odd about a record by itself; facts are integers and texts."""
    flags: list[Flag] = []
    if record.source in {"file_picker", "import"}:
        flags.append({"code": "picked_from_files", "facts": {}})
    if record.clock_offset_ms is not None and abs(record.clock_offset_ms) > CLOCK_OFF_S * 1000:
        facts = {"offset_s": round(record.clock_offset_ms / 1000), "limit_s": CLOCK_OFF_S}
        flags.append({"code": "device_clock_off", "facts": facts})
    if record.fix is None:
        flags.append({"code": "no_fix", "facts": {"reason": record.no_fix_reason}})
        return flags
    if record.fix.accuracy_m > INACCURATE_M:
        facts = {"accuracy_m": round(record.fix.accuracy_m), "limit_m": INACCURATE_M}
        flags.append({"code": "fix_inaccurate", "facts": facts})
    age_s = (record.captured_at - record.fix.fix_at).total_seconds()
    if abs(age_s) > STALE_S:
        flags.append({"code": "fix_stale", "facts": {"age_s": round(age_s), "limit_s": STALE_S}})
    return flags
