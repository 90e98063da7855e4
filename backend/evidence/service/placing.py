"""Which grid cell a fix lies in."""

import time
from dataclasses import dataclass
from uuid import UUID

from shapely import Point, STRtree
from shapely.geometry import shape

from backend.accounts import list_all_grids_of
from backend.evidence.models import Exhibit
from backend.evidence.rules.capture import Fix

KEEP_S = 60.0


@dataclass(frozen=True)
class _Cells:
    read_at: float
    names: list[tuple[UUID, str]]
    tree: STRtree


# Cells change once in years, and building their shapes costs more than all else of a capture.
_cells: dict[UUID, _Cells] = {}


def place(exhibit: Exhibit, fix: Fix) -> None:
    """Put the exhibit where the device said it stood, and into the cell of its authority there."""
    exhibit.lon, exhibit.lat, exhibit.accuracy_m = fix.lon, fix.lat, fix.accuracy_m
    exhibit.source_lon_e7, exhibit.source_lat_e7 = fix.lon_e7, fix.lat_e7
    exhibit.crs, exhibit.fix_at = fix.crs, fix.fix_at
    cells = _cells_of(exhibit.authority_id)
    found = cells.tree.query(Point(fix.lon, fix.lat), predicate="covered_by")
    if len(found):
        exhibit.grid_id, exhibit.grid_name = cells.names[min(found)]


def _cells_of(authority_id: UUID) -> _Cells:
    known = _cells.get(authority_id)
    if known is None or time.monotonic() - known.read_at > KEEP_S:
        grids = list_all_grids_of(frozenset({authority_id}))
        known = _Cells(
            time.monotonic(),
            [(grid.id, grid.name_zh) for grid in grids],
            STRtree([shape(grid.polygon) for grid in grids]),
        )
        _cells[authority_id] = known
    return known
