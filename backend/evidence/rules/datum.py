"""WGS-84, GCJ-02 and BD-09: the published conversion, inverted by iteration."""

import math

AXIS_M = 6378245.0
ECCENTRICITY_2 = 0.00669342162296594323
BD_PI = math.pi * 3000.0 / 180.0
EARTH_RADIUS_M = 6371008.8
INVERSE_STEPS = 6

Point = tuple[float, float]
"""Longitude and latitude in degrees."""


def to_wgs84(lon: float, lat: float, datum: str) -> Point:
    """Return a point of `WGS-84`, `GCJ-02` or `BD-09` in WGS-84; raises KeyError for another."""
    if datum == "BD-09":
        lon, lat = bd09_to_gcj02(lon, lat)
    inverse = {"WGS-84": lambda *point: point, "GCJ-02": gcj02_to_wgs84, "BD-09": gcj02_to_wgs84}
    converted: Point = inverse[datum](lon, lat)
    return converted


def is_shifted(lon: float, lat: float) -> bool:
    """Tell whether GCJ-02 moves a point: the published rectangle around China."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def wgs84_to_gcj02(lon: float, lat: float) -> Point:
    """Return the point as Chinese maps draw it."""
    if not is_shifted(lon, lat):
        return lon, lat
    radians = math.radians(lat)
    magic = 1 - ECCENTRICITY_2 * math.sin(radians) ** 2
    meridian = AXIS_M * (1 - ECCENTRICITY_2) / (magic * math.sqrt(magic))
    parallel = AXIS_M / math.sqrt(magic) * math.cos(radians)
    x, y = lon - 105.0, lat - 35.0
    return (
        lon + math.degrees(_shift_lon(x, y) / parallel),
        lat + math.degrees(_shift_lat(x, y) / meridian),
    )


def gcj02_to_wgs84(lon: float, lat: float) -> Point:
    """Return the point whose GCJ-02 position this is, to better than a centimetre."""
    guess = (lon, lat)
    for _ in range(INVERSE_STEPS):
        shifted = wgs84_to_gcj02(*guess)
        guess = (guess[0] + lon - shifted[0], guess[1] + lat - shifted[1])
    return guess


def bd09_to_gcj02(lon: float, lat: float) -> Point:
    """Return a BD-09 point in GCJ-02, to about a metre."""
    x, y = lon - 0.0065, lat - 0.006
    radius = math.hypot(x, y) - 0.00002 * math.sin(y * BD_PI)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * BD_PI)
    return radius * math.cos(angle), radius * math.sin(angle)


def distance_m(one: Point, other: Point) -> float:
    """Return the great-circle distance."""
    lat_1, lat_2 = math.radians(one[1]), math.radians(other[1])
    half_lat, half_lon = (lat_2 - lat_1) / 2, math.radians(other[0] - one[0]) / 2
    a = math.sin(half_lat) ** 2 + math.cos(lat_1) * math.cos(lat_2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(a)))


def _waves(x: float) -> float:
    return 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)


def _shift_lat(x: float, y: float) -> float:
    shift = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    shift += _waves(x) * 2.0 / 3.0
    shift += (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    far = 160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)
    return shift + far * 2.0 / 3.0


def _shift_lon(x: float, y: float) -> float:
    shift = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    shift += _waves(x) * 2.0 / 3.0
    shift += (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    far = 150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)
    return shift + far * 2.0 / 3.0
