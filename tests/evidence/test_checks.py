"""What is flagged, what is not, and with which facts."""

from datetime import UTC, datetime
from typing import Any

import pytest

from backend.evidence.rules import datum
from backend.evidence.rules.capture import Link, chain_fault
from backend.evidence.rules.checks import Declared, flags_of_bytes
from backend.evidence.rules.photo import PhotoReading, View
from backend.kernel.clock import BUREAU_ZONE

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
XIAMEN = (118.0894, 24.4798)
XIAMEN_GCJ02 = (118.09437708, 24.47715323)


def _declared(**facts: Any) -> Declared:
    values: dict[str, Any] = {
        "kind": "photo",
        "mime": "image/jpeg",
        "captured_at": NOON,
        "lon": XIAMEN[0],
        "lat": XIAMEN[1],
        "accuracy_m": 10.0,
    }
    return Declared(**values | facts)


def _reading(one: dict[str, Any], other: dict[str, Any] | None = None) -> PhotoReading:
    views = {"pillow": View(**one), "exifread": View(**(one if other is None else other))}
    return PhotoReading(width=4, height=3, views=views)


def _codes(declared: Declared, detected: str | None, reading: PhotoReading | None) -> list[str]:
    return [flag["code"] for flag in flags_of_bytes(declared, detected, reading, BUREAU_ZONE)]


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        (XIAMEN, XIAMEN_GCJ02),
        ((118.248, 24.618), (118.25271627, 24.61515815)),
        ((118.1522, 24.7237), (118.15710797, 24.72098969)),
        ((117.99, 24.48), (117.99478939, 24.47713851)),
    ],
)
def test_gcj02_is_the_published_conversion_and_back(wgs84, gcj02) -> None:
    assert datum.wgs84_to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-8)
    assert datum.distance_m(datum.gcj02_to_wgs84(*gcj02), wgs84) < 0.01


def test_bd09_comes_back_to_wgs84_within_a_metre() -> None:
    point = datum.to_wgs84(118.10082059, 24.48341118, "BD-09")

    assert datum.distance_m(point, XIAMEN) < 1


def test_a_point_abroad_is_not_shifted() -> None:
    assert datum.wgs84_to_gcj02(2.35, 48.85) == (2.35, 48.85)


def test_exif_in_chinese_coordinates_is_no_mismatch() -> None:
    reading = _reading({"lon": XIAMEN_GCJ02[0], "lat": XIAMEN_GCJ02[1]})

    assert _codes(_declared(), "image/jpeg", reading) == []


def test_a_bad_fix_widens_the_circle() -> None:
    reading = _reading({"lon": XIAMEN[0] + 0.01, "lat": XIAMEN[1]})

    assert _codes(_declared(accuracy_m=10.0), "image/jpeg", reading) == ["exif_gps_far"]
    assert _codes(_declared(accuracy_m=400.0), "image/jpeg", reading) == []


def test_the_camera_clocks_own_offset_counts() -> None:
    reading = _reading({"taken_at": "2026:11:22 05:00:00", "offset": "+01:00"})

    assert _codes(_declared(), "image/jpeg", reading) == []


@pytest.mark.parametrize("taken_at", ["0000:00:00 00:00:00", "0001:01:01 00:00:00", "yesterday"])
def test_a_time_that_cannot_be_is_no_time(taken_at) -> None:
    codes = _codes(_declared(), "image/jpeg", _reading({"taken_at": taken_at}))

    assert "exif_unreadable" not in codes


def test_readers_that_disagree_are_named_by_field() -> None:
    reading = _reading(
        {"make": "A", "lon": 118.0, "lat": 24.0}, {"make": "B", "lon": 118.1, "lat": 24.0}
    )

    flags = flags_of_bytes(_declared(lon=None), "image/jpeg", reading, BUREAU_ZONE)

    assert flags == [{"code": "exif_readers_disagree", "facts": {"fields": ["make", "position"]}}]


@pytest.mark.parametrize(
    ("declared", "detected", "is_flagged"),
    [
        ("image/jpeg", "image/jpeg", False),
        ("image/jpg", "image/jpeg", False),
        ("image/heif", "image/heic", False),
        ("video/webm;codecs=vp9", "video/webm", False),
        ("video/quicktime", "video/mp4", False),
        ("application/octet-stream", "application/pdf", False),
        ("text/plain", None, False),
        ("image/jpeg", "image/png", True),
        ("application/pdf", None, True),
        ("video/mp4", None, True),
        ("text/plain", "application/x-msdownload", True),
    ],
)
def test_a_type_is_flagged_only_when_it_is_another(declared, detected, is_flagged) -> None:
    codes = _codes(_declared(kind="file", mime=declared), detected, None)

    assert ("type_mismatch" in codes) is is_flagged


def test_a_chain_is_whole_from_its_first_link() -> None:
    first = Link(1, "", "a" * 64)

    assert chain_fault(first, None) is None
    assert chain_fault(Link(2, "a" * 64, "b" * 64), first) is None
    assert chain_fault(Link(1, "c" * 64, "a" * 64), None) == {"prev_differs_at": 1}
    assert chain_fault(Link(5, "", "e" * 64), first) == {"missing_from": 2, "missing_to": 4}
