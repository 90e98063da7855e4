"""Map archives of made-up land and sea around Xiamen, and ways to spoil them."""

import gzip
import math
from functools import cache
from io import BytesIO
from typing import Any

import mapbox_vector_tile
import numpy as np
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely import transform
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

WEST, SOUTH, EAST, NORTH = 117.98, 24.38, 118.26, 24.60
ZOOMS = range(8, 15)
EARTH = 20037508.342789244
EXTENT = 4096
LAYERS = ("water", "landuse", "roads", "buildings", "places")

Drawn = tuple[str, BaseGeometry, dict[str, Any]]


def _things() -> list[Drawn]:
    island = Polygon([(118.06, 24.43), (118.20, 24.44), (118.19, 24.54), (118.09, 24.56)])
    park = Polygon([(118.09, 24.45), (118.11, 24.45), (118.11, 24.47), (118.09, 24.47)])
    things: list[Drawn] = [
        ("water", box(WEST, SOUTH, EAST, NORTH).difference(island), {"kind": "ocean"}),
        ("landuse", park, {"kind": "park"}),
        ("places", Point(118.10, 24.48), _named("虚构镇", "Madeup Town", "locality")),
        ("places", Point(118.16, 24.50), _named("画中村", "Drawn Village", "locality")),
    ]
    for n, lat in enumerate((24.46, 24.48, 24.50)):
        kind = ("highway", "major_road", "minor_road")[n]
        way = LineString([(118.07, lat), (118.19, lat + 0.01)])
        things.append(("roads", way, _named(f"第{n + 1}大道", f"Avenue {n + 1}", kind)))
    for column in range(12):
        west = 118.085 + column * 0.0008
        house = box(west, 24.4795, west + 0.0004, 24.4799)
        things.append(("buildings", house, {"kind": "building"}))
    return things


def _named(chinese: str, english: str, kind: str) -> dict[str, str]:
    return {"name": chinese, "name:zh": chinese, "name:en": english, "kind": kind}


def _metres(lon: Any, lat: Any) -> Any:
    return lon / 180 * EARTH, np.arctanh(np.sin(np.radians(lat))) / math.pi * EARTH


def _column(lon: float, zoom: int) -> int:
    return int((lon + 180) / 360 * 2**zoom)


def _row(lat: float, zoom: int) -> int:
    return int((1 - _metres(0, lat)[1] / EARTH) / 2 * 2**zoom)


def _tile(things: list[Drawn], zoom: int, x: int, y: int) -> bytes:
    side = 2 * EARTH / 2**zoom
    west, south = x * side - EARTH, EARTH - (y + 1) * side
    seen = box(west, south, west + side, south + side).buffer(side / 64)

    def drawn(geometry: BaseGeometry) -> BaseGeometry:
        corner = np.array((west, south))
        return transform(geometry.intersection(seen), lambda at: (at - corner) / side * EXTENT)

    layers = []
    for name in LAYERS:
        features = [
            {"geometry": drawn(geometry), "properties": properties}
            for layer, geometry, properties in things
            if layer == name and geometry.intersects(seen)
        ]
        if features:
            layers.append({"name": name, "features": features})
    return bytes(mapbox_vector_tile.encode(layers, default_options={"extents": EXTENT}))


@cache
def archive(name: str = "虚构底图", **changes: Any) -> bytes:
    """Return a small archive; `changes` are fields of its header."""
    things = [
        (layer, transform(geometry, _metres, interleaved=False), properties)
        for layer, geometry, properties in _things()
    ]
    out = BytesIO()
    writer = Writer(out)
    for zoom in ZOOMS:
        for x in range(_column(WEST, zoom), _column(EAST, zoom) + 1):
            for y in range(_row(NORTH, zoom), _row(SOUTH, zoom) + 1):
                tile = gzip.compress(_tile(things, zoom, x, y), mtime=0)
                writer.write_tile(zxy_to_tileid(zoom, x, y), tile)
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": round(WEST * 1e7),
        "min_lat_e7": round(SOUTH * 1e7),
        "max_lon_e7": round(EAST * 1e7),
        "max_lat_e7": round(NORTH * 1e7),
        "center_zoom": 11,
        "center_lon_e7": round(118.12e7),
        "center_lat_e7": round(24.49e7),
        **changes,
    }
    metadata = {"name": name, "vector_layers": [{"id": one, "fields": {}} for one in LAYERS]}
    writer.finalize(header, metadata)
    return out.getvalue()
