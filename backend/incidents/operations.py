"""What a phone may do with incidents."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.edits import ResolutionSchema, edit_of
from backend.incidents import queries, schemas, service
from backend.incidents.rules import ON_SPOT
from backend.incidents.service import notes
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.operations import Operation, PulledKind


def _report(actor: Actor, incident_id: UUID, report: Json) -> Json:
    incident, _ = service.report_incident(actor, incident_id, report, clock.now())
    return _dump([incident])[incident_id]


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


def _load(actor: Actor, ids: list[UUID]) -> Mapping[UUID, Any]:
    return _dump(queries.list_by_id(actor, ids))


def _dump(incidents: list[Any]) -> dict[UUID, Json]:
    schema = schemas.IncidentSchema()
    return {view["id"]: schema.dump(view) for view in schemas.incident_views(incidents)}


OPERATIONS = {
    "incident.report": Operation("incident.report", schemas.ReportSchema, _report),
    "incident.handle_on_spot": Operation("incident.report", schemas.OnSpotSchema, _handle_on_spot),
    "incident.edit": Operation("incident.report", schemas.NoteEditSchema, _edit),
    "incident.settle": Operation("incident.report", ResolutionSchema, _settle),
}
PULLED_KINDS = {"incident": PulledKind("incident.read", _load)}
