"""Taking in reports, one or many at once."""

import hashlib
import json
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.accounts import get_authority, list_all_grids_of
from backend.evidence import (
    ExhibitsUnknown,
    Linking,
    get_exhibits_by_id,
    link_to_each,
    to_wgs84,
)
from backend.forms import check_answers
from backend.incidents import queries
from backend.incidents.errors import IncidentDiffers
from backend.incidents.models import Incident
from backend.incidents.service import KIND, WORKFLOW, announce_rows
from backend.kernel.actor import Actor
from backend.kernel.cells import Cells
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, insert_rows, lock_each_named
from backend.kernel.errors import DomainError
from backend.kernel.numbering import next_numbers
from backend.workflow import NewSubject, begin_each


@dataclass(frozen=True)
class Reported:
    """The incident that a report is, and whether it was not known before."""

    incident_id: UUID
    is_new: bool


def report_incident(actor: Actor, incident_id: UUID, report: Json, now: datetime) -> Reported:
    """Record a report; the same report again changes nothing.

    Raises IncidentDiffers or, for an exhibit out of scope, ExhibitsUnknown.
    """
    (outcome,) = report_incidents(actor, [(incident_id, report)], now)
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


def report_incidents(
    actor: Actor, reports: Sequence[tuple[UUID, Json]], now: datetime
) -> list[Reported | DomainError]:
    """Record reports of different ids as report_incident does, in a few statements whatever their
    number, and return what became of each; a refused one has written nothing.
    """
    lock_each_named(f"incident:{incident_id}" for incident_id, _ in reports)
    known = queries.find_incidents([incident_id for incident_id, _ in reports])
    wanted = {exhibit for _, report in reports for exhibit in report["exhibit_ids"]}
    visible = get_exhibits_by_id(actor, wanted).keys() if wanted else set()
    outcomes: dict[UUID, Reported | DomainError] = {}
    fresh: list[tuple[UUID, Json]] = []
    for incident_id, report in reports:
        try:
            if incident_id in known:
                outcomes[incident_id] = _same(actor, known[incident_id], report)
            else:
                _check(report, visible)
                fresh.append((incident_id, report))
        except DomainError as refusal:
            outcomes[incident_id] = refusal
    _take_in(actor, fresh, now)
    outcomes |= {incident_id: Reported(incident_id, is_new=True) for incident_id, _ in fresh}
    return [outcomes[incident_id] for incident_id, _ in reports]


def _same(actor: Actor, known: Incident, report: Json) -> Reported:
    if known.reported_by_id != actor.person_id or known.report_digest != _digest(report):
        raise IncidentDiffers
    return Reported(known.id, is_new=False)


def _check(report: Json, visible: Set[UUID]) -> None:
    if report["extra"] is not None:
        extra, key = report["extra"], f"report.{report['category_code']}"
        check_answers(key, extra["form_version"], extra["answers"], "/extra/answers")
    if missing := set(report["exhibit_ids"]) - visible:
        raise ExhibitsUnknown(sorted(map(str, missing)))


def _take_in(actor: Actor, reports: Sequence[tuple[UUID, Json]], now: datetime) -> None:
    if not reports:
        return
    code = get_authority(actor.authority_id).division_code
    positions = [_position(report["position"]) for _, report in reports]
    grids = _grids_of(actor, positions)
    serials = next_numbers(actor.authority_id, KIND, bureau_date(now).year, len(reports))
    rows = [
        {
            **_new_row(actor, incident_id, report, now),
            **position,
            "grid_id": grid_id,
            "number": f"{code}-{bureau_date(now).year}-{serial:06d}",
        }
        for (incident_id, report), position, grid_id, serial in zip(
            reports, positions, grids, serials, strict=True
        )
    ]
    insert_rows(Incident, rows)
    begun = [(NewSubject.of(row), {"category_code": row["category_code"]}) for row in rows]
    begin_each(WORKFLOW, begun, actor, now)
    linkings = [
        Linking(row["id"], row["number"], dict.fromkeys(report["exhibit_ids"]))
        for row, (_, report) in zip(rows, reports, strict=True)
    ]
    link_to_each(actor, linkings, kind=KIND, now=now)
    announce_rows(rows)


def _grids_of(actor: Actor, positions: Sequence[Json]) -> list[UUID | None]:
    """Return the grid that covers each place; for none, the reporter's only grid."""
    placed = [(one["lon"], one["lat"]) for one in positions if one["lon"] is not None]
    cells = {grid.id: grid.polygon for grid in list_all_grids_of(actor.visible_authority_ids)}
    found = iter(Cells(cells).containing_each(placed))
    own = next(iter(actor.grid_ids)) if len(actor.grid_ids) == 1 else None
    return [own if one["lon"] is None else next(found) for one in positions]


def _digest(report: Json) -> str:
    # A report without extra answers has the digest it had before there were any.
    said = {name: value for name, value in report.items() if name != "extra" or value is not None}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _new_row(actor: Actor, incident_id: UUID, report: Json, now: datetime) -> Json:
    return {
        "id": incident_id,
        "authority_id": actor.authority_id,
        "state": WORKFLOW.newest.initial,
        "revision": 1,
        "procedure_version": WORKFLOW.newest.version,
        "reported_by_id": actor.person_id,
        "category_code": report["category_code"],
        "note": report["note"],
        "occurred_at": report["occurred_at"],
        "reported_at": now,
        "no_position_reason": report["no_position_reason"] if report["position"] is None else None,
        "report_digest": _digest(report),
        "lead_id": None,
        **(report["extra"] or {"form_version": None, "answers": None}),
    }


_NOWHERE = dict.fromkeys(
    ("lon", "lat", "accuracy_m", "fix_at", "source_datum", "source_lon", "source_lat",
     "position_source")
)  # fmt: skip


def _position(position: Json | None) -> Json:
    if position is None:
        return _NOWHERE
    lon, lat = to_wgs84(position["lon"], position["lat"], position["datum"])
    return {
        "lon": lon,
        "lat": lat,
        "accuracy_m": position["accuracy_m"],
        "fix_at": position["fix_at"],
        "source_datum": position["datum"],
        "source_lon": position["lon"],
        "source_lat": position["lat"],
        "position_source": position["source"],
    }
