"""Each kind of device file is read for what it says: place, time, device."""

import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.evidence.rules.dji import read_xmp
from backend.evidence.rules.file_names import read_name
from backend.evidence.rules.found import facts_of
from backend.evidence.rules.profiles import NAME_PATTERNS, Profiles, load_profiles
from backend.evidence.rules.reading import MediaReading, read_many, read_media
from backend.evidence.rules.track import MOST_KEPT, Track
from backend.evidence.rules.video import read_video
from backend.kernel.clock import BUREAU_ZONE
from tests.evidence import media

XIAMEN = (118.0894, 24.4798)


def _read(
    folder: Path, name: str, content: bytes, profiles: Profiles | None = None
) -> MediaReading:
    path = folder / "file"
    path.write_bytes(content)
    return read_media(str(path), name, "file", "", *([profiles] if profiles else []))


def _track(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Track:
    found = _read(folder, name, text.encode(encoding)).track
    assert found is not None
    return found


def _only(track: Track) -> tuple[float, float]:
    assert [track.count, track.problem] == [1, None]
    return track.points[0].lon, track.points[0].lat


@pytest.mark.parametrize("form", [media.dji_attributes, media.dji_elements])
@pytest.mark.parametrize("spelling", ["GpsLongitude", "GpsLongtitude"])
def test_dji_xmp_is_read_in_both_forms_and_spellings(form, spelling) -> None:
    said = {
        "GpsLatitude": "+24.4798000",
        spelling: "+118.0894000",
        "AbsoluteAltitude": "+57.30",
        "RelativeAltitude": "+45.10",
        "GimbalYawDegree": "-90.00",
        "GimbalPitchDegree": "-89.90",
        "RtkFlag": "50",
    }

    found = read_xmp(form(**said))

    assert found is not None
    assert (found.lon, found.lat) == XIAMEN
    assert (found.absolute_altitude_m, found.relative_altitude_m) == (57.3, 45.1)
    assert (found.gimbal_yaw, found.gimbal_pitch, found.rtk_flag) == (270.0, -89.9, "50")


def test_xmp_of_another_program_is_no_aircraft() -> None:
    assert read_xmp(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a/></x:xmpmeta>") is None


def test_an_aircraft_without_a_fix_has_no_place() -> None:
    found = read_xmp(media.dji_attributes(GpsLatitude="0.0", GpsLongitude="0.0", GpsStatus="None"))

    assert found is not None
    assert (found.lon, found.lat, found.gps_status) == (None, None, "None")


def test_a_photos_xmp_is_read_with_it(tmp_path) -> None:
    packet = media.dji_attributes(GpsLatitude="24.4798", GpsLongitude="118.0894")

    photo = _read(tmp_path, "DJI_0001.JPG", media.jpeg(media.scene(), xmp=packet)).photo

    assert photo is not None
    assert photo.drone is not None
    assert (photo.drone.lon, photo.drone.lat) == XIAMEN


HEAD = "1\n00:00:01,000 --> 00:00:02,000\n"
FONT = '<font size="36">SrtCnt : 1, DiffTime : 33ms\n2026-11-22 12:00:00,774,808\n'


@pytest.mark.parametrize(
    ("text", "form", "height"),
    [
        ("[latitude: 24.4798] [longtitude: 118.0894] [altitude: 117.0] ", "bracket", 117.0),
        (
            "[latitude: 24.4798] [longitude: 118.0894] [rel_alt: 1.2 abs_alt: 3.4] ",
            "relative",
            3.4,
        ),
        ("HOME(118.08,24.47) 2026.11.22 12:00:00\nGPS(118.0894,24.4798,19) BAROMETER:20.1\n",
         "barometer", 20.1),
        ("GPS(24.4798,118.0894,0.0M) BAROMETER:0.3M\n", "matrice", 0.3),
        ("F/2.8, SS 30, GPS (118.0894, 24.4798, 17), D 221.21m, H 200.70m, H.S n/a", "line", 200.7),
        ("GPS (118.0894, 24.4798, 15), HOME (118.08, 24.47, -57.98m), H 85.80m, G.PRY (1°, 0.0°)",
         "rtk", 85.8),
    ],
)  # fmt: skip
def test_drone_subtitles_are_read_in_their_six_variants(tmp_path, text, form, height) -> None:
    track = _track(tmp_path, "DJI_0001.SRT", HEAD + text + "\n\n")

    assert track.form == f"dji_srt_{form}"
    assert _only(track) == XIAMEN
    assert track.points[0].alt_m == height
    assert track.points[0].offset_s == 1.0


def test_a_subtitles_clock_is_that_of_the_bureau(tmp_path) -> None:
    text = HEAD + FONT + "[iso : 100] [latitude: 24.4798] [longitude: 118.0894] </font>\n"

    track = _track(tmp_path, "a.srt", text)

    assert track.started_at == datetime(2026, 11, 22, 4, 0, 0, 774000, UTC)
    assert "zone_assumed" in track.notes


def test_the_home_point_is_read_in_the_order_of_its_line(tmp_path) -> None:
    line = "HOME(24.47,118.08) GPS(24.4798,118.0894,0.0M) BAROMETER:0.3M\n"

    assert _track(tmp_path, "a.srt", HEAD + line).home == (118.08, 24.47)


def test_an_order_that_cannot_be_told_is_noted(tmp_path) -> None:
    track = _track(tmp_path, "a.srt", HEAD + "GPS(58.45,34.73,19) BAROMETER:1\n")

    assert track.notes == ("axis_order_assumed",)
    assert _only(track) == (58.45, 34.73)


def test_frames_without_a_place_are_no_positions(tmp_path) -> None:
    track = _track(tmp_path, "a.srt", HEAD + FONT + "[iso : 100] </font>\n")

    assert (track.form, track.count, track.problem) == ("dji_srt_frames", 0, "no_positions")


@pytest.mark.parametrize(
    ("encoding", "header"),
    [
        ("utf-8", "lon,lat,time"),
        ("utf-8-sig", "经度,纬度,时间"),
        ("gb18030", "经度(°),纬度(°),采集时间"),
        ("utf-16", "Longitude;Latitude;DateTime"),
    ],
)
def test_tables_are_read_by_their_columns_in_every_usual_encoding(
    tmp_path, encoding, header
) -> None:
    comma = ";" if ";" in header else ","
    row = comma.join(("118.0894", "24.4798", "2026-11-22 12:00:00"))

    track = _track(tmp_path, "boat.csv", f"{header}\n{row}\n", encoding)

    assert _only(track) == XIAMEN
    assert track.started_at == datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026/11/22 12:00:00",
        "2026年11月22日 12:00:00",
        "2026年11月22日12时00分",
        "1795320000",
        "1795320000000",
    ],
)
def test_a_tables_times_are_read_as_instruments_write_them(tmp_path, text) -> None:
    track = _track(tmp_path, "a.csv", f"lon,lat,time\n118.0894,24.4798,{text}\n")

    assert track.started_at == datetime(2026, 11, 22, 4, tzinfo=UTC)


