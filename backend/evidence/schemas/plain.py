"""Reading what phones ordinarily send without the schemas, which take ten times as long.

Only what a schema would take as it is passes here; the rest is None, and the schema says why.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.evidence.rules.capture import RECORD_FORMAT, CaptureRecord, Fix, Media
from backend.kernel.db import Json

MAX_INT = 2**53 - 1
HEX64 = r"[0-9a-f]{64}"
UUID_TEXT = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
MIME = r"[A-Za-z0-9_.+-]{1,60}/[A-Za-z0-9_.+-]{1,80}"
TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"
ROOT = r"[A-Za-z0-9+/]{43}="
PLAIN = r"[\x01-\ud7ff\ue000-\U0010ffff]"
"""A character that PostgreSQL can hold."""

Check = Callable[[Any], bool]


def _is(pattern: str) -> Check:
    full = re.compile(pattern, re.DOTALL).fullmatch
    return lambda value: type(value) is str and full(value) is not None


def _int(least: int, most: int = MAX_INT) -> Check:
    return lambda value: type(value) is int and least <= value <= most


def _or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _shape(**checks: Check) -> Check:
    names = checks.keys()
    pairs = tuple(checks.items())
    return lambda value: (
        type(value) is dict
        and value.keys() == names
        and all(check(value[name]) for name, check in pairs)
    )


_signature = _shape(keyid=_is(HEX64), sig=_is(r"[A-Za-z0-9+/=]{1,256}"))
_envelope = _shape(
    payloadType=_is(rf"{PLAIN}{{1,128}}"),
    payload=_is(r"[A-Za-z0-9+/=]{1,65536}"),
    signatures=lambda value: type(value) is list and len(value) == 1 and _signature(value[0]),
)
_file_name = _is(rf"{PLAIN}{{1,255}}")
_record = _shape(
    v=_is(re.escape(RECORD_FORMAT)),
    capture_id=_is(UUID_TEXT),
    device_key_id=_is(HEX64),
    user_id=_is(UUID_TEXT),
    second_officer_id=_or_null(_is(UUID_TEXT)),
    case_id=_or_null(_is(UUID_TEXT)),
    task_id=_or_null(_is(UUID_TEXT)),
    kind=_is("photo|video|audio|file"),
    source=_is("in_app_camera|file_picker|import"),
    seq=_int(1),
    prev=_is("([0-9a-f]{64})?"),
    captured_at=_is(TIME),
    mono_ms=_int(0),
    clock_offset_ms=_or_null(_int(-MAX_INT)),
    media=_shape(mime=_is(MIME), size=_int(1), sha256=_is(HEX64)),
    fix=_or_null(
        _shape(
            lon_e7=_int(-1_800_000_000, 1_800_000_000),
            lat_e7=_int(-900_000_000, 900_000_000),
            acc_cm=_int(0),
            alt_cm=_or_null(_int(-MAX_INT)),
            crs=_is("WGS-84"),
            fix_at=_is(TIME),
            source=_is("geolocation"),
        )
    ),
    no_fix_reason=_or_null(_is(rf"{PLAIN}{{1,200}}")),
    not_before=_or_null(
        _shape(
            origin=_is(rf"{PLAIN}{{1,200}}"),
            tree_size=_int(0),
            root=_is(ROOT),
            issued_at=_or_null(_is(TIME)),
        )
    ),
    app=_shape(version=_is(rf"{PLAIN}{{1,100}}"), build_sha256=_or_null(_is(HEX64))),
)
_heading = _int(0, 35_999)


def is_plain_registration(envelope: Any, file_name: Any) -> bool:
    """Tell whether RegistrationSchema would give back just these."""
    return _envelope(envelope) and _file_name(file_name)


def read_plain_record(parsed: Json) -> CaptureRecord | None:
    """Return what RecordSchema makes of a record of whole media, or None when it may refuse it."""
    required = {name: value for name, value in parsed.items() if name != "heading_cdeg"}
    if not _record(required) or not _heading(parsed.get("heading_cdeg", 0)):
        return None
    fix, app = parsed["fix"], parsed["app"]
    try:
        return CaptureRecord(
            capture_id=UUID(parsed["capture_id"]),
            device_key_id=parsed["device_key_id"],
            user_id=UUID(parsed["user_id"]),
            kind=parsed["kind"],
            source=parsed["source"],
            seq=parsed["seq"],
            prev=parsed["prev"],
            captured_at=datetime.fromisoformat(parsed["captured_at"]),
            mono_ms=parsed["mono_ms"],
            clock_offset_ms=parsed["clock_offset_ms"],
            media=Media(**parsed["media"]),
            fix=fix and Fix(**(fix | {"fix_at": datetime.fromisoformat(fix["fix_at"])})),
            no_fix_reason=parsed["no_fix_reason"],
            not_before=parsed["not_before"],
            app_version=app["version"],
            app_build=app["build_sha256"],
            second_officer_id=_uuid(parsed["second_officer_id"]),
            case_id=_uuid(parsed["case_id"]),
            task_id=_uuid(parsed["task_id"]),
            heading_cdeg=parsed.get("heading_cdeg"),
        )
    except ValueError:  # a time that never was
        return None


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
