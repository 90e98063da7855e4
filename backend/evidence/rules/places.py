"""Which cell a point lies in, and a file name without its path."""

import re
from typing import Any

from shapely import Point
from shapely.geometry import shape

CONTROL = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control and text-direction characters: they make a name look like another."""


def cell_of(lon: float, lat: float, polygons: list[dict[str, Any]]) -> int | None:
    """Return the index of the first GeoJSON polygon that covers a point, or None."""
    point = Point(lon, lat)
    for index, polygon in enumerate(polygons):
        if shape(polygon).covers(point):
            return index
    return None


def plain_name(file_name: str) -> str:
    """Return a file's name without path and control characters; never empty."""
    last = re.split(r"[/\\]", CONTROL.sub("", file_name))[-1].strip()
    return last if last.strip(".") else "file"
