"""What is worth a flag about videos, sound, tracks and file names: facts, no verdicts."""

from datetime import datetime, timedelta, tzinfo

from backend.evidence.rules import datum
from backend.evidence.rules.capture import Facts, Flag
from backend.evidence.rules.checks import (
    TIME_DIFFERS_S,
    Declared,
    best_view,
    exif_time,
    far_from_fix,
    flags_of_bytes,
    model_differs,
)
from backend.evidence.rules.reading import MediaReading
from backend.evidence.rules.track import GAP_S, Track
from backend.evidence.rules.video import VideoReading

FASTEST_KMH = 180
EXAMINED_CODES = (
    "type_mismatch",
    "not_an_image",
    "exif_unreadable",
    "exif_readers_disagree",
    "editor_software",
    "exif_gps_far",
    "exif_time_differs",
    "model_differs",
    "screenshot_size",
    "media_gps_far",
    "media_time_differs",
    "media_unreadable",
    "media_cut",
    "name_time_differs",
    "track_gaps",
    "track_time_backwards",
    "track_jumps",
    "track_unreadable",
    "track_formula_cells",
    "examination_failed",
)
"""What one reading of a file may raise, and the next reading of the same file lower."""


def flags_of_reading(declared: Declared, reading: MediaReading, zone: tzinfo) -> list[Flag]:
    """Return what is odd about a file; `zone` is that of device clocks without offset."""
    if reading.failed:
        return [{"code": "examination_failed", "facts": {"reason": reading.failed}}]
    found: dict[str, Facts | None] = {"name_time_differs": _name_differs(reading, zone)}
    if reading.photo is not None and reading.photo.drone is not None:
        drone = reading.photo.drone
        found["media_gps_far"] = far_from_fix(declared, drone.lon, drone.lat)
    if reading.video is not None:
        found |= _of_video(declared, reading.video, zone)
    if reading.track is not None:
        found |= _of_track(declared, reading.track)
    flags = flags_of_bytes(declared, reading.detected_mime, reading.photo, zone)
    named = [{"code": code, "facts": facts} for code, facts in found.items() if facts is not None]
    return flags + named


def _of_video(declared: Declared, video: VideoReading, zone: tzinfo) -> dict[str, Facts | None]:
    return {
        "media_unreadable": {"readers": video.unreadable} if video.unreadable else None,
        "media_cut": {"box": video.cut} if video.cut else None,
        "media_gps_far": far_from_fix(declared, video.lon, video.lat),
        "media_time_differs": _video_time_differs(declared, video, zone),
        "model_differs": model_differs(declared, video.model),
    }


def video_times(video: VideoReading, zone: tzinfo) -> list[datetime]:
    """Return when the recording may have begun or ended: by its time with an offset, else by its
    time taken as UTC and as the local time that many a recorder writes in its stead.
    """
    if video.zoned_at is not None:
        return [video.zoned_at]
    if video.created_at is None:
        return []
    return [video.created_at, video.created_at.replace(tzinfo=zone)]


def _video_time_differs(declared: Declared, video: VideoReading, zone: tzinfo) -> Facts | None:
    times = video_times(video, zone)
    if not times:
        return None
    seconds = min((_seconds(declared.captured_at, moment) for moment in times), key=abs)
    limit = round(TIME_DIFFERS_S + (video.duration_s or 0))
    if abs(seconds) <= limit:
        return None
    return {"media_time": _local_text(times[0], zone), "seconds": seconds, "limit_s": limit}


def _name_differs(reading: MediaReading, zone: tzinfo) -> Facts | None:
    at = reading.name.at if reading.name else None
    times, length = _media_times(reading, zone)
    if at is None or not times:
        return None
    seconds = min((_seconds(at, moment) for moment in times), key=abs)
    limit = round(TIME_DIFFERS_S + length)
    if abs(seconds) <= limit:
        return None
    return {"name_time": _local_text(at, zone), "seconds": seconds, "limit_s": limit}


def _media_times(reading: MediaReading, zone: tzinfo) -> tuple[list[datetime], float]:
    if reading.video is not None:
        return video_times(reading.video, zone), reading.video.duration_s or 0.0
    if reading.photo is not None:
        taken = exif_time(best_view(reading.photo), zone)
        return [taken] if taken else [], 0.0
    return [], 0.0


def _of_track(declared: Declared, track: Track) -> dict[str, Facts | None]:
    gaps = {"gaps": track.gaps, "longest_s": track.longest_gap_s, "limit_s": GAP_S}
    fastest = {"speed_kmh": round(track.fastest_kmh), "limit_kmh": FASTEST_KMH}
    is_unread = track.problem not in {None, "no_positions"}
    return {
        "track_unreadable": {"reason": track.problem} if is_unread else None,
        "track_gaps": gaps if track.gaps else None,
        "track_time_backwards": {"steps": track.backwards} if track.backwards else None,
        "track_jumps": fastest if track.fastest_kmh > FASTEST_KMH else None,
        "track_formula_cells": {"cells": track.formulas} if track.formulas else None,
        "media_gps_far": _track_far(declared, track),
        "media_time_differs": _track_time_differs(declared, track),
    }


def _track_far(declared: Declared, track: Track) -> Facts | None:
    if declared.lon is None or declared.lat is None or not track.points:
        return None
    fix = (declared.lon, declared.lat)
    places = [datum.to_wgs84(point.lon, point.lat, track.datum) for point in track.points]
    return far_from_fix(declared, *min(places, key=lambda place: datum.distance_m(fix, place)))


def _track_time_differs(declared: Declared, track: Track) -> Facts | None:
    if track.started_at is None or track.ended_at is None:
        return None
    span = timedelta(seconds=TIME_DIFFERS_S)
    if track.started_at - span <= declared.captured_at <= track.ended_at + span:
        return None
    is_before = declared.captured_at < track.started_at
    end = track.started_at if is_before else track.ended_at
    seconds = _seconds(declared.captured_at, end)
    return {"seconds": seconds, "limit_s": TIME_DIFFERS_S}


def _seconds(one: datetime, other: datetime) -> int:
    return round((other - one).total_seconds())


def _local_text(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
