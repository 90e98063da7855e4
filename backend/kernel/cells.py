"""Finding the cell of a grid that covers a place."""

from uuid import UUID

from shapely import Polygon, STRtree, points


class Cells:
    """Grids (GeoJSON polygons by id) laid out for finding the one that covers a WGS-84 point."""

    def __init__(self, polygons: dict[UUID, dict[str, list[list[list[float]]]]]) -> None:
        self._ids = list(polygons)
        rings = (polygon["coordinates"] for polygon in polygons.values())
        self._tree = STRtree([Polygon(shell, holes) for shell, *holes in rings])

    def containing(self, lon: float, lat: float) -> UUID | None:
        """Return the first grid's id that covers the point."""
        return self.containing_each([(lon, lat)])[0]

    def containing_each(self, places: list[tuple[float, float]]) -> list[UUID | None]:
        """Return for each point the first grid's id that covers it."""
        if not places:
            return []
        found: list[UUID | None] = [None] * len(places)
        pairs = self._tree.query(points(places), predicate="covered_by").T.tolist()
        for place, cell in sorted(pairs, reverse=True):
            found[place] = self._ids[cell]
        return found
