"""The capture record inside its envelope, checked strictly: it will be read in court."""

import base64
import binascii
import json
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate

from backend.evidence.errors import CaptureRecordInvalid
from backend.evidence.rules.capture import (
    PAYLOAD_TYPE,
    RECORD_FORMAT,
    CaptureRecord,
    Fix,
    Media,
    SignedCapture,
)
from backend.kernel.db import Json
from backend.kernel.jcs import canonical_bytes
from backend.kernel.schema import Text, WireSchema

MAX_RECORD_BYTES = 16 * 1024
MAX_INT = 2**53 - 1
HEX64 = validate.Regexp(r"^[0-9a-f]{64}\Z", error="应为 64 位小写十六进制")
MIME = validate.Regexp(r"^[\w.+-]{1,60}/[\w.+-]{1,80}( ?;[\x20-\x7e]{0,80})?\Z", re.ASCII)
WIRE_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z", re.ASCII)


class RecordTime(fields.Field[datetime]):
    """A time in the one form of signed records, `YYYY-MM-DDTHH:MM:SS.mmmZ`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not WIRE_TIME.match(value):
            raise ValidationError("时间应为 YYYY-MM-DDTHH:MM:SS.mmmZ")
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except ValueError as error:
            raise ValidationError("不存在的时间") from error


class RecordId(fields.Field[UUID]):
    """A UUID in its canonical text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> UUID:
        try:
            found = UUID(value)
        except (ValueError, AttributeError, TypeError) as error:
            raise ValidationError("应为 UUID") from error
        if str(found) != value:
            raise ValidationError("UUID 应为小写标准写法")
        return found


def _integer(least: int, most: int = MAX_INT, *, allow_none: bool = False) -> fields.Integer:
    within = validate.Range(least, most)
    return fields.Integer(required=True, strict=True, validate=within, allow_none=allow_none)


def _one_of(*values: str) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(values))


class RecordMediaSchema(WireSchema):
    """The file that was captured."""

    mime = fields.String(required=True, validate=MIME)
    size = _integer(1)
    sha256 = fields.String(required=True, validate=HEX64)


class RecordFixSchema(WireSchema):
    """The position, in integers."""

    lon_e7 = _integer(-1_800_000_000, 1_800_000_000)
    lat_e7 = _integer(-900_000_000, 900_000_000)
    acc_cm = _integer(0)
    alt_cm = _integer(-MAX_INT, allow_none=True)
    crs = _one_of("WGS-84")
    fix_at = RecordTime(required=True)
    source = _one_of("geolocation")


class RecordNotBeforeSchema(WireSchema):
    """The newest log checkpoint the device knew."""

    origin = Text(required=True, validate=validate.Length(1, 200))
    tree_size = _integer(0)
    root = fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9+/]{43}=\Z"))


class RecordAppSchema(WireSchema):
    """The program that captured."""

    version = Text(required=True, validate=validate.Length(1, 100))


class CaptureRecordSchema(WireSchema):
    """A capture record, xunzheng.capture/1."""

    v = _one_of(RECORD_FORMAT)
    capture_id = RecordId(required=True)
    device_key_id = fields.String(required=True, validate=HEX64)
    user_id = RecordId(required=True)
    kind = _one_of("photo", "video", "file")
    source = _one_of("in_app_camera", "file_picker")
    seq = _integer(1)
    prev = fields.String(
        required=True, validate=validate.Regexp(r"^([0-9a-f]{64})?\Z", error="应为上一条记录的摘要")
    )
    captured_at = RecordTime(required=True)
    mono_ms = _integer(0)
    clock_offset_ms = _integer(-MAX_INT, allow_none=True)
    media = fields.Nested(RecordMediaSchema, required=True)
    fix = fields.Nested(RecordFixSchema, required=True, allow_none=True)
    no_fix_reason = Text(required=True, allow_none=True, validate=validate.Length(1, 200))
    not_before = fields.Nested(RecordNotBeforeSchema, required=True, allow_none=True)
    app = fields.Nested(RecordAppSchema, required=True)


def read_capture(envelope: Json) -> SignedCapture:
    """Return the capture in an envelope of EnvelopeSchema; raises CaptureRecordInvalid."""
    if envelope["payloadType"] != PAYLOAD_TYPE:
        raise CaptureRecordInvalid("payload_type", "payloadType", f"应为 {PAYLOAD_TYPE}")
    record_bytes = _decode(envelope["payload"], "payload")
    signature = _decode(envelope["signatures"][0]["sig"], "signatures/0/sig")
    record = _read_record(_parse_canonical(record_bytes))
    if envelope["signatures"][0]["keyid"] != record.device_key_id:
        raise CaptureRecordInvalid("key_differs", "signatures/0/keyid", "签名密钥与记录中的不一致")
    return SignedCapture(record, record_bytes, canonical_bytes(envelope), signature)


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
    try:
        facts = CaptureRecordSchema().load(parsed)
    except ValidationError as error:
        field, text = _first(error.messages)
        raise CaptureRecordInvalid("field_invalid", f"payload/{field}", text) from error
    facts.pop("v")
    version = facts.pop("app")["version"]
    fix = facts.pop("fix")
    return CaptureRecord(
        **facts | {"media": Media(**facts["media"])},
        fix=Fix(**fix) if fix is not None else None,
        app_version=version,
    )


def _first(messages: Any) -> tuple[str, str]:
    path = []
    while isinstance(messages, dict):
        key, messages = next(iter(messages.items()))
        path.append(str(key))
    return "/".join(path), "; ".join(map(str, messages))
