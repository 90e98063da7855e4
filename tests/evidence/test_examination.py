"""What is flagged about videos, tracks, names and the device's other captures, and with what."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.evidence import jobs
from backend.evidence.rules import plausible
from backend.evidence.rules.checks import Declared, flags_of_bytes
from backend.evidence.rules.media_checks import flags_of_reading
from backend.evidence.rules.photo import PhotoReading, View
from backend.evidence.rules.plausible import Spot
from backend.evidence.rules.profiles import Profiles, load_profiles, read_profiles
from backend.evidence.rules.reading import MediaReading, read_media
from backend.evidence.rules.track import Track, TrackPoint
from backend.evidence.rules.video import VideoReading
from backend.kernel.clock import BUREAU_ZONE
from backend.kernel.jcs import canonical_bytes
from tests.evidence import media
from tests.phones import HERE, NOON, run_waiting_jobs

AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
PLACE = (118.1, 24.46)


def _declared(**facts: Any) -> Declared:
    values: dict[str, Any] = {
        "kind": "video",
        "mime": "video/mp4",
        "captured_at": AT,
        "lon": PLACE[0],
        "lat": PLACE[1],
        "accuracy_m": 8.0,
        "source": "file_picker",
        "device_model": "HUAWEI Mate 60",
    }
    return Declared(**values | facts)


def _flags(reading: MediaReading, declared: Declared | None = None) -> dict[str, Any]:
    flags = flags_of_reading(declared or _declared(), reading, BUREAU_ZONE)
    canonical_bytes({"flags": flags})  # facts go into custody events, which hold no floats
    return {flag["code"]: flag["facts"] for flag in flags}


def _video(**facts: Any) -> MediaReading:
    return MediaReading(detected_mime="video/mp4", video=VideoReading(**facts))


def _track(**facts: Any) -> MediaReading:
    return MediaReading(track=Track(form="table_common", **facts))


def _photo(**facts: Any) -> PhotoReading:
    view = View(**{name: value for name, value in facts.items() if name in vars(View())})
    sizes = {name: value for name, value in facts.items() if name in {"width", "height"}}
    return PhotoReading(views={"pillow": view, "exifread": view}, **sizes)


def _photo_codes(reading: PhotoReading, **declared: Any) -> set[str]:
    told = _declared(kind="photo", mime="image/jpeg", **declared)
    return {flag["code"] for flag in flags_of_bytes(told, "image/jpeg", reading, BUREAU_ZONE)}


def test_a_video_that_agrees_with_its_record_has_no_flag() -> None:
    reading = _video(created_at=AT, lon=PLACE[0], lat=PLACE[1], model="Mate 60", duration_s=5.0)

    assert _flags(reading) == {}


def test_a_recorder_that_writes_local_time_as_utc_is_no_difference() -> None:
    assert _flags(_video(created_at=AT + timedelta(hours=8))) == {}


def test_a_time_with_its_own_offset_is_taken_as_it_is() -> None:
    facts = _flags(_video(zoned_at=AT + timedelta(hours=8)))["media_time_differs"]

    assert facts == {"media_time": "2026-11-22 20:00:00", "seconds": 28800, "limit_s": 120}


@pytest.mark.parametrize(("minutes", "is_flagged"), [(11, False), (13, True)])
def test_a_videos_length_widens_the_window_of_its_time(minutes, is_flagged) -> None:
    reading = _video(created_at=AT + timedelta(minutes=minutes), duration_s=600.0)

    assert ("media_time_differs" in _flags(reading)) is is_flagged


def test_a_videos_place_is_compared_in_both_datums() -> None:
    shifted = _video(lon=PLACE[0] + 0.0049, lat=PLACE[1] - 0.0027)
    far = _video(lon=PLACE[0] + 0.1, lat=PLACE[1])

    assert _flags(shifted) == {}
    assert _flags(far)["media_gps_far"]["distance_m"] == pytest.approx(10121, abs=30)


def test_what_cannot_be_read_of_a_video_is_told() -> None:
    flags = _flags(_video(unreadable={"av": "InvalidDataError"}, cut="mdat"))

    assert flags["media_unreadable"] == {"readers": {"av": "InvalidDataError"}}
    assert flags["media_cut"] == {"box": "mdat"}


def test_a_reading_that_came_to_nothing_is_told_with_its_reason() -> None:
    assert _flags(MediaReading(failed="timeout")) == {"examination_failed": {"reason": "timeout"}}


def test_a_name_that_contradicts_its_file_is_told(tmp_path) -> None:
    path = media.video(tmp_path / "a.mp4", creation_time="2026-11-22T04:00:00Z")
    name = "A1B2C3_350203_20261122130000.mp4"

    flags = _flags(read_media(str(path), name, "video", "video/mp4"))

    assert flags["name_time_differs"]["seconds"] == -3600


def test_a_track_is_told_for_its_gaps_jumps_clock_and_formulas() -> None:
    flags = _flags(
        _track(
            gaps=2, longest_gap_s=300, backwards=1, fastest_kmh=400.4, formulas=3, problem="Error"
        )
    )

    assert flags["track_gaps"] == {"gaps": 2, "longest_s": 300, "limit_s": 60}
    assert flags["track_jumps"] == {"speed_kmh": 400, "limit_kmh": 180}
    assert flags["track_time_backwards"] == {"steps": 1}
    assert flags["track_formula_cells"] == {"cells": 3}
    assert flags["track_unreadable"] == {"reason": "Error"}


def test_a_track_is_far_when_its_nearest_point_is() -> None:
    near = [TrackPoint(118.5, 24.46), TrackPoint(*PLACE)]
    declared = _declared(kind="file", mime="text/csv")

    assert _flags(_track(points=near), declared) == {}
    assert "media_gps_far" in _flags(_track(points=near[:1]), declared)


@pytest.mark.parametrize(("minutes", "is_flagged"), [(-5, True), (10, False), (65, True)])
def test_a_capture_outside_its_tracks_time_is_told(minutes, is_flagged) -> None:
    reading = _track(started_at=AT, ended_at=AT + timedelta(hours=1))
    declared = _declared(captured_at=AT + timedelta(minutes=minutes))

    assert ("media_time_differs" in _flags(reading, declared)) is is_flagged


@pytest.mark.parametrize(
    ("model", "source", "is_flagged"),
    [
        ("HUAWEI Mate 60", "file_picker", False),
        ("Mate 60", "file_picker", False),
        ("iPhone 15", "file_picker", True),
        ("iPhone 15", "import", False),
    ],
)
def test_a_camera_that_is_not_the_registered_device_is_told(model, source, is_flagged) -> None:
    codes = _photo_codes(_photo(model=model), source=source)

    assert ("model_differs" in codes) is is_flagged


@pytest.mark.parametrize(
    ("facts", "source", "is_flagged"),
    [
        ({"width": 1080, "height": 2400}, "file_picker", True),
        ({"width": 2400, "height": 1080}, "file_picker", True),
        ({"width": 1080, "height": 2400, "make": "HUAWEI"}, "file_picker", False),
        ({"width": 1080, "height": 2400}, "in_app_camera", False),
        ({"width": 1920, "height": 1080}, "file_picker", False),
    ],
)
def test_a_picture_of_a_screens_size_without_a_camera_is_told(facts, source, is_flagged) -> None:
    assert ("screenshot_size" in _photo_codes(_photo(**facts), source=source)) is is_flagged


def test_exif_and_the_aircrafts_own_place_must_agree(tmp_path) -> None:
    packet = media.dji_attributes(GpsLatitude="24.46", GpsLongitude="118.2")
    path = tmp_path / "DJI_0001.JPG"
    path.write_bytes(media.jpeg(media.scene(), xmp=packet))

    flags = _flags(read_media(str(path), path.name, "photo", "image/jpeg"))

    assert flags["media_gps_far"]["limit_m"] == 200


@pytest.mark.parametrize(
    ("captured", "facts"),
    [
        (timedelta(), None),
        (timedelta(seconds=-119), None),
        (timedelta(seconds=-121), {"early_s": 121, "limit_s": 120}),
        (timedelta(hours=1, seconds=121), {"late_s": 121, "limit_s": 120}),
    ],
)
def test_a_capture_outside_its_bracket_is_told(captured, facts) -> None:
    assert plausible.outside_bracket(AT + captured, AT, AT + timedelta(hours=1)) == facts


def _spot(lon: float, seconds: int, accuracy_m: float = 10.0) -> Spot:
    return Spot(f"at {lon}", lon, PLACE[1], accuracy_m, AT + timedelta(seconds=seconds))


def test_a_way_faster_than_a_car_is_told_with_the_other_capture() -> None:
    facts = plausible.too_fast(_spot(118.1, 0), [_spot(118.11, 60), _spot(118.2, 60)])

    assert facts is not None
    assert facts["exhibit_ids"] == ["at 118.2"]
    assert facts["speed_kmh"] == pytest.approx(606, abs=5)


def test_a_bad_fix_is_no_fast_way() -> None:
    assert plausible.too_fast(_spot(118.1, 0), [_spot(118.11, 5, accuracy_m=1000.0)]) is None
    assert plausible.too_fast(_spot(118.1, 0), [_spot(118.101, 1)]) is None


def _shown(phone, capture) -> dict:
    shown: dict = phone.person.get(f"/exhibits/{capture.id}").json
    return shown


def _shown_flags(phone, capture) -> dict:
    return {flag["code"]: flag["facts"] for flag in _shown(phone, capture)["flags"]}


def _fix(seconds: int, lon_e7: int = HERE["lon_e7"]) -> dict[str, Any]:
    at = datetime.fromisoformat(NOON) + timedelta(seconds=seconds)
    text = at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {"captured_at": text, "fix": {**HERE, "lon_e7": lon_e7, "fix_at": text}}


def test_captures_of_one_device_too_far_apart_are_told(phone) -> None:
    first = phone.deliver(**_fix(0))

    second = phone.deliver(**_fix(60, HERE["lon_e7"] + 1_000_000))

    assert _shown_flags(phone, second)["too_fast"]["exhibit_ids"] == [first.id]


def test_the_very_same_position_at_three_times_is_told(phone) -> None:
    captures = [phone.deliver(**_fix(seconds)) for seconds in (0, 30, 60)]

    assert "fix_repeated" not in _shown_flags(phone, captures[1])
    assert _shown_flags(phone, captures[2])["fix_repeated"] == {"times": 3, "limit": 3}


def test_photos_that_share_one_fix_repeat_nothing(phone) -> None:
    captures = [phone.deliver() for _ in range(4)]

    assert "fix_repeated" not in _shown_flags(phone, captures[3])


def test_a_video_is_examined_and_its_facts_are_shown(phone, tmp_path) -> None:
    path = media.video(tmp_path / "a.mp4", creation_time="2026-11-22T04:00:00Z")
    capture = phone.capture(
        path.read_bytes(),
        kind="video",
        media={"mime": "video/mp4"},
        file_name="A1B2C3_350203_20261122120000.mp4",
    )
    phone.register(capture)
    phone.upload(capture)

    run_waiting_jobs()

    shown = _shown(phone, capture)
    found = shown["examination"]
    assert shown["examined_at"] is not None
    assert shown["flags"] == []
    assert (found["version"], found["codecs"], found["name_officer"]) == (1, ["h264"], "350203")
    assert found["created_at"] == "2026-11-22T04:00:00.000Z"


def test_the_bureaus_own_profiles_are_used_by_the_worker(phone, app, monkeypatch) -> None:
    own = {"names": [{"name": "pda", "pattern": r"^(?P<officer>\w+)\."}]}
    monkeypatch.setitem(app.extensions, "device_profiles", load_profiles(own))

    capture = phone.deliver()

    assert _shown(phone, capture)["examination"]["name_officer"] == "photo"


@pytest.mark.parametrize("text", ["{", '{"names": [{"name": "a", "pattern": "("}]}'])
def test_profiles_that_cannot_be_used_stop_the_start(tmp_path, text) -> None:
    path = tmp_path / "profiles.json"
    path.write_text(text)

    with pytest.raises(ValueError, match=r"."):
        read_profiles(path)


def test_a_reader_that_dies_costs_its_file_only(phone, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(jobs, "read_many", _die_of_bombs)
    bomb, photo = phone.capture(b"bomb"), phone.capture()
    for capture in (bomb, photo):
        phone.register(capture)
        phone.upload(capture)

    run_waiting_jobs()

    assert _shown_flags(phone, bomb)["examination_failed"] == {"reason": "RuntimeError"}
    assert _shown_flags(phone, photo) == {}


def _die_of_bombs(
    files: list[tuple[str, str, str, str]], _profiles: Profiles
) -> list[MediaReading]:
    if any(Path(file[0]).read_bytes() == b"bomb" for file in files):
        raise RuntimeError
    return [read_media(*file) for file in files]
