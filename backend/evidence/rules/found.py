"""What the readers found, as JSON for search and for a person who looks closer."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from backend.evidence.rules.reading import MediaReading
from backend.evidence.rules.track import Track, TrackPoint
from backend.kernel.clock import wire_time

VERSION = 1
"""Counts up when readers or checks find more; older examinations may then be repeated."""
DEGREES = 7


def facts_of(reading: MediaReading) -> dict[str, Any]:
    """Return the reading without what is empty; positions are rounded to a centimetre."""
    track = reading.track
    facts = {
        "photo": _plain(asdict(reading.photo)) if reading.photo else None,
        "video": _plain(asdict(reading.video)) if reading.video else None,
        "track": _track(track) if track else None,
        "name": _plain(asdict(reading.name)) if reading.name else None,
        "failed": reading.failed,
    }
    return {"version": VERSION} | _without_empty(facts)


def _track(track: Track) -> dict[str, Any]:
    bare: dict[str, Any] = _plain({**asdict(track), "points": None})
    return {**bare, "points": [_point(point) for point in track.points]}


def _point(point: TrackPoint) -> list[Any]:
    at = wire_time(point.at) if point.at else None
    return [round(point.lon, DEGREES), round(point.lat, DEGREES), point.alt_m, at or point.offset_s]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return _without_empty({str(key): _plain(one) for key, one in value.items()})
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return wire_time(value)
    return round(value, DEGREES) if isinstance(value, float) else value


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, [], {}, ())}
