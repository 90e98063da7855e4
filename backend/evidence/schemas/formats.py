"""The fields of a capture record, checked strictly: it will be read in court."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate

from backend.evidence.rules.capture import FIRST_FORMAT, RECORD_FORMAT
from backend.evidence.rules.segments import SEGMENT_BYTES
from backend.kernel.schema import Text, WireSchema

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


class WholeMediaSchema(WireSchema):
    """The file that was captured, by its digest."""

    mime = fields.String(required=True, validate=MIME)
    size = _integer(1)
    sha256 = fields.String(required=True, validate=HEX64)


class SegmentedMediaSchema(WireSchema):
    """The file that was captured, by the root of its segments' digests."""

    mime = fields.String(required=True, validate=MIME)
    size = _integer(1)
    segment_size = _integer(SEGMENT_BYTES, SEGMENT_BYTES)
    segments_root = fields.String(required=True, validate=HEX64)


class RecordMedia(fields.Field[dict[str, Any]]):
    """The file, whole or in segments: the fields present tell which is meant."""

    whole, segmented = WholeMediaSchema(), SegmentedMediaSchema()

    def _deserialize(
        self, value: Any, attr: str | None, data: Any, **kwargs: Any
    ) -> dict[str, Any]:
        is_segmented = isinstance(value, dict) and "segments_root" in value
        schema = self.segmented if is_segmented else self.whole
        found: dict[str, Any] = schema.load(value)
        return found


class RecordFixSchema(WireSchema):
    """The position, in integers."""

    lon_e7 = _integer(-1_800_000_000, 1_800_000_000)
    lat_e7 = _integer(-900_000_000, 900_000_000)
    acc_cm = _integer(0)
    alt_cm = _integer(-MAX_INT, allow_none=True)
    crs = _one_of("WGS-84")
    fix_at = RecordTime(required=True)
    source = _one_of("geolocation")


class FirstNotBeforeSchema(WireSchema):
    """The newest log checkpoint the device knew."""

    origin = Text(required=True, validate=validate.Length(1, 200))
    tree_size = _integer(0)
    root = fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9+/]{43}=\Z"))


class NotBeforeSchema(FirstNotBeforeSchema):
    """The newest log checkpoint the device knew, and when it was signed."""

    issued_at = fields.String(required=True, allow_none=True, validate=validate.Regexp(WIRE_TIME))


class FirstAppSchema(WireSchema):
    """The program that captured."""

    version = Text(required=True, validate=validate.Length(1, 100))


class AppSchema(FirstAppSchema):
    """The program that captured, and the digest of its files."""

    build_sha256 = fields.String(required=True, allow_none=True, validate=HEX64)


class FirstRecordSchema(WireSchema):
    """A capture record, xunzheng.capture/1: what phones signed before there were segments."""

    v = _one_of(FIRST_FORMAT)
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
    media: fields.Field[Any] = fields.Nested(WholeMediaSchema, required=True)
    fix = fields.Nested(RecordFixSchema, required=True, allow_none=True)
    no_fix_reason = Text(required=True, allow_none=True, validate=validate.Length(1, 200))
    not_before = fields.Nested(FirstNotBeforeSchema, required=True, allow_none=True)
    app = fields.Nested(FirstAppSchema, required=True)


class RecordSchema(FirstRecordSchema):
    """A capture record, xunzheng.capture/2."""

    v = _one_of(RECORD_FORMAT)
    kind = _one_of("photo", "video", "audio", "file")
    source = _one_of("in_app_camera", "file_picker", "import")
    second_officer_id = RecordId(required=True, allow_none=True)
    case_id = RecordId(required=True, allow_none=True)
    task_id = RecordId(required=True, allow_none=True)
    media = RecordMedia(required=True)
    not_before = fields.Nested(NotBeforeSchema, required=True, allow_none=True)
    heading_cdeg = fields.Integer(strict=True, validate=validate.Range(0, 35_999))
    app = fields.Nested(AppSchema, required=True)
