"""Reading what a photo says, twice, by readers that share no code; runs in the sandbox."""

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import exifread
import filetype
import pillow_heif
from exifread.utils import get_gps_coords
from PIL import ExifTags, Image, ImageFile

from backend.evidence.rules import dji
from backend.evidence.rules.dji import DroneFacts

MAX_PIXELS = 80_000_000
"""Pillow refuses twice as many: what a 108-megapixel phone makes is read, a bomb is not."""
MAX_TEXT = 200
SNIFF_BYTES = 8192
XMP_TOOL = re.compile(rb"CreatorTool(?:=\"|>)([^\"<]{1,200})")
UNSTORABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
logging.getLogger("exifread").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class View:
    """What one reader found; empty where it found nothing."""

    taken_at: str | None = None
    """EXIF's own form, `YYYY:MM:DD HH:MM:SS`."""
    offset: str | None = None
    make: str | None = None
    model: str | None = None
    software: str | None = None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class PhotoReading:
    """What a photo says of itself."""

    width: int | None = None
    height: int | None = None
    views: dict[str, View] = field(default_factory=dict)
    """By reader: `pillow`, `exifread`."""
    unreadable: dict[str, str] = field(default_factory=dict)
    """Why a reader gave up, by reader."""
    not_an_image: str | None = None
    drone: DroneFacts | None = None


def sniff_mime(head: bytes) -> str | None:
    """Return the type that a file's first bytes show, or None."""
    mime: str | None = filetype.guess_mime(head)
    return mime


def plain_text(value: Any) -> str | None:
    """Return a value as a short text that every column holds, or None when nothing is left."""
    if value is None:
        return None
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return UNSTORABLE.sub("", text).strip()[:MAX_TEXT] or None


@contextmanager
def quiet() -> Iterator[None]:
    """Keep readers from warning of odd files."""
    # Odd files make readers warn; what matters of it becomes a flag.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def read_photo(path: str) -> PhotoReading:
    """Return what the file at `path` says of itself; never raises for odd bytes."""
    with quiet():
        views: dict[str, View] = {}
        unreadable: dict[str, str] = {}
        facts = _read_with_pillow(Path(path), views, unreadable)
        _read_with_exifread(Path(path), views, unreadable)
        return PhotoReading(views=views, unreadable=unreadable, **facts)


def _read_with_pillow(
    path: Path, views: dict[str, View], unreadable: dict[str, str]
) -> dict[str, Any]:
    try:
        image = Image.open(path)
    except Exception as error:
        return {"not_an_image": _name(error)}
    with image:
        facts: dict[str, Any] = {"width": image.width, "height": image.height}
        try:
            views["pillow"] = _pillow_view(image)
        except Exception as error:
            unreadable["pillow"] = _name(error)
        try:
            facts["drone"] = dji.read_xmp(_xmp(image))
        except Exception as error:
            unreadable["xmp"] = _name(error)
    return facts


def _xmp(image: Image.Image) -> bytes:
    packet = image.info.get("xmp") or b""
    return packet if isinstance(packet, bytes) else str(packet).encode("utf-8", "replace")


@contextmanager
def truncated_files(*, allowed: bool) -> Iterator[None]:
    """Let Pillow read cut files or refuse them; its switch is one for the process, and other
    libraries set it as well.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = allowed
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _pillow_view(image: Image.Image) -> View:
    exif = image.getexif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    tags = ExifTags.Base
    tool = XMP_TOOL.search(_xmp(image))
    software = exif.get(tags.Software) or exif.get(tags.ProcessingSoftware)
    return View(
        taken_at=plain_text(details.get(tags.DateTimeOriginal)),
        offset=plain_text(details.get(tags.OffsetTimeOriginal)),
        make=plain_text(exif.get(tags.Make)),
        model=plain_text(exif.get(tags.Model)),
        software=plain_text(
            software or (tool.group(1).decode("utf-8", "replace") if tool else None)
        ),
        lon=_degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef)),
        lat=_degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef)),
    )


def _read_with_exifread(path: Path, views: dict[str, View], unreadable: dict[str, str]) -> None:
    try:
        with path.open("rb") as file:
            tags = exifread.process_file(file, details=False, extract_thumbnail=False)
        coordinates = get_gps_coords(tags) or (None, None)
        views["exifread"] = View(
            taken_at=plain_text(tags.get("EXIF DateTimeOriginal")),
            offset=plain_text(tags.get("EXIF OffsetTimeOriginal")),
            make=plain_text(tags.get("Image Make")),
            model=plain_text(tags.get("Image Model")),
            software=plain_text(tags.get("Image Software") or tags.get("Image ProcessingSoftware")),
            lat=coordinates[0],
            lon=coordinates[1],
        )
    except Exception as error:
        unreadable["exifread"] = _name(error)


def _degrees(parts: Any, reference: Any) -> float | None:
    if not parts:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if value != value:  # a fraction over zero
        return None
    return -value if plain_text(reference) in {"S", "W"} else value


def _name(error: Exception) -> str:
    return type(error).__name__
