"""URLs of incidents."""

from typing import Any
from uuid import UUID

from backend.incidents import queries, schemas, service
from backend.incidents.models import Incident
from backend.incidents.queries import IncidentFilter
from backend.incidents.rules import CATEGORIES
from backend.incidents.service import reporting
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import expected_revision, page_answer, with_revision
from backend.kernel.idempotency import command
from backend.kernel.paging import Page
from backend.workflow import ActionListSchema, list_actions, load_form

blueprint = make_blueprint("incidents", "Incidents 网格事件")


def _view(incident: Incident) -> Any:
    return with_revision(schemas.incident_views([incident])[0])


@blueprint.get("/incident-categories")
@requires("incident.read")
@blueprint.response(200, schemas.CategoryListSchema)
def list_categories() -> Any:
    """List categories with their competent departments 事件类别."""
    return {"items": CATEGORIES}


@blueprint.put("/incidents/<uuid:incident_id>")
@requires("incident.report")
@blueprint.arguments(schemas.ReportSchema)
@blueprint.response(200, schemas.IncidentSchema)
@blueprint.alt_response(201, schema=schemas.IncidentSchema)
def report_incident(report: dict[str, Any], incident_id: UUID) -> Any:
    """Report an incident; the same report again changes nothing 上报事件."""
    actor = current_actor()
    reported = reporting.report_incident(actor, incident_id, report, clock.now())
    view = _view(queries.get_incident(actor, incident_id))
    return (view, 201) if reported.is_new else view


@blueprint.get("/incidents")
@requires("incident.read")
@blueprint.arguments(schemas.IncidentQuery, location="query")
@blueprint.response(200, schemas.IncidentPageSchema)
def list_incidents(query: dict[str, Any]) -> Any:
    """List incidents in scope 事件列表."""
    cursor, limit = query.pop("cursor"), query.pop("limit")
    page = queries.list_incidents(current_actor(), IncidentFilter(**query), cursor, limit)
    return page_answer(Page(schemas.incident_views(page.items), page.next_cursor))


@blueprint.get("/incidents/map")
@requires("incident.read")
@blueprint.arguments(schemas.BoxQuery, location="query")
@blueprint.response(200, schemas.FeatureCollectionSchema)
def map_incidents(query: dict[str, Any]) -> Any:
    """Return incidents within a map window as GeoJSON 事件地图."""
    found = queries.list_in_box(current_actor(), query["bbox"], query["state"])
    return {"type": "FeatureCollection", "features": schemas.as_features(found)}


@blueprint.get("/incidents/<uuid:incident_id>")
@requires("incident.read")
@blueprint.response(200, schemas.IncidentSchema)
def show_incident(incident_id: UUID) -> Any:
    """Show an incident 事件详情."""
    return _view(queries.get_incident(current_actor(), incident_id))


@blueprint.get("/incidents/<uuid:incident_id>/actions")
@requires("incident.read")
@blueprint.response(200, ActionListSchema)
def list_incident_actions(incident_id: UUID) -> Any:
    """List what can be done with an incident, and why not 事件可办事项."""
    actor = current_actor()
    incident = queries.get_incident(actor, incident_id)
    return {"items": list_actions(service.WORKFLOW, incident, actor, clock.now())}


@blueprint.post("/incidents/<uuid:incident_id>/actions/<name>")
@requires("incident.read")
@command
@blueprint.response(200, schemas.IncidentSchema)
def act_on_incident(incident_id: UUID, name: str) -> Any:
    """Take a step on an incident 办理事件."""
    incident = service.perform_action(
        current_actor(),
        incident_id,
        name,
        expected_revision=expected_revision(),
        load_form=load_form,
        now=clock.now(),
    )
    return _view(incident)
