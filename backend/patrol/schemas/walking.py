"""Wire shapes of what a phone sends of a patrol."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from backend.kernel.db import Json
from backend.kernel.schema import Text, WireSchema, WireTime
from backend.patrol.rules import GAP_REASONS, MANUAL_REASONS, MAX_ENTRIES, MISSED_REASONS
from backend.patrol.schemas.limits import ACCURACY, LAT, LON, MAX_STOPS


class StartSchema(WireSchema):
    """Going on duty."""

    round_id = fields.UUID(required=True, allow_none=True)
    started_at = WireTime(required=True)


class TrackPointSchema(WireSchema):
    """A place walked through, in WGS-84."""

    seq = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10**7))
    at = WireTime(required=True)
    lon = fields.Float(required=True, validate=LON)
    lat = fields.Float(required=True, validate=LAT)
    accuracy_m = fields.Float(required=True, allow_none=True, validate=ACCURACY)


class TrackGapSchema(WireSchema):
    """A time without a track, and why."""

    seq = fields.Integer(required=True, strict=True, validate=validate.Range(1, 10**7))
    began_at = WireTime(required=True)
    ended_at = WireTime(required=True)
    reason = fields.String(required=True, validate=validate.OneOf(GAP_REASONS))


class TrackSchema(WireSchema):
    """A numbered piece of a track."""

    n = fields.Integer(required=True, strict=True, validate=validate.Range(1, 100_000))
    points = fields.List(
        fields.Nested(TrackPointSchema), required=True, validate=validate.Length(max=MAX_ENTRIES)
    )
    gaps = fields.List(
        fields.Nested(TrackGapSchema), required=True, validate=validate.Length(max=MAX_ENTRIES)
    )


class SpotSchema(WireSchema):
    """Where the phone was, in WGS-84."""

    lon = fields.Float(required=True, validate=LON)
    lat = fields.Float(required=True, validate=LAT)
    accuracy_m = fields.Float(required=True, allow_none=True, validate=ACCURACY)


class CheckInPayloadSchema(WireSchema):
    """A check-in by QR code, or by hand with a reason."""

    patrol_id = fields.UUID(required=True)
    checkpoint_id = fields.UUID(required=True)
    method = fields.String(required=True, validate=validate.OneOf(["qr", "manual"]))
    reason = fields.String(required=True, allow_none=True, validate=validate.OneOf(MANUAL_REASONS))
    note = Text(load_default="", validate=validate.Length(max=500))
    checked_at = WireTime(required=True)
    position = fields.Nested(SpotSchema, required=True, allow_none=True)

    @validates_schema
    def reason_by_hand(self, told: Json, **_: Any) -> None:
        """What is not scanned says why."""
        if (told["method"] == "manual") != (told["reason"] is not None):
            raise ValidationError("手动签到须说明原因，扫码签到不需要", "reason")


class MissedSchema(WireSchema):
    """Why a checkpoint was not reached; both may be left out."""

    checkpoint_id = fields.UUID(required=True)
    reason = fields.String(required=True, allow_none=True, validate=validate.OneOf(MISSED_REASONS))
    note = Text(load_default="", validate=validate.Length(max=500))


class EndSchema(WireSchema):
    """Going off duty."""

    ended_at = WireTime(required=True)
    batch_count = fields.Integer(required=True, strict=True, validate=validate.Range(0, 100_000))
    missed = fields.List(
        fields.Nested(MissedSchema), required=True, validate=validate.Length(max=MAX_STOPS)
    )
    note = Text(load_default="", validate=validate.Length(max=2000))
