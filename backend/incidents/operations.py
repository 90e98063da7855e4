"""What a phone may do with incidents."""

from collections.abc import Sequence
from uuid import UUID

from backend.edits import ResolutionSchema, edit_of, find_edited
from backend.incidents import queries, schemas, service
from backend.incidents.models import Incident
from backend.incidents.rules import ON_SPOT
from backend.incidents.service import notes, reporting
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json, named_ids
from backend.kernel.errors import DomainError
from backend.kernel.json_sql import read_each
from backend.kernel.operations import Operation, PulledKind, as_wire
from backend.kernel.schema import shape


def _report(actor: Actor, incident_id: UUID, report: Json) -> Json:
    reporting.report_incident(actor, incident_id, report, clock.now())
    return _load(actor, [incident_id])[incident_id]


def _report_many(
    actor: Actor, reports: Sequence[tuple[UUID, Json]]
) -> Sequence[bytes | DomainError]:
    outcomes = reporting.report_incidents(actor, reports, clock.now())
    ids = [one.incident_id for one in outcomes if not isinstance(one, DomainError)]
    taken = _write(actor, ids)
    return [one if isinstance(one, DomainError) else taken[one.incident_id] for one in outcomes]


def _handle_on_spot(actor: Actor, incident_id: UUID, payload: Json) -> Json:
    incident = service.perform_action(
        actor,
        incident_id,
        ON_SPOT,
        expected_revision=None,
        load_form=lambda _fields: payload,
        now=clock.now(),
    )
    return _dump([incident])[incident_id]


def _edit(actor: Actor, incident_id: UUID, payload: Json) -> Json:
    incident = notes.edit_note(actor, incident_id, edit_of(payload), clock.now())
    return _dump([incident])[incident_id]


def _settle(actor: Actor, incident_id: UUID, payload: Json) -> Json:
    incident = notes.settle_note(actor, incident_id, now=clock.now(), **payload)
    return _dump([incident])[incident_id]


def _load(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Json]:
    return _written(schemas.row_views(queries.list_rows_by_id(actor, ids)))


def _write(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    # Few were corrected, and laying their conflicts open is work for Python.
    left = find_edited(named_ids(ids))
    plain_ids = named_ids([key for key in ids if key not in left])
    plain = read_each(queries.select_as_json(actor, plain_ids))
    others = _load(actor, list(left)) if left else {}
    return plain | {key: as_wire(value) for key, value in others.items()}


def _dump(incidents: list[Incident]) -> dict[UUID, Json]:
    return _written(schemas.incident_views(incidents))


def _written(views: list[Json]) -> dict[UUID, Json]:
    schema = shape(schemas.IncidentSchema)
    return {view["id"]: schema.dump(view) for view in views}


OPERATIONS = {
    "incident.report": Operation("incident.report", schemas.ReportSchema, _report, _report_many),
    "incident.handle_on_spot": Operation("incident.report", schemas.OnSpotSchema, _handle_on_spot),
    "incident.edit": Operation("incident.report", schemas.NoteEditSchema, _edit),
    "incident.settle": Operation("incident.report", ResolutionSchema, _settle),
}
PULLED_KINDS = {"incident": PulledKind("incident.read", _load, queries.select_as_json, find_edited)}
