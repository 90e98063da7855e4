"""Where an incident lies."""

from uuid import UUID

from shapely import Point, Polygon


def cell_containing(
    lon: float, lat: float, polygons: dict[UUID, dict[str, list[list[list[float]]]]]
) -> UUID | None:
    """Return the id of the grid whose GeoJSON polygon covers the WGS-84 point."""
    point = Point(lon, lat)
    for grid_id, polygon in polygons.items():
        shell, *holes = polygon["coordinates"]
        if Polygon(shell, holes).covers(point):
            return grid_id
    return None
