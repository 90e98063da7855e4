"""DJI's subtitles: the aircraft's position for every second or frame of a video."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from backend.evidence.rules.dji import is_on_earth
from backend.evidence.rules.track import CUT_AFTER, Track, TrackBuilder, TrackPoint

MAX_LINE = 4096
MAX_BLOCK = 16384
NUMBER = r"[+-]?\d{1,4}(?:\.\d{1,12})?"
TIMECODE = re.compile(r"^\s*(\d{1,4}):(\d{2}):(\d{2})[,.](\d{1,3})\s*-->")
MOMENT = re.compile(
    r"(20\d{2})[-./](\d{1,2})[-./](\d{1,2})[ T](\d{1,2}):(\d{2}):(\d{2})(?:[.,:](\d{1,3}))?"
)
LATITUDE = re.compile(rf"\blatitude\s*:\s*({NUMBER})")
LONGITUDE = re.compile(rf"\blongt?itude\s*:\s*({NUMBER})")
GPS = re.compile(rf"\bGPS\s*\(\s*({NUMBER})\s*,\s*({NUMBER})\s*(?:,\s*({NUMBER})\s*(M?))?")
HOME = re.compile(rf"\bHOME\s*\(\s*({NUMBER})\s*,\s*({NUMBER})")
HEIGHTS = {
    "abs_alt": re.compile(rf"\babs_alt\s*:\s*({NUMBER})"),
    "altitude": re.compile(rf"\baltitude\s*:\s*({NUMBER})"),
    "BAROMETER": re.compile(rf"\bBAROMETER\s*:\s*({NUMBER})"),
    "H ": re.compile(rf"\bH\s+({NUMBER})m"),
}
"""By a word that is looked for first: most lines hold none, and a million may come."""
Pair = tuple[float, float]


def read_srt(path: str, zone: tzinfo) -> Track:
    """Return the track in a subtitle file; `zone` is that of the aircraft's clock. Never raises
    for odd bytes.
    """
    builder, homes = TrackBuilder(), _Homes()
    form, problem = "none", None
    try:
        for seconds, text in _blocks(Path(path), builder):
            form = _take(builder, homes, form, seconds, text, zone)
    except Exception as error:
        problem = type(error).__name__
    if form != "none" and builder.count == 0 and problem is None:
        problem = "no_positions"
    return builder.build(f"dji_srt_{form}", home=homes.first, problem=problem)


class _Homes:
    def __init__(self) -> None:
        self.first: Pair | None = None


def _blocks(path: Path, builder: TrackBuilder) -> Iterator[tuple[float, str]]:
    """Yield the seconds and the text of each subtitle; a file of endless lines is cut."""
    seconds, text = None, ""
    with path.open("r", encoding="utf-8-sig", errors="replace", newline=None) as file:
        for number in range(CUT_AFTER * 6):
            line = file.readline(MAX_LINE)
            found = TIMECODE.match(line) if "-->" in line else None
            if found or not line:
                if seconds is not None:
                    yield seconds, text
                text = ""
            if not line:
                return
            if found:
                hours, minutes, whole, parts = found.groups()
                part = int(parts.ljust(3, "0")) / 1000
                seconds = int(hours) * 3600 + int(minutes) * 60 + int(whole) + part
            elif len(text) < MAX_BLOCK:
                text += line
            if number % 64 == 0 and builder.count >= CUT_AFTER:
                break
    builder.notes.add("cut")


def _take(
    builder: TrackBuilder, homes: _Homes, form: str, seconds: float, text: str, zone: tzinfo
) -> str:
    form, place = _place(builder, form, text)
    homes.first = homes.first or _home(text, form)
    if place is None or not is_on_earth(*place):
        builder.skipped += 1
        return form
    at = _moment(text, zone)
    if at is not None:
        builder.notes.add("zone_assumed")
    builder.add(TrackPoint(place[0], place[1], _height(text), at, seconds))
    return form


def _place(builder: TrackBuilder, form: str, text: str) -> tuple[str, Pair | None]:
    is_named = "itude" in text
    lat, lon = (pattern.search(text) if is_named else None for pattern in (LATITUDE, LONGITUDE))
    if lat and lon:
        return "relative" if "rel_alt" in text else "bracket", (
            float(lat.group(1)),
            float(lon.group(1)),
        )[::-1]
    found = GPS.search(text) if "GPS" in text else None
    if not found:
        return ("frames" if form == "none" and "Cnt" in text else form), None
    one, other = float(found.group(1)), float(found.group(2))
    is_lat_first = bool(found.group(4))
    if abs(one) <= 90 and abs(other) <= 90:
        builder.notes.add("axis_order_assumed")
    else:
        is_lat_first = abs(other) > 90
    return _form_of(text, found.group(4)), (other, one) if is_lat_first else (one, other)


def _form_of(text: str, unit: str | None) -> str:
    if "BAROMETER" in text:
        return "matrice" if unit else "barometer"
    return "rtk" if "G.PRY" in text or "HOME" in text else "line"


def _home(text: str, form: str) -> Pair | None:
    found = HOME.search(text) if "HOME" in text else None
    if not found:
        return None
    one, other = float(found.group(1)), float(found.group(2))
    place = (other, one) if abs(other) > 90 or form == "matrice" else (one, other)
    return place if is_on_earth(*place) else None


def _height(text: str) -> float | None:
    for word, pattern in HEIGHTS.items():
        if word in text and (found := pattern.search(text)):
            return float(found.group(1))
    return None


def _moment(text: str, zone: tzinfo) -> datetime | None:
    found = MOMENT.search(text)
    if not found:
        return None
    year, month, day, hour, minute, second, part = found.groups()
    try:
        naive = datetime(  # noqa: DTZ001 - the zone follows
            int(year), int(month), int(day), int(hour), int(minute), int(second)
        )
    except ValueError:
        return None
    milliseconds = int((part or "0").ljust(3, "0"))
    return naive.replace(microsecond=milliseconds * 1000, tzinfo=zone).astimezone(UTC)
