"""Marked copies of photos: watermarked, or with parts made unrecognisable; runs in the sandbox."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import PIL
from PIL import Image, ImageDraw, ImageOps

from backend.evidence.rules.copies import flat_picture, mark_font
from backend.evidence.rules.photo import quiet, truncated_files

MARK = "副本 DERIVATIVE"
TOOL = "xunzheng-derivatives"
VERSION = f"1 (Pillow {PIL.__version__})"
QUALITY = 92
WHOLE = 10_000
"""Regions are given in ten-thousandths of the picture's width and height."""
MOST_TILES = 6
LEVELS = 32


def make_watermarked(path: str, out: str, lines: Sequence[str], comment: str) -> str:
    """Write a JPEG of the photo with the mark and the lines below it and return its type; raises
    whatever the reader raises.
    """
    image = _upright(path)
    _save(_with_footer(image, [MARK, *lines]), out, comment)
    return "image/jpeg"


def make_redacted(path: str, out: str, regions: Sequence[dict[str, Any]], comment: str) -> str:
    """Write a JPEG of the photo whose regions cannot be recovered, marked, and return its type;
    raises whatever the reader raises.

    A region is filled with black or, `blur`, with a few coarse tiles: blurring by a known kernel
    could be undone. Metadata and the embedded thumbnail, which would show all, are left out.
    """
    image = _upright(path)
    for region in regions:
        box = _box(region, image.size)
        if region["how"] == "blur":
            _tile(image, box)
        else:
            ImageDraw.Draw(image).rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill="black")
    _save(_with_footer(image, [MARK]), out, comment)
    return "image/jpeg"


def _upright(path: str) -> Image.Image:
    # Half a photo is shown as far as it goes; that it is cut is a flag of the exhibit.
    with quiet(), Image.open(path) as image, truncated_files(allowed=True):
        return flat_picture(ImageOps.exif_transpose(image))


def _box(region: dict[str, Any], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the pixels of a region, rounded outwards so that no edge of it stays."""
    width, height = size
    left, top = region["x"] * width // WHOLE, region["y"] * height // WHOLE
    right = -(-(region["x"] + region["width"]) * width // WHOLE)
    bottom = -(-(region["y"] + region["height"]) * height // WHOLE)
    return left, top, min(width, max(right, left + 1)), min(height, max(bottom, top + 1))


def _tile(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    width, height = box[2] - box[0], box[3] - box[1]
    longest = max(width, height)
    tiles = (max(1, MOST_TILES * width // longest), max(1, MOST_TILES * height // longest))
    coarse = image.crop(box).resize(tiles, Image.Resampling.BOX)
    coarse = coarse.point([value // LEVELS * LEVELS + LEVELS // 2 for value in range(256)] * 3)
    image.paste(coarse.resize((width, height), Image.Resampling.NEAREST), box)


def _with_footer(image: Image.Image, lines: Sequence[str]) -> Image.Image:
    """Return the picture on a strip of dark ground that holds the lines: nothing is hidden."""
    size = max(12, min(image.size) // 32)
    font, pad = mark_font(size), size // 2
    wrapped = [part for line in lines for part in _wrap(line, font, image.width - 2 * pad)]
    step = size + pad
    out = Image.new("RGB", (image.width, image.height + step * len(wrapped) + pad), (24, 24, 24))
    out.paste(image, (0, 0))
    draw = ImageDraw.Draw(out)
    for number, line in enumerate(wrapped):
        at = (pad, image.height + pad // 2 + number * step)
        draw.text(at, line, font=font, fill="white")
    # And inside the picture, where cutting off the strip does not remove it.
    draw.text(
        (image.width - pad, pad), MARK, font=font, fill="white", anchor="ra",
        stroke_width=max(1, size // 12), stroke_fill="black",
    )  # fmt: skip
    return out


def _wrap(line: str, font: Any, width: int) -> list[str]:
    parts, rest = [], line
    while rest:
        fitting = len(rest)
        while fitting > 1 and font.getlength(rest[:fitting]) > width:
            fitting -= 1
        parts.append(rest[:fitting])
        rest = rest[fitting:]
    return parts


def _save(image: Image.Image, out: str, comment: str) -> None:
    image.save(Path(out), "JPEG", quality=QUALITY, optimize=True, comment=comment.encode())
