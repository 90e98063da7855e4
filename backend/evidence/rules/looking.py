"""Looking at a picture, the costly part of reading it, done when nothing waits; in the sandbox.

Reading every byte finds a cut file; the hash finds pictures that look the same.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image

from backend.evidence.rules.capture import Facts
from backend.evidence.rules.likeness import distance, perceptual_hash
from backend.evidence.rules.photo import quiet, truncated_files

SMALLEST_DECODED = 32
LOWEST_PRIORITY = 19
THUMBNAIL_SIDES = (32, 1024)
"""An embedded thumbnail outside of these is none."""


THUMBNAIL_BITS = 8
"""Cameras' own thumbnails differ in none to four."""


@dataclass(frozen=True)
class Look:
    """What is seen."""

    likeness: int | None = None
    """The perceptual hash, None where there is nothing to see."""
    thumbnail_distance: int | None = None
    """In how many bits the embedded thumbnail's hash differs."""
    truncated: str | None = None
    """Why the picture could not be read to its end."""


def look_at(path: str) -> Look:
    """Return what the picture at `path` shows; never raises for odd bytes."""
    try:
        with quiet(), Image.open(path) as image:
            return Look(**_look(image))
    except Exception:
        return Look()


def flags_of_look(look: Look) -> dict[str, Facts | None]:
    """Return by code what is odd about a picture, None where nothing is."""
    differing = look.thumbnail_distance or 0
    facts = {"distance": differing, "limit": THUMBNAIL_BITS}
    return {
        "image_truncated": {"reason": look.truncated} if look.truncated else None,
        "thumbnail_differs": facts if differing > THUMBNAIL_BITS else None,
    }


def look_in_background(paths: list[str]) -> list[Look]:
    """Return the looks of several pictures; the calling process gives way to all others from
    then on.
    """
    os.setpriority(os.PRIO_PROCESS, 0, LOWEST_PRIORITY)
    return [look_at(path) for path in paths]


def _look(image: Image.Image) -> dict[str, Any]:
    width, height = image.size
    try:
        # A JPEG decoded in grey at an eighth still reads every byte, and is enough for the hash.
        wanted = (max(SMALLEST_DECODED, width // 8), max(SMALLEST_DECODED, height // 8))
        image.draft("L", wanted)
        with truncated_files(allowed=False):
            image.load()
        likeness = perceptual_hash(image)
    except Exception as error:
        return {"truncated": type(error).__name__}
    return {"likeness": likeness, "thumbnail_distance": _thumbnail_distance(image, likeness)}


def _thumbnail_distance(image: Image.Image, likeness: int | None) -> int | None:
    if likeness is None:
        return None
    with suppress(Exception):  # a thumbnail that cannot be read says nothing about the picture
        entries = image.getexif().get_ifd(ExifTags.IFD.IFD1)
        start, length = int(entries.get(0x0201, 0)), int(entries.get(0x0202, 0))
        if not length:
            return None  # most have none, and Pillow would ask every format for nothing
        block = image.info.get("exif", b"").removeprefix(b"Exif\x00\x00")
        with Image.open(BytesIO(block[start : start + length])) as thumbnail:
            if all(THUMBNAIL_SIDES[0] <= side <= THUMBNAIL_SIDES[1] for side in thumbnail.size):
                own = perceptual_hash(_without_bars(thumbnail, image.width / image.height))
                return None if own is None else distance(likeness, own)
    return None


def _without_bars(thumbnail: Image.Image, shape: float) -> Image.Image:
    """Cut off the black bars that make every thumbnail four by three."""
    width, height = thumbnail.size
    kept = (min(width, round(height * shape)), min(height, round(width / shape)))
    left, top = (width - kept[0]) // 2, (height - kept[1]) // 2
    return thumbnail.crop((left, top, left + kept[0], top + kept[1]))
