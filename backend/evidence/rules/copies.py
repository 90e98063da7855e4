"""Small copies of a photo for screens, visibly marked as copies; runs in the sandbox."""

import warnings
from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, ImageOps

# Importing it also teaches Pillow HEIC and sets its limit of pixels.
from backend.evidence.rules.photo import truncated_files

LONGEST_PREVIEW = 1600
LONGEST_THUMBNAIL = 320
QUALITY = 85
MARK = "副本 COPY"
THUMBNAIL_MARK = "副本"
EARLY_MARK = "先行小图 未核验"
TOOL = "xunzheng-copies/1"


def make_copies(path: str) -> dict[str, bytes]:
    """Return the JPEG copies `preview` and `thumbnail` of the photo at `path`, without its
    metadata; raises whatever the reader raises.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Half a photo is shown as far as it goes; that it is cut is a flag of the exhibit.
        with Image.open(path) as image, truncated_files(allowed=True):
            image.draft("RGB", (LONGEST_PREVIEW, LONGEST_PREVIEW))
            upright = flat_picture(ImageOps.exif_transpose(image))
        upright.thumbnail((LONGEST_PREVIEW, LONGEST_PREVIEW), Image.Resampling.LANCZOS)
        small = upright.copy()
        small.thumbnail((LONGEST_THUMBNAIL, LONGEST_THUMBNAIL), Image.Resampling.LANCZOS)
        return {
            "preview": _marked_jpeg(upright, MARK, 24),
            "thumbnail": _marked_jpeg(small, THUMBNAIL_MARK, 12),
        }


def make_early_picture(path: str) -> bytes:
    """Return the marked JPEG of a small picture that came ahead of its original; raises ValueError
    for another format and whatever the reader raises.
    """
    with Image.open(path, formats=("JPEG",)) as image:
        image.draft("RGB", (LONGEST_THUMBNAIL, LONGEST_THUMBNAIL))
        small = flat_picture(ImageOps.exif_transpose(image))
    small.thumbnail((LONGEST_THUMBNAIL, LONGEST_THUMBNAIL), Image.Resampling.LANCZOS)
    return _marked_jpeg(small, EARLY_MARK, 12)


def flat_picture(image: Image.Image) -> Image.Image:
    """Return the picture in three colours, what was transparent as white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("RGB")


def _marked_jpeg(image: Image.Image, mark: str, parts: int) -> bytes:
    """Write the mark on a dark ground in the lower right corner, in proportion to the picture."""
    draw = ImageDraw.Draw(image, "RGBA")
    size = max(8, min(image.size) // parts)
    font = mark_font(size)
    left, top, right, bottom = draw.textbbox((0, 0), mark, font=font)
    pad = size // 3
    width, height = right - left + 2 * pad, bottom - top + 2 * pad
    x, y = image.width - width, image.height - height
    draw.rectangle((x, y, image.width, image.height), fill=(0, 0, 0, 170))
    draw.text((x + pad - left, y + pad - top), mark, font=font, fill=(255, 255, 255, 255))
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


@cache
def mark_font(size: int) -> ImageFont.FreeTypeFont:
    """Return the face in which marks are written."""
    found = files("pylopdf_fonts_zh_cn").joinpath("NotoSansSC-Regular.otf")
    return ImageFont.truetype(BytesIO(found.read_bytes()), size)