def test_titles_above_the_columns_are_passed_over(tmp_path) -> None:
    text = "无人船走航监测记录,,\n设备,A1,\n序号,经度,纬度\n1,118.0894,24.4798\n合计,,\n"

    track = _track(tmp_path, "a.csv", text)

    assert _only(track) == XIAMEN
    assert track.skipped == 1


def test_a_mapping_profile_of_the_installation_comes_first(tmp_path) -> None:
    profiles = load_profiles(
        {
            "tracks": [
                {
                    "name": "boat",
                    "columns": {"lon": ["E"], "lat": ["N"], "time": ["T"], "alt": ["Z"]},
                    "datum": "GCJ-02",
                    "zone": "UTC",
                    "angle_unit": "ddmm",
                    "alt_unit": "ft",
                    "time_format": "%d.%m.%Y %H:%M",
                }
            ]
        }
    )
    text = "E,N,T,Z\n11805.364,2428.788,22.11.2026 04:00,100\n"

    track = _read(tmp_path, "a.csv", text.encode(), profiles).track

    assert track is not None
    assert (track.form, track.datum) == ("table_boat", "GCJ-02")
    assert _only(track) == pytest.approx(XIAMEN)
    assert track.points[0].alt_m == pytest.approx(30.48)
    assert track.started_at == datetime(2026, 11, 22, 4, tzinfo=UTC)


