"""What is worth a flag about the bytes of an exhibit: facts for a person to judge, no verdicts."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from backend.evidence.rules import datum
from backend.evidence.rules.capture import Facts, Flag
from backend.evidence.rules.photo import PhotoReading, View

SCREENS = {
    (720, 1280), (720, 1520), (720, 1560), (720, 1600), (720, 1612), (750, 1334), (828, 1792),
    (1080, 2160), (1080, 2280), (1080, 2310), (1080, 2340), (1080, 2376), (1080, 2388),
    (1080, 2392), (1080, 2400), (1080, 2408), (1080, 2412), (1080, 2460), (1125, 2436),
    (1170, 2532), (1176, 2400), (1179, 2556), (1200, 2640), (1200, 2652), (1200, 2664),
    (1206, 2622), (1212, 2616), (1216, 2640), (1220, 2656), (1220, 2712), (1224, 2700),
    (1228, 2700), (1240, 2772), (1242, 2208), (1242, 2688), (1256, 2760), (1260, 2720),
    (1260, 2800), (1264, 2780), (1276, 2848), (1280, 2800), (1284, 2778), (1290, 2796),
    (1312, 2848), (1316, 2832), (1320, 2868), (1344, 2772), (1440, 2560), (1440, 2960),
    (1440, 3040), (1440, 3088), (1440, 3120), (1440, 3168), (1440, 3200), (1440, 3216),
    (1600, 2560), (1768, 2208), (1640, 2360), (1668, 2388), (2048, 2732), (2200, 2480),
}  # fmt: skip
"""Screens of phones and tablets that no camera has the shape of."""
GPS_FAR_M = 200
GPS_FAR_ACCURACIES = 3
TIME_DIFFERS_S = 120
READERS_DIFFER_M = 10
EXIF_TIME = "%Y:%m:%d %H:%M:%S"
EXIF_OFFSET = re.compile(r"^([+-])(\d{2}):?(\d{2})$")
EDITORS = re.compile(
    r"photoshop|lightroom|gimp|snapseed|picsart|paint\.net|affinity|pixelmator|faceapp|meitu|canva"
    r"|vsco|fireworks|remini|darktable|rawtherapee|imagemagick|polarr|photoscape|coreldraw|facetune"
    r"|美图|醒图|轻颜|天天P图|剪映|黄油相机|水印相机",
    re.IGNORECASE,
)
SAME_TYPES = (
    {"image/jpeg", "image/jpg", "image/pjpeg"},
    {"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"},
    {"video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp"},
    {"video/webm", "video/x-matroska"},
    {"application/zip", "application/x-zip-compressed"},
)
SNIFFED_GROUPS = ("image", "video", "audio")


@dataclass(frozen=True)
class Declared:
    """What the signed record says, as the checks of the bytes need it."""

    kind: str
    mime: str
    captured_at: datetime
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    source: str = "in_app_camera"
    device_model: str | None = None


def flags_of_bytes(
    declared: Declared, detected_mime: str | None, reading: PhotoReading | None, zone: tzinfo
) -> list[Flag]:
    """Return what is odd about the bytes; `zone` is that of a camera clock without offset."""
    found: dict[str, Facts | None] = {
        "type_mismatch": _type_mismatch(declared.mime, detected_mime),
        "not_an_image": _not_an_image(declared.kind, detected_mime, reading),
    }
    if reading is not None and reading.not_an_image is None:
        view = best_view(reading)
        found |= {
            "exif_unreadable": {"readers": dict(reading.unreadable)}
            if reading.unreadable
            else None,
            "exif_readers_disagree": _disagreement(reading),
            "editor_software": _editor(view),
            "exif_gps_far": far_from_fix(declared, view.lon, view.lat),
            "exif_time_differs": _time_differs(declared, view, zone),
            "model_differs": model_differs(declared, view.model),
            "screenshot_size": _screenshot(declared, reading, view),
        }
    return [{"code": code, "facts": facts} for code, facts in found.items() if facts is not None]


def best_view(reading: PhotoReading) -> View:
    """Return Pillow's view, completed by exifread's where Pillow found nothing."""
    first, second = reading.views.get("pillow", View()), reading.views.get("exifread", View())
    values = {name: getattr(first, name) or getattr(second, name) for name in vars(first)}
    # A position is one thing: never the longitude of one reader with the latitude of the other.
    place = first if first.lon is not None and first.lat is not None else second
    return View(**values | {"lon": place.lon, "lat": place.lat})


def exif_of(reading: PhotoReading) -> dict[str, Any] | None:
    """Return what the readers found, for showing; None when the photo says nothing."""
    said = {key: value for key, value in vars(best_view(reading)).items() if value is not None}
    if not said and reading.width is None:
        return None
    return {**said, "width": reading.width, "height": reading.height}


def _base_type(mime: str) -> str:
    return mime.partition(";")[0].strip().lower()


def _type_mismatch(declared: str, detected: str | None) -> Facts | None:
    base = _base_type(declared)
    if detected is None:
        is_suspicious = base.partition("/")[0] in SNIFFED_GROUPS or base == "application/pdf"
        return {"declared": base, "detected": None} if is_suspicious else None
    if base in {detected, "application/octet-stream"}:
        return None
    if any({base, detected} <= group for group in SAME_TYPES):
        return None
    return {"declared": base, "detected": detected}


def _not_an_image(kind: str, detected: str | None, reading: PhotoReading | None) -> Facts | None:
    if kind != "photo":
        return None
    if reading is not None and reading.not_an_image:
        return {"detected": detected, "reason": reading.not_an_image}
    if reading is None and not (detected or "").startswith("image/"):
        return {"detected": detected, "reason": None}
    return None


def _disagreement(reading: PhotoReading) -> Facts | None:
    fields = _different_fields(reading)
    view, drone = best_view(reading), reading.drone
    if drone is not None and _apart(view, View(lon=drone.lon, lat=drone.lat)):
        fields.append("xmp_position")
    return {"fields": fields} if fields else None


def _different_fields(reading: PhotoReading) -> list[str]:
    if len(reading.views) < 2:
        return []
    one, other = reading.views["pillow"], reading.views["exifread"]
    fields = [
        name for name in ("taken_at", "make", "model") if getattr(one, name) != getattr(other, name)
    ]
    if (one.lon is None) != (other.lon is None) or _apart(one, other):
        fields.append("position")
    return fields


def _apart(one: View, other: View) -> bool:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return False
    return datum.distance_m((one.lon, one.lat), (other.lon, other.lat)) > READERS_DIFFER_M


def _editor(view: View) -> Facts | None:
    if view.software and EDITORS.search(view.software):
        return {"software": view.software}
    return None


def model_differs(declared: Declared, model: str | None) -> Facts | None:
    """Return the facts when a file's camera is not the registered device; what was imported comes
    from another by its nature.
    """
    if not model or not declared.device_model or declared.source == "import":
        return None
    one, other = (re.sub(r"[\W_]", "", text).lower() for text in (model, declared.device_model))
    if not one or one in other or other in one:
        return None
    return {"found_model": model, "device_model": declared.device_model}


def _screenshot(declared: Declared, reading: PhotoReading, view: View) -> Facts | None:
    if declared.source == "in_app_camera" or view.make or view.model:
        return None
    sides = sorted((reading.width or 0, reading.height or 0))
    if tuple(sides) not in SCREENS:
        return None
    return {"width": reading.width, "height": reading.height}


def far_from_fix(declared: Declared, lon: float | None, lat: float | None) -> Facts | None:
    """Return the facts when a place in a file is far from the fix in both datums it may be in."""
    if declared.lon is None or declared.lat is None or lon is None or lat is None:
        return None
    fix = (declared.lon, declared.lat)
    as_wgs84 = datum.distance_m(fix, (lon, lat))
    as_gcj02 = datum.distance_m(fix, datum.gcj02_to_wgs84(lon, lat))
    limit = max(GPS_FAR_M, GPS_FAR_ACCURACIES * (declared.accuracy_m or 0))
    if min(as_wgs84, as_gcj02) <= limit:
        return None
    return {
        "distance_m": round(as_wgs84),
        "distance_if_gcj02_m": round(as_gcj02),
        "limit_m": round(limit),
    }


def _time_differs(declared: Declared, view: View, zone: tzinfo) -> Facts | None:
    taken_at = exif_time(view, zone)
    if taken_at is None:
        return None
    seconds = round((taken_at - declared.captured_at).total_seconds())
    if abs(seconds) <= TIME_DIFFERS_S:
        return None
    return {"exif_time": view.taken_at, "seconds": seconds, "limit_s": TIME_DIFFERS_S}


def exif_time(view: View, zone: tzinfo) -> datetime | None:
    """Return when the camera says it took the photo; `zone` is that of a clock without offset."""
    try:
        naive = datetime.strptime(view.taken_at or "", EXIF_TIME)  # noqa: DTZ007 - zone follows
    except ValueError:
        return None
    offset = EXIF_OFFSET.match(view.offset or "")
    if offset:
        sign, hours, minutes = offset.groups()
        span = timedelta(hours=int(hours), minutes=int(minutes))
        if span < timedelta(hours=24):
            zone = timezone(-span if sign == "-" else span)
    try:
        return naive.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return None
