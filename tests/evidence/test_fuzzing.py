"""No bytes whatever make a reader raise, hang or grow."""

import importlib.util
import resource
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.evidence.rules.boxes import MAX_BOXES, read_boxes
from backend.evidence.rules.derivatives import make_watermarked
from backend.evidence.rules.found import facts_of
from backend.evidence.rules.looking import look_at
from backend.evidence.rules.media_checks import flags_of_reading
from backend.evidence.rules.photo import sniff_mime
from backend.evidence.rules.reading import MediaReading, read_media
from backend.kernel.clock import BUREAU_ZONE
from backend.kernel.jcs import canonical_bytes
from backend.kernel.sandbox import Sandbox, SandboxFailed
from tests.evidence import media
from tests.evidence.test_examination import _declared

ROOT = Path(__file__).parents[2]
FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SRT = (
    b"1\n00:00:01,000 --> 00:00:02,000\nHOME(118.08,24.47) 2026.11.22 12:00:00\n"
    b"GPS(118.0894,24.4798,19) BAROMETER:20.1\n[latitude: 24.4] [longtitude: 118.1]\n\n"
)
CSV = "时间,经度,纬度,高度\n2026-11-22 12:00:00,118.0894,24.4798,3\n".encode("gb18030")
GPX = (
    b'<gpx><trk><trkpt lat="24.4798" lon="118.0894"><ele>1</ele>'
    b"<time>2026-11-22T04:00:00Z</time></trkpt></trk></gpx>"
)
KML = b"<kml><coordinates>118.0894,24.4798,3 118.1,24.5,4</coordinates></kml>"
XMP = media.dji_attributes(GpsLatitude="24.46", GpsLongitude="118.2", GimbalYawDegree="-1")
PHOTO = media.photo_with_thumbnail(media.scene(1, (64, 48)), media.scene(2, (64, 48)))
DRONE = media.jpeg(media.scene(1, (64, 48)), xmp=XMP)
SEEDS = {"a.srt": SRT, "a.csv": CSV, "a.gpx": GPX, "a.kml": KML, "a.jpg": PHOTO, "b.jpg": DRONE}


def _survive(path: Path, name: str, content: bytes) -> MediaReading:
    """Read the bytes as every step of the intake does."""
    path.write_bytes(content)
    found = read_media(str(path), name, "file", "")
    assert found.failed is None
    facts = flags_of_reading(_declared(), found, BUREAU_ZONE)
    canonical_bytes({"flags": facts})
    facts_of(found)
    look_at(str(path))
    return found


@FEW
@given(content=st.binary(max_size=4096), name=st.sampled_from(sorted(SEEDS)))
def test_random_bytes_are_survived(tmp_path, content, name) -> None:
    _survive(tmp_path / "file", name, content)


@FEW
@given(seed=st.integers(0, 2**32), name=st.sampled_from(sorted(SEEDS)))
def test_changed_files_are_survived(tmp_path, seed, name) -> None:
    _survive(tmp_path / "file", name, media.mutated(SEEDS[name], seed))


@FEW
@given(seed=st.integers(0, 2**32))
def test_changed_videos_are_survived(tmp_path, seed) -> None:
    whole = tmp_path / "whole.mp4"
    if not whole.exists():
        media.video(whole, seconds=1, size=(32, 32), has_sound=True, location="+24.5+118.1/")

    _survive(tmp_path / "file", "a.mp4", media.mutated(whole.read_bytes(), seed))


@FEW
@given(text=st.text(max_size=2000), name=st.sampled_from(["a.srt", "a.csv", "a.gpx"]))
def test_random_texts_are_survived(tmp_path, text, name) -> None:
    _survive(tmp_path / "file", name, text.encode("utf-8", "surrogatepass"))


