"""What is read and written without the schemas is what the schemas read and write."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.evidence.errors import CaptureRecordInvalid
from backend.evidence.schemas import RegistrationSchema
from backend.evidence.schemas.plain import is_plain_registration, read_plain_record
from backend.evidence.schemas.record import read_with_schema

RECORD: dict[str, Any] = {
    "v": "xunzheng.capture/2", "capture_id": "01890000-0000-7000-8000-000000000001",
    "device_key_id": "ab" * 32, "user_id": "01890000-0000-7000-8000-000000000002",
    "second_officer_id": None, "case_id": "01890000-0000-7000-8000-000000000003",
    "task_id": None, "kind": "photo", "source": "in_app_camera", "seq": 7, "prev": "cd" * 32,
    "captured_at": "2026-11-22T08:00:00.123Z", "mono_ms": 5, "clock_offset_ms": -20,
    "media": {"mime": "image/jpeg", "size": 200_000, "sha256": "ef" * 32},
    "fix": {"lon_e7": 1180894000, "lat_e7": 244797000, "acc_cm": 800, "alt_cm": None,
            "crs": "WGS-84", "fix_at": "2026-11-22T08:00:00.000Z", "source": "geolocation"},
    "no_fix_reason": None, "heading_cdeg": 4_321,
    "not_before": {"origin": "城管.example/log", "tree_size": 9, "root": "A" * 43 + "=",
                   "issued_at": "2026-11-22T07:59:00.000Z"},
    "app": {"version": "1.2", "build_sha256": "01" * 32},
}  # fmt: skip
PATHS = [(name,) for name in RECORD] + [
    (outer, inner) for outer in ("media", "fix", "not_before", "app") for inner in RECORD[outer]
]
ODD: list[Any] = [
    None, "", "x", "\x00", "\ud800", "长" * 500, 0, -1, 1, 1.0, 2**53, True, [], {}, "00" * 32,
    "AB" * 32, "2026-02-30T00:00:00.000Z", "2026-11-22T08:00:00.123Z\n", "video", "import",
    "0189000000007000800000000000000a", "image/png; x=1", "image/jpeg\n", {"x": 1},
]  # fmt: skip


def changed(path: tuple[str, ...], value: Any, *, drop: bool, add: bool) -> dict[str, Any]:
    """Return the record with one field set, dropped, or another one beside it."""
    record = {key: dict(one) if isinstance(one, dict) else one for key, one in RECORD.items()}
    place: Any = record if len(path) == 1 else record[path[0]]
    if drop:
        del place[path[-1]]
    else:
        place[f"{path[-1]}_more" if add else path[-1]] = value
    return record


@given(
    st.sampled_from(PATHS), st.sampled_from(ODD) | st.text(max_size=8), st.booleans(), st.booleans()
)
@settings(max_examples=600, deadline=None)
def test_a_record_read_without_the_schema_is_what_the_schema_reads(
    path: tuple[str, ...], value: Any, drop: bool, add: bool
) -> None:
    record = changed(path, value, drop=drop, add=add)

    found = read_plain_record(record)

    if found is not None:
        assert found == read_with_schema(record)


def test_an_ordinary_record_needs_no_schema() -> None:
    without_fix = RECORD | {"fix": None, "no_fix_reason": "被拒绝", "not_before": None}

    without_compass = {name: one for name, one in RECORD.items() if name != "heading_cdeg"}

    for record in (RECORD, without_fix, without_compass):
        assert read_plain_record(record) == read_with_schema(record)


def test_what_is_odd_is_left_to_the_schema_and_its_texts() -> None:
    record = RECORD | {"seq": 0}

    assert read_plain_record(record) is None
    with pytest.raises(CaptureRecordInvalid) as refusal:
        read_with_schema(record)
    assert refusal.value.facts == {"reason": "field_invalid", "field": "payload/seq"}


@given(st.sampled_from(["payloadType", "payload", "signatures", "file_name"]), st.sampled_from(ODD))
def test_a_registration_taken_without_the_schema_is_one_it_takes(name: str, value: Any) -> None:
    envelope: dict[str, Any] = {
        "payloadType": "application/x",
        "payload": "e30=",
        "signatures": [{"keyid": "ab" * 32, "sig": "AA=="}],
    }
    file_name = "照片.jpg"
    assert is_plain_registration(envelope, file_name)
    if name == "file_name":
        file_name = value
    else:
        envelope[name] = value

    body = {"envelope": envelope, "file_name": file_name}
    if is_plain_registration(envelope, file_name):
        assert RegistrationSchema().load(body) == body
