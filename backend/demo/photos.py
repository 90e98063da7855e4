"""Photographs for demonstrations: drawn, but with the EXIF a phone writes."""

import base64
import io
import random
from datetime import datetime

from PIL import Image, ImageDraw, ImageFilter

from backend.kernel.clock import BUREAU_ZONE

SIZE = (1280, 960)
GPS_IFD, EXIF_IFD = 0x8825, 0x8769


def make_photo(taken_at: datetime, lon: float, lat: float, seed: int) -> bytes:
    """Return a JPEG of black water leaving an outfall, taken then and there (WGS-84)."""
    image = _draw(random.Random(seed))  # noqa: S311 - a picture, not a secret
    exif = Image.Exif()
    local = taken_at.astimezone(BUREAU_ZONE).strftime("%Y:%m:%d %H:%M:%S")
    exif[0x010F], exif[0x0110] = "Xunzheng", "Demo Phone"
    exif[0x0112], exif[0x0132] = 1, local
    details = exif.get_ifd(EXIF_IFD)
    details[0x9003], details[0x9004], details[0x9011] = local, local, "+08:00"
    place = exif.get_ifd(GPS_IFD)
    place[1], place[2] = ("N" if lat >= 0 else "S"), _degrees(abs(lat))
    place[3], place[4] = ("E" if lon >= 0 else "W"), _degrees(abs(lon))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88, exif=exif)
    return out.getvalue()


def make_signature(seed: int) -> str:
    """Return a drawn signature as a PNG data URL, as the sign pad makes it."""
    chance = random.Random(seed)  # noqa: S311 - a picture, not a secret
    image = Image.new("RGBA", (360, 140), (0, 0, 0, 0))
    points = [(20.0, 80.0)]
    while points[-1][0] < 330:
        x, y = points[-1]
        points.append((x + chance.uniform(8, 22), min(120, max(20, y + chance.uniform(-44, 44)))))
    ImageDraw.Draw(image).line(points, fill=(18, 32, 60, 255), width=4, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"


def _degrees(value: float) -> tuple[float, float, float]:
    whole = int(value)
    minutes = (value - whole) * 60
    return (float(whole), float(int(minutes)), round((minutes - int(minutes)) * 60, 4))


def _draw(chance: random.Random) -> Image.Image:
    width, height = SIZE
    image = Image.new("RGB", SIZE, (168, 186, 190))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, int(height * 0.32), width, height), fill=(126, 122, 104))
    for _ in range(260):
        x, y = chance.randrange(width), chance.randrange(int(height * 0.32), height)
        shade = chance.randrange(88, 150)
        draw.ellipse(
            (x, y, x + chance.randrange(6, 46), y + chance.randrange(4, 22)),
            fill=(shade, shade - 4, shade - 22),
        )
    pipe = int(width * chance.uniform(0.25, 0.6))
    draw.ellipse((pipe - 110, 300, pipe + 110, 520), fill=(98, 98, 96))
    draw.ellipse((pipe - 82, 328, pipe + 82, 492), fill=(20, 20, 21))
    spread = chance.randrange(180, 420)
    draw.polygon(
        ((pipe - 66, 440), (pipe + 66, 440), (pipe + spread, height), (pipe - spread // 2, height)),
        fill=(27, 26, 24),
    )
    for _ in range(90):
        x = pipe + chance.randrange(-spread // 2, spread)
        y = chance.randrange(560, height)
        draw.arc((x, y, x + 90, y + 18), 180, 340, fill=(62, 58, 50), width=2)
    return image.filter(ImageFilter.GaussianBlur(1.2))