def test_a_table_without_positions_is_no_track(tmp_path) -> None:
    assert _read(tmp_path, "a.csv", b"name,value\na,1\n").track is None


def test_formula_cells_are_counted_and_never_numbers(tmp_path) -> None:
    text = "lon,lat,note\n118.0894,24.4798,=cmd|'/c calc'!A1\n=1+117,24.4,@SUM(1)\n"

    track = _track(tmp_path, "a.csv", text)

    assert (track.count, track.skipped, track.formulas) == (1, 1, 3)


def test_gpx_and_kml_are_tracks(tmp_path) -> None:
    gpx = (
        '<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>'
        '<trkpt lat="24.4798" lon="118.0894"><ele>3.5</ele><time>2026-11-22T04:00:00Z</time>'
        "</trkpt></trkseg></trk></gpx>"
    )
    kml = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><LineString><coordinates>'
        "118.0894,24.4798,3.5\n118.09,24.48,4</coordinates></LineString></Placemark></kml>"
    )

    track = _track(tmp_path, "a.gpx", gpx)

    assert _only(track) == XIAMEN
    assert track.started_at == datetime(2026, 11, 22, 4, tzinfo=UTC)
    assert _track(tmp_path, "a.kml", kml).count == 2


def test_a_track_tells_its_gaps_its_speed_and_its_clock(tmp_path) -> None:
    start = datetime(2026, 11, 22, 4, tzinfo=UTC)
    rows = [
        (start, 118.0),
        (start + timedelta(seconds=10), 118.001),
        (start + timedelta(seconds=310), 118.002),
        (start + timedelta(seconds=300), 118.002),
        (start + timedelta(seconds=301), 118.02),
    ]
    lines = [f"{lon},24.5,{at.isoformat()}" for at, lon in rows]

    track = _track(tmp_path, "a.csv", "lon,lat,time\n" + "\n".join(lines))

    assert (track.gaps, track.longest_gap_s, track.backwards) == (1, 300, 1)
    assert track.fastest_kmh > 1000


def test_a_long_track_keeps_its_ends_and_a_bounded_sample(tmp_path) -> None:
    lines = [f"{118 + number / 1e5:.5f},24.5" for number in range(20_000)]

    track = _track(tmp_path, "a.csv", "lon,lat\n" + "\n".join(lines))

    assert track.count == 20_000
    assert len(track.points) <= MOST_KEPT
    assert (track.points[0].lon, track.points[-1].lon) == (118.0, 118.19999)


def test_a_video_tells_its_place_time_and_make(tmp_path) -> None:
    path = media.video(
        tmp_path / "a.mp4",
        has_sound=True,
        turned=-90,
        creation_time="2026-11-22T04:00:00Z",
        **{
            "com.apple.quicktime.location.ISO6709": "+24.4798+118.0894+012.3/",
            "com.apple.quicktime.model": "iPhone 15",
            "com.apple.quicktime.creationdate": "2026-11-22T12:00:00+0800",
        },
    )

    found = read_video(str(path), "video/mp4")

    assert found.unreadable == {}
    assert (found.lon, found.lat, found.altitude_m) == (118.0894, 24.4798, 12.3)
    assert (found.codecs, found.has_sound, found.rotation) == (["aac", "h264"], True, 90)
    assert (found.width, found.height, found.model) == (160, 120, "iPhone 15")
    assert found.duration_s == pytest.approx(3, abs=0.3)
    assert found.created_at == found.zoned_at == datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["+24.4798+118.0894/", "+2428.788+11805.364/", "+242847.28+1180521.84+12/"]
)
def test_iso_6709_is_read_in_degrees_minutes_and_seconds(tmp_path, text) -> None:
    tag = {"com.apple.quicktime.location.ISO6709": text}

    found = read_video(str(media.video(tmp_path / "a.mp4", **tag)), "video/mp4")

    assert (found.lon, found.lat) == pytest.approx(XIAMEN)


