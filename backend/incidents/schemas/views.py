"""Incidents with all that is shown of them, in a few queries whatever their number."""

from collections.abc import Sequence

from backend.accounts import list_authorities_by_id, list_grids_by_id, list_people_by_id
from backend.edits import RecordState, list_records
from backend.evidence import list_links
from backend.incidents.models import Incident
from backend.kernel.db import Json
from backend.workflow import list_taken_steps

NAMES = (
    "id", "revision", "number", "state", "category_code", "note", "occurred_at", "reported_at",
    "reported_by", "grid", "authority", "no_position_reason", "lead_id",
)  # fmt: skip


def incident_views(incidents: Sequence[Incident]) -> list[Json]:
    """Return incidents with their exhibits, histories and corrected notes."""
    views = [
        {
            **{name: getattr(incident, name) for name in NAMES},
            "position": None if incident.lon is None else incident,
            "extra": None if incident.answers is None else incident,
        }
        for incident in incidents
    ]
    return _with_company(views)


def row_views(rows: Sequence[Json]) -> list[Json]:
    """Return what incident_views does, from plain rows."""
    people = list_people_by_id(frozenset(row["reported_by_id"] for row in rows))
    authorities = list_authorities_by_id({row["authority_id"] for row in rows})
    grids = list_grids_by_id({row["grid_id"] for row in rows})
    views = [
        {
            **row,
            "reported_by": people[row["reported_by_id"]],
            "authority": authorities[row["authority_id"]],
            "grid": grids.get(row["grid_id"]),
            "position": None if row["lon"] is None else row,
            "extra": None if row["answers"] is None else row,
        }
        for row in rows
    ]
    return _with_company(views)


def _with_company(views: list[Json]) -> list[Json]:
    ids = [view["id"] for view in views]
    links, steps, notes = list_links("incident", ids), list_taken_steps(ids), list_records(ids)
    for view in views:
        view["exhibits"], view["history"] = links[view["id"]], steps[view["id"]]
        view.update(_note(notes.get(view["id"])))
    return views


def _note(record: RecordState | None) -> Json:
    return {
        "note_version": record.version if record else 1,
        "note_conflicts": record.conflicts if record else (),
    }


def as_features(incidents: list[Incident]) -> list[Json]:
    """Return incidents as GeoJSON points."""
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [item.lon, item.lat]},
            "properties": {
                "id": str(item.id),
                "number": item.number,
                "category_code": item.category_code,
                "state": item.state,
            },
        }
        for item in incidents
    ]
