"""What a DJI aircraft writes into a photo's XMP, as attributes or as elements."""

import math
import re
from dataclasses import dataclass
from typing import Any

from defusedxml import ElementTree

NAMESPACE = "drone-dji"
MAX_XMP_BYTES = 1024 * 1024
PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
NUMBER = re.compile(r"^\s*([+-]?\d{1,9}(?:\.\d{1,12})?)\s*(?:m|M|°)?\s*$")
LONGITUDES = ("GpsLongitude", "GpsLongtitude", "Longitude", "Longtitude")
"""Aircraft before 2018 spell it the second way."""
LATITUDES = ("GpsLatitude", "Latitude")


@dataclass(frozen=True)
class DroneFacts:
    """Where an aircraft and its camera were; degrees and metres, None where nothing is said."""

    lon: float | None = None
    lat: float | None = None
    absolute_altitude_m: float | None = None
    relative_altitude_m: float | None = None
    """Above the point of take-off."""
    gimbal_yaw: float | None = None
    """Clockwise from north, 0 to 360."""
    gimbal_pitch: float | None = None
    gimbal_roll: float | None = None
    flight_yaw: float | None = None
    rtk_flag: str | None = None
    gps_status: str | None = None
    altitude_type: str | None = None


def read_xmp(packet: bytes) -> DroneFacts | None:
    """Return what the packet says of an aircraft, or None when it says nothing; raises what the
    XML reader raises for a packet that is broken, holds entities or is too large.
    """
    if NAMESPACE.encode() not in packet:
        return None
    if len(packet) > MAX_XMP_BYTES:
        raise ValueError("XmpTooLarge")
    found = PACKET.search(packet)
    said = _fields(ElementTree.fromstring(found.group() if found else packet))
    if not said:
        return None
    lon, lat = _first(said, LONGITUDES), _first(said, LATITUDES)
    is_place = lon is not None and lat is not None and is_on_earth(lon, lat)
    return DroneFacts(
        lon=lon if is_place else None,
        lat=lat if is_place else None,
        absolute_altitude_m=number(said.get("AbsoluteAltitude")),
        relative_altitude_m=number(said.get("RelativeAltitude")),
        gimbal_yaw=_heading(said.get("GimbalYawDegree")),
        gimbal_pitch=number(said.get("GimbalPitchDegree")),
        gimbal_roll=number(said.get("GimbalRollDegree")),
        flight_yaw=_heading(said.get("FlightYawDegree")),
        rtk_flag=_word(said.get("RtkFlag")),
        gps_status=_word(said.get("GpsStatus")),
        altitude_type=_word(said.get("AltitudeType")),
    )


def is_on_earth(lon: float, lat: float) -> bool:
    """Tell whether a pair is a position; 0, 0 is what receivers write before their first fix."""
    return -180 <= lon <= 180 and -90 <= lat <= 90 and (lon, lat) != (0.0, 0.0)


def number(text: str | None) -> float | None:
    """Return a plain decimal with or without its unit, or None."""
    found = NUMBER.match(text or "")
    return float(found.group(1)) if found else None


def _fields(root: Any) -> dict[str, str]:
    said: dict[str, str] = {}
    for element in root.iter():
        pairs = [(element.tag, element.text), *element.attrib.items()]
        for name, value in pairs:
            space, _, local = str(name).rpartition("}")
            if NAMESPACE in space and value:
                said.setdefault(local, value)
    return said


def _first(said: dict[str, str], names: tuple[str, ...]) -> float | None:
    values = (number(said.get(name)) for name in names)
    return next((value for value in values if value is not None), None)


def _heading(text: str | None) -> float | None:
    value = number(text)
    return None if value is None else round(math.fmod(value + 360.0, 360.0), 3)


def _word(text: str | None) -> str | None:
    return re.sub(r"[^\w .+-]", "", text)[:40] or None if text else None
