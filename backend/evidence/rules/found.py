"""What the readers found, as flat JSON for search and for a person who looks closer."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from backend.evidence.rules.reading import MediaReading
from backend.evidence.rules.track import Track, TrackPoint
from backend.kernel.clock import wire_time

VERSION = 1
"""Counts up when readers or checks find more; older examinations may then be repeated."""
DEGREES = 7
ELSEWHERE = {"unreadable", "cut", "points"}
"""What is told by flags, or by a list of its own."""


def facts_of(reading: MediaReading) -> dict[str, Any]:
    """Return the facts of a reading by name, without what is empty; positions are rounded to a
    centimetre.
    """
    facts: dict[str, Any] = {"version": VERSION, "failed": reading.failed}
    if reading.photo is not None:
        facts |= {"width": reading.photo.width, "height": reading.photo.height}
        facts |= _named("drone", reading.photo.drone)
    if reading.video is not None:
        facts |= _named("", reading.video)
    if reading.track is not None:
        facts |= _named("track", reading.track) | {"track_points": _points(reading.track)}
    facts |= _named("name", reading.name)
    return {name: value for name, value in facts.items() if value not in (None, [], "")}


def _named(group: str, found: Any) -> dict[str, Any]:
    if found is None:
        return {}
    facts = {name: value for name, value in asdict(found).items() if name not in ELSEWHERE}
    return {f"{group}_{name}".lstrip("_"): _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return wire_time(value)
    return round(value, DEGREES) if isinstance(value, float) else value


def _points(track: Track) -> list[list[Any]]:
    return [_point(point) for point in track.points]


def _point(point: TrackPoint) -> list[Any]:
    at = wire_time(point.at) if point.at else point.offset_s
    return [round(point.lon, DEGREES), round(point.lat, DEGREES), point.alt_m, at]
