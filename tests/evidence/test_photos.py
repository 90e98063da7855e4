"""Readers survive every file; what is odd becomes a fact."""

import random
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from backend.evidence.rules.checks import Declared, best_view, exif_of, flags_of_bytes
from backend.evidence.rules.copies import make_copies
from backend.evidence.rules.looking import flags_of_look, look_at
from backend.evidence.rules.photo import read_photo, sniff_mime
from backend.kernel import clock
from backend.kernel.jcs import canonical_bytes
from tests.phones import photo_bytes

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
FOUND = sorted(
    path
    for folder in ("broken", "heic", "photos")
    for path in (SAMPLES / folder).glob("*")
    if path.is_file()
)


def _flags(path: Path) -> dict[str, object]:
    declared = Declared("photo", "image/jpeg", clock.now(), 118.1, 24.46, 10.0)
    head = path.read_bytes()[:8192]
    flags = flags_of_bytes(declared, sniff_mime(head), read_photo(str(path)), clock.BUREAU_ZONE)
    seen = {code: facts for code, facts in flags_of_look(look_at(str(path))).items() if facts}
    found = {flag["code"]: flag["facts"] for flag in flags} | seen
    canonical_bytes({"flags": found})  # facts go into custody events, which hold no floats
    return found


def _exif_photo(**tags: object) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:22 12:00:00"
    gps = {1: "S", 2: (24.0, 27.0, 36.0), 3: "W", 4: (118.0, 6.0, 0.0)} | tags
    exif.get_ifd(0x8825).update(gps)
    return photo_bytes(8, exif=exif)


def _huge_png() -> bytes:
    """A few bytes that claim 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def test_both_readers_find_the_same_in_a_whole_photo(tmp_path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(_exif_photo())

    reading = read_photo(str(path))

    one, other = reading.views["pillow"], reading.views["exifread"]
    assert one.taken_at == other.taken_at == "2026:11:22 12:00:00"
    assert one.make == other.make == "Maker"
    assert (one.lon, one.lat) == pytest.approx((-118.1, -24.46))
    assert (other.lon, other.lat) == pytest.approx((one.lon, one.lat))


def test_a_photo_without_exif_says_only_its_size(tmp_path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(photo_bytes(9))

    assert exif_of(read_photo(str(path))) == {"width": 640, "height": 480}


@pytest.mark.parametrize("seed", range(40))
def test_a_photo_with_flipped_bytes_never_breaks_the_readers(tmp_path, seed) -> None:
    dice = random.Random(seed)
    content = bytearray(_exif_photo())
    for _ in range(dice.randint(1, 12)):
        content[dice.randrange(2, 400)] = dice.randrange(256)
    path = tmp_path / "photo.jpg"
    path.write_bytes(bytes(content))

    assert isinstance(_flags(path), dict)


@pytest.mark.parametrize("length", [0, 1, 3, 20, 200, 700, 1500])
def test_a_cut_photo_never_breaks_the_readers(tmp_path, length) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(_exif_photo()[:length])

    flags = _flags(path)

    assert flags.keys() & {"not_an_image", "image_truncated"}


def test_a_cut_photo_is_told_although_another_library_lets_pillow_read_it(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    path = tmp_path / "photo.jpg"
    path.write_bytes(_exif_photo()[:1500])

    assert "image_truncated" in _flags(path)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_a_decompression_bomb_is_not_unpacked(tmp_path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(_huge_png())

    assert _flags(path)["not_an_image"] == {
        "detected": "image/png",
        "reason": "DecompressionBombError",
    }
    with pytest.raises(Image.DecompressionBombError):
        make_copies(str(path))


def test_texts_that_no_column_holds_are_cleaned(tmp_path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Ma\x00ker\x07" + "x" * 500
    path = tmp_path / "photo.jpg"
    path.write_bytes(photo_bytes(10, exif=exif))

    make = best_view(read_photo(str(path))).make

    assert make is not None
    assert "\x00" not in make
    assert len(make) <= 200


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "I;16", "CMYK"])
def test_every_kind_of_picture_becomes_a_jpeg_copy(tmp_path, mode) -> None:
    path = tmp_path / ("photo.tiff" if mode in {"CMYK", "I;16"} else "photo.png")
    Image.new(mode, (50, 30)).save(path)

    copies = make_copies(str(path))

    assert {name: Image.open(BytesIO(made)).format for name, made in copies.items()} == {
        "preview": "JPEG",
        "thumbnail": "JPEG",
    }


@pytest.mark.skipif(not FOUND, reason="the collection of real photos is not here")
@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_real_photos_are_read_and_copied(path) -> None:
    reading = read_photo(str(path))

    assert reading.not_an_image is None
    assert isinstance(_flags(path), dict)
    assert make_copies(str(path)).keys() == {"preview", "thumbnail"}


@pytest.mark.skipif(not FOUND, reason="the collection of real photos is not here")
def test_a_real_photos_place_and_time_are_found() -> None:
    view = best_view(read_photo(str(SAMPLES / "photos" / "gps_DSCN0010.jpg")))

    assert (view.lon, view.lat) == pytest.approx((11.885127, 43.467448), abs=1e-6)
    assert view.taken_at == "2008:10:22 16:28:39"