@FEW
@given(name=st.text(max_size=300))
def test_random_file_names_are_survived(tmp_path, name) -> None:
    _survive(tmp_path / "file", name, b"")


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris has no wheel for this platform"
)
@pytest.mark.parametrize("kind", ["photo", "video", "srt", "table", "gpx"])
def test_inputs_grown_by_coverage_are_survived(tmp_path, kind) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    if kind == "video":
        media.video(seeds / "seed", seconds=1, size=(32, 32))
    else:
        name = {"photo": "b.jpg", "srt": "a.srt", "table": "a.csv", "gpx": "a.gpx"}[kind]
        (seeds / "seed").write_bytes(SEEDS[name])
    options = ["-runs=300", "-max_total_time=3", "-rss_limit_mb=2048", "-timeout=10", str(seeds)]

    done = subprocess.run(
        [sys.executable, "-m", "tests.evidence.fuzzing", kind, *options],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def test_a_million_lines_of_subtitles_are_read_in_bounded_memory(tmp_path) -> None:
    path = tmp_path / "a.srt"
    block = "1\n00:00:01,000 --> 00:00:02,000\nGPS(118.0894,24.4798,19) BAROMETER:20.1\n\n"
    path.write_text(block * 250_000)
    before, began = _peak_mb(), time.process_time()

    found = read_media(str(path), "a.srt", "file", "")

    assert found.track is not None
    assert found.track.count == 250_000
    assert _peak_mb() - before < 64
    assert time.process_time() - began < 60


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.srt", b"00:00:01,000 --> 00:00:02,000 " + b"GPS(" * 5_000_000),
        ("a.srt", b"00:00:01,000 --> 00:00:02,000\n" + b"[latitude: 1" * 2_000_000),
        ("a.csv", b"lon,lat\n" + b'"' * 20_000_000),
        ("a.csv", b"lon,lat\n" + b"1" * 20_000_000),
        ("a.csv", b"\n" * 5_000_000),
        ("a.kml", b"<kml><coordinates>" + b"1," * 10_000_000),
        ("a.gpx", b"<gpx>" + b"<a>" * 200_000),
    ],
    ids=["gps", "brackets", "quotes", "digits", "lines", "commas", "depth"],
)
def test_endless_entries_are_read_in_bounded_time(tmp_path, name, content) -> None:
    began = time.process_time()

    found = _survive(tmp_path / "file", name, content)

    assert found.track is None or found.track.count <= 1
    assert time.process_time() - began < 30


def test_entities_are_not_unfolded(tmp_path) -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<!DOCTYPE gpx [<!ENTITY a0 "ha">{laughs}]><gpx><name>&a9;</name></gpx>'

    found = _survive(tmp_path / "file", "a.gpx", xml.encode())

    assert found.track is not None
    assert found.track.problem == "DTDForbidden"


def test_an_outside_entity_in_xmp_is_not_fetched(tmp_path) -> None:
    packet = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + XMP.replace(
        b"24.46", b"&e;"
    )

    found = _survive(tmp_path / "file", "a.jpg", media.jpeg(media.scene(), xmp=packet))

    assert found.photo is not None
    # What stands before the packet proper is not even parsed; the entity is then unknown.
    assert (found.photo.drone, found.photo.unreadable) == (None, {"xmp": "ParseError"})


def test_zips_are_not_unpacked(tmp_path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.csv", b"\0" * 50_000_000)
    before = _peak_mb()

    found = _survive(tmp_path / "file", "a.zip", bomb.read_bytes())

    assert (found.detected_mime, found.photo, found.track) == ("application/zip", None, None)
    assert _peak_mb() - before < 32


def _png(width: int, height: int, body: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body))


@pytest.mark.parametrize("size", [(60_000, 60_000), (1, 2**31 - 1), (0, 0)])
def test_pictures_of_mad_sizes_are_not_unpacked(tmp_path, size) -> None:
    before = _peak_mb()

    found = _survive(tmp_path / "file", "a.png", _png(*size, b"\0" * 1000))

    assert found.photo is not None
    assert found.photo.not_an_image is not None
    assert _peak_mb() - before < 64


def test_a_derivative_of_a_bomb_fails_in_the_sandbox(tmp_path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(_png(60_000, 60_000, b"\0" * 1000))
    sandbox = Sandbox(memory_bytes=512 * 1024 * 1024)

    with pytest.raises(SandboxFailed, match="DecompressionBombError"):
        sandbox.run(make_watermarked, str(path), str(tmp_path / "o"), [], "", timeout_s=60.0)


def _box(name: bytes, body: bytes, size: int | None = None) -> bytes:
    return struct.pack(">I4s", 8 + len(body) if size is None else size, name) + body


@pytest.mark.parametrize(
    "body",
    [
        _box(b"free", b"") * (MAX_BOXES * 2),
        _box(b"moov", b"", size=7),
        struct.pack(">I4sQ", 1, b"moov", 2**64 - 1),
        b"".join(_box(b"moov", b"", size=2**31) for _ in range(100)),
    ],
    ids=["endless", "too small", "huge", "nested outside"],
)
def test_mad_boxes_end(tmp_path, body) -> None:
    content = _box(b"ftyp", b"isom\0\0\0\0isommp42") + body

    found = _survive(tmp_path / "file", "a.mp4", content)

    assert found.video is not None
    assert found.video.unreadable
    assert sniff_mime(content) == "video/mp4"


def test_more_boxes_than_a_camera_writes_are_refused(tmp_path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(_box(b"free", b"") * (MAX_BOXES + 1))

    with path.open("rb") as file, pytest.raises(ValueError, match="TooManyBoxes"):
        read_boxes(file, path.stat().st_size)
