"""URLs of leads."""

from typing import Any
from uuid import UUID

from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import expected_revision, page_answer, with_revision
from backend.kernel.idempotency import command
from backend.kernel.paging import Page
from backend.leads import queries, schemas, service
from backend.leads.models import Lead
from backend.workflow import ActionListSchema, list_actions, load_form

blueprint = make_blueprint("leads", "Leads 线索")


def _view(lead: Lead) -> Any:
    return with_revision(schemas.lead_views([lead])[0])


@blueprint.get("/leads")
@requires("lead.read")
@blueprint.arguments(schemas.LeadQuery, location="query")
@blueprint.response(200, schemas.LeadPageSchema)
def list_leads(query: dict[str, Any]) -> Any:
    """List leads in scope 线索列表."""
    page = queries.list_leads(current_actor(), **query)
    return page_answer(Page(schemas.lead_views(page.items), page.next_cursor))


@blueprint.get("/leads/<uuid:lead_id>")
@requires("lead.read")
@blueprint.response(200, schemas.LeadSchema)
def show_lead(lead_id: UUID) -> Any:
    """Show a lead 线索详情."""
    return _view(queries.get_lead(current_actor(), lead_id))


@blueprint.get("/leads/<uuid:lead_id>/actions")
@requires("lead.read")
@blueprint.response(200, ActionListSchema)
def list_lead_actions(lead_id: UUID) -> Any:
    """List what can be done with a lead, and why not 线索可办事项."""
    actor = current_actor()
    lead = queries.get_lead(actor, lead_id)
    return {"items": list_actions(service.WORKFLOW, lead, actor, clock.now())}


@blueprint.post("/leads/<uuid:lead_id>/actions/<name>")
@requires("lead.read")
@command
@blueprint.response(200, schemas.LeadSchema)
def act_on_lead(lead_id: UUID, name: str) -> Any:
    """Take a step on a lead 办理线索."""
    lead = service.perform_action(
        current_actor(),
        lead_id,
        name,
        expected_revision=expected_revision(),
        load_form=load_form,
        now=clock.now(),
    )
    return _view(lead)
