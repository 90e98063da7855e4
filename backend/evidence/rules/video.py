"""Reading videos and sound recordings: what the container says, nothing decoded."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av

from backend.evidence.rules.boxes import LAST_YEAR, SET_CLOCK, BoxFacts, read_boxes
from backend.evidence.rules.dji import is_on_earth
from backend.evidence.rules.photo import plain_text

FORMATS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/x-m4v": "mov",
    "video/3gpp": "mov",
    "audio/mp4": "mov",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
    "video/x-msvideo": "avi",
    "video/mpeg": "mpeg",
    "video/x-flv": "flv",
    "video/x-ms-wmv": "asf",
    "audio/mpeg": "mp3",
    "audio/x-wav": "wav",
    "audio/ogg": "ogg",
    "audio/amr": "amr",
    "audio/aac": "aac",
    "audio/x-flac": "flac",
}
"""By sniffed type. Naming the format keeps playlists, which name other files, from being tried."""
OPTIONS = {"protocol_whitelist": "file", "probesize": "5000000", "analyzeduration": "5000000"}
MOST_STREAMS = 16
LONGEST_S = 30 * 24 * 3600
ISO_6709 = re.compile(
    r"^([+-]\d{2,8}(?:\.\d{1,9})?)([+-]\d{3,9}(?:\.\d{1,9})?)([+-]\d+(?:\.\d+)?)?"
)
PLACES = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
MAKES = ("com.apple.quicktime.make", "com.android.manufacturer", "make")
MODELS = ("com.apple.quicktime.model", "com.android.model", "model")
SOFTWARES = ("com.apple.quicktime.software", "software", "encoder")
LOCAL_TIMES = ("com.apple.quicktime.creationdate",)


@dataclass(frozen=True)
class VideoReading:
    """What a video or sound recording says of itself."""

    container: str | None = None
    duration_s: float | None = None
    width: int | None = None
    height: int | None = None
    rotation: int = 0
    codecs: list[str] = field(default_factory=list)
    has_sound: bool = False
    created_at: datetime | None = None
    """The container's time; many a camera writes local time as if it were UTC."""
    zoned_at: datetime | None = None
    """The time with its own offset, which only phones write."""
    lon: float | None = None
    lat: float | None = None
    altitude_m: float | None = None
    make: str | None = None
    model: str | None = None
    software: str | None = None
    unreadable: dict[str, str] = field(default_factory=dict)
    """Why a reader gave up, by reader: `av`, `boxes`."""
    cut: str | None = None


def read_video(path: str, detected_mime: str | None) -> VideoReading:
    """Return what the file at `path` says of itself; never raises for odd bytes."""
    unreadable: dict[str, str] = {}
    form = FORMATS.get(detected_mime or "")
    facts: dict[str, Any] = {}
    boxes = _boxes(Path(path), unreadable) if form == "mov" else BoxFacts()
    try:
        facts = _container(path, form)
    except Exception as error:
        unreadable["av"] = type(error).__name__
    facts["created_at"] = facts.get("created_at") or boxes.created_at
    return VideoReading(unreadable=unreadable, rotation=boxes.rotation, cut=boxes.cut, **facts)


def _boxes(path: Path, unreadable: dict[str, str]) -> BoxFacts:
    try:
        with path.open("rb") as file:
            return read_boxes(file, path.stat().st_size)
    except Exception as error:
        unreadable["boxes"] = type(error).__name__
    return BoxFacts()


def _container(path: str, form: str | None) -> dict[str, Any]:
    if form is None:
        raise ValueError("FormatUnknown")
    with (
        Path(path).open("rb") as file,
        av.open(file, mode="r", format=form, options=OPTIONS) as container,
    ):
        streams = list(container.streams)[:MOST_STREAMS]
        tags = _tags(container.metadata)
        for stream in streams:
            tags = _tags(stream.metadata) | tags
        video = next((one for one in streams if one.type == "video"), None)
        lon, lat, altitude = _place(_one(tags, PLACES))
        return {
            "container": container.format.name,
            "duration_s": _duration(container.duration),
            "width": getattr(video, "width", None),
            "height": getattr(video, "height", None),
            "codecs": sorted(
                {one.codec_context.name for one in streams if hasattr(one.codec_context, "name")}
            ),
            "has_sound": any(one.type == "audio" for one in streams),
            "created_at": _moment(tags.get("creation_time"), is_utc=True),
            "zoned_at": _moment(_one(tags, LOCAL_TIMES), is_utc=False),
            "lon": lon,
            "lat": lat,
            "altitude_m": altitude,
            "make": _one(tags, MAKES),
            "model": _one(tags, MODELS),
            "software": _one(tags, SOFTWARES),
        }


def _tags(metadata: dict[str, str]) -> dict[str, str]:
    return {str(name): text for name, value in metadata.items() if (text := plain_text(value))}


def _one(tags: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name] for name in names if name in tags), None)


def _duration(microseconds: int | None) -> float | None:
    seconds = (microseconds or 0) / av.time_base
    return round(seconds, 3) if 0 < seconds < LONGEST_S else None


def _moment(text: str | None, *, is_utc: bool) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
        if moment.tzinfo is None and not is_utc:
            return None
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if SET_CLOCK < moment.year < LAST_YEAR else None


def _place(text: str | None) -> tuple[float | None, float | None, float | None]:
    found = ISO_6709.match(text or "")
    if not found:
        return None, None, None
    lat, lon = _angle(found.group(1), 2), _angle(found.group(2), 3)
    if not is_on_earth(lon, lat):
        return None, None, None
    altitude = float(found.group(3)) if found.group(3) else None
    return lon, lat, altitude if altitude is None or abs(altitude) < 100_000 else None


def _angle(text: str, width: int) -> float:
    """Read degrees, or degrees and minutes, or degrees, minutes and seconds, by the width."""
    whole, _, fraction = text[1:].partition(".")
    part = float(f"0.{fraction or 0}")
    pieces = [int(whole[:width])]
    pieces += [int(whole[at : at + 2]) for at in range(width, len(whole), 2)]
    value: float = sum(piece / 60**power for power, piece in enumerate(pieces[:3]))
    value += part / 60 ** (min(len(pieces), 3) - 1)
    return -value if text[0] == "-" else value
