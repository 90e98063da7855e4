"""The capture record inside its envelope, and the segments that come beside it."""

import base64
import binascii
import json
from typing import Any

from marshmallow import ValidationError

from backend.evidence.errors import CaptureRecordInvalid, SegmentsRootDiffers
from backend.evidence.rules.capture import (
    FIRST_FORMAT,
    PAYLOAD_TYPE,
    CaptureRecord,
    Fix,
    Media,
    SignedCapture,
    media_fault,
)
from backend.evidence.rules.segments import count_segments, segments_root
from backend.evidence.schemas.formats import FirstRecordSchema, RecordSchema
from backend.evidence.schemas.plain import read_plain_record
from backend.kernel.db import Json
from backend.kernel.jcs import canonical_bytes

MAX_RECORD_BYTES = 16 * 1024
# Building a schema takes longer than reading a record with it.
_FIRST, _PRESENT = FirstRecordSchema(), RecordSchema()


def read_capture(envelope: Json, segments: list[str] | None = None) -> SignedCapture:
    """Return the capture in an envelope of EnvelopeSchema with the digests of its segments.

    Raises CaptureRecordInvalid or SegmentsRootDiffers.
    """
    if envelope["payloadType"] != PAYLOAD_TYPE:
        raise CaptureRecordInvalid("payload_type", "payloadType", f"应为 {PAYLOAD_TYPE}")
    record_bytes = _decode(envelope["payload"], "payload")
    signature = _decode(envelope["signatures"][0]["sig"], "signatures/0/sig")
    record = _read_record(_parse_canonical(record_bytes))
    if envelope["signatures"][0]["keyid"] != record.device_key_id:
        raise CaptureRecordInvalid("key_differs", "signatures/0/keyid", "签名密钥与记录中的不一致")
    digests = _read_segments(record.media, segments)
    return SignedCapture(record, record_bytes, canonical_bytes(envelope), signature, digests)


def _read_segments(media: Media, segments: list[str] | None) -> bytes | None:
    if media.segment_size is None:
        if segments is not None:
            raise CaptureRecordInvalid("segments_unwanted", "segments", "该记录未分段")
        return None
    digests = [bytes.fromhex(digest) for digest in segments or []]
    if len(digests) != count_segments(media.size, media.segment_size):
        raise CaptureRecordInvalid("segments_missing", "segments", "分段摘要的数量与文件大小不符")
    if segments_root(digests) != media.segments_root:
        raise SegmentsRootDiffers(segments_root=media.segments_root)
    return b"".join(digests)


def _decode(text: str, field: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CaptureRecordInvalid("not_base64", field, "不是有效的 base64") from error


def _parse_canonical(record: bytes) -> Json:
    if len(record) > MAX_RECORD_BYTES:
        raise CaptureRecordInvalid("too_long", "payload", f"采集记录超过 {MAX_RECORD_BYTES} 字节")
    try:
        parsed = json.loads(record)
        is_canonical = isinstance(parsed, dict) and canonical_bytes(parsed) == record
    except (ValueError, RecursionError) as error:
        raise CaptureRecordInvalid("not_json", "payload", "采集记录不是有效的 JSON") from error
    if not is_canonical:
        raise CaptureRecordInvalid(
            "not_canonical", "payload", "采集记录不是规范化的 JSON(RFC 8785)"
        )
    found: Json = parsed
    return found


def _read_record(parsed: Json) -> CaptureRecord:
    record = read_plain_record(parsed)
    if record is None:
        return read_with_schema(parsed)
    if (fault := media_fault(record.kind, record.media)) is not None:
        raise CaptureRecordInvalid("media_form", "payload/media", fault)
    return record


def read_with_schema(parsed: Json) -> CaptureRecord:
    """Return the record its schema reads; raises CaptureRecordInvalid with the first fault."""
    schema = _FIRST if parsed.get("v") == FIRST_FORMAT else _PRESENT
    try:
        facts = schema.load(parsed)
    except ValidationError as error:
        field, text = _first(error.messages)
        raise CaptureRecordInvalid("field_invalid", f"payload/{field}", text) from error
    is_first = facts.pop("v") == FIRST_FORMAT
    app, fix, media = facts.pop("app"), facts.pop("fix"), Media(**facts.pop("media"))
    fault = None if is_first else media_fault(facts["kind"], media)
    if fault is not None:
        raise CaptureRecordInvalid("media_form", "payload/media", fault)
    return CaptureRecord(
        **facts,
        media=media,
        fix=Fix(**fix) if fix is not None else None,
        app_version=app["version"],
        app_build=app.get("build_sha256"),
    )


def _first(messages: Any) -> tuple[str, str]:
    path = []
    while isinstance(messages, dict):
        key, messages = next(iter(messages.items()))
        path.append(str(key))
    return "/".join(path), "; ".join(map(str, messages))