def test_a_clock_that_was_never_set_gives_no_time(tmp_path) -> None:
    path = media.video(tmp_path / "a.mp4", creation_time="1980-01-01T00:00:00Z")

    assert read_video(str(path), "video/mp4").created_at is None


def test_a_cut_video_is_told_by_the_box_that_ends_outside(tmp_path) -> None:
    content = media.video(tmp_path / "a.mp4").read_bytes()
    (tmp_path / "a.mp4").write_bytes(content[: len(content) // 2])

    found = read_video(str(tmp_path / "a.mp4"), "video/mp4")

    assert found.cut is not None


def test_a_playlist_is_never_followed(tmp_path) -> None:
    listed = b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n"

    found = _read(tmp_path, "a.mp4", listed)
    read = read_video(str(tmp_path / "file"), None)

    assert found.video is None
    assert read.unreadable == {"av": "ValueError"}


@pytest.mark.parametrize(
    ("name", "device", "officer", "at"),
    [
        ("DSJ1234_350203001_20261122120000_0001.mp4", None, None, None),
        ("A1B2C3_350203_20261122120000.mp4", "A1B2C3", "350203", True),
        ("0350203_A1B2C3_20261122120000.MP4", "A1B2C3", "0350203", True),
        ("DSJ-A9@350203@20261122120000.mp4", "A9", "350203", True),
        ("@350203_20261122120000_0003.mp4", None, "350203", True),
        ("DJI_20261122120000_0001_V.MP4", None, None, True),
        ("VID_20261122_120000.mp4", None, None, True),
        ("mmexport1795320000000.jpg", None, None, True),
        ("20261122_120000.mp4", None, None, True),
        ("20261399_990000.mp4", None, None, None),
        ("holiday.mp4", None, None, None),
    ],
)
def test_recorders_file_names_tell_device_officer_and_time(name, device, officer, at) -> None:
    found = read_name(name, NAME_PATTERNS, BUREAU_ZONE)

    said = (found.device, found.officer, found.at) if found else (None, None, None)
    assert said == (device, officer, datetime(2026, 11, 22, 4, tzinfo=UTC) if at else None)


def test_an_installations_own_name_pattern_comes_first(tmp_path) -> None:
    own = {"names": [{"name": "pda", "pattern": r"^(?P<officer>\w+)-(?P<ts>\d{14})"}]}

    found = _read(tmp_path, "chen-20261122120000.csv", b"a", load_profiles(own)).name

    assert found is not None
    assert (found.pattern, found.officer) == ("pda", "chen")


def test_a_name_pattern_that_does_not_compile_is_refused() -> None:
    with pytest.raises(ValueError, match="broken"):
        load_profiles({"names": [{"name": "broken", "pattern": "("}]})


def test_a_reading_travels_to_the_worker_and_into_json(tmp_path) -> None:
    reading = _read(tmp_path, "a_350203_20261122120000.csv", b"lon,lat\n118.0894,24.4798\n")

    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301 - our own bytes
    assert facts_of(reading)["track_points"] == [[118.0894, 24.4798, None, None]]


def test_many_files_are_read_in_their_order(tmp_path) -> None:
    (tmp_path / "one").write_bytes(media.jpeg(media.scene()))
    (tmp_path / "two").write_bytes(b"")
    files = [(str(tmp_path / name), name, "file", "") for name in ("one", "two", "missing")]

    one, two, missing = read_many(files)

    assert one.photo is not None
    assert (two.detected_mime, missing.failed) == (None, "FileNotFoundError")
