"""URLs of on-the-spot penalties."""

from typing import Any
from uuid import UUID

from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.db import Json
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import expected_revision, page_answer, with_revision
from backend.kernel.idempotency import command
from backend.simple import queries, schemas, service
from backend.workflow import ActionListSchema, list_actions, load_form

blueprint = make_blueprint("simple", "On-the-spot penalties 当场处罚")


@blueprint.put("/simple-penalties/<uuid:penalty_id>")
@requires("case.handle")
@blueprint.arguments(schemas.SimpleRequestSchema)
@blueprint.response(200, schemas.SimpleSchema)
@blueprint.alt_response(201, schema=schemas.SimpleSchema)
def record_simple(body: Json, penalty_id: UUID) -> Any:
    """Record what was found on the spot 登记当场处罚."""
    row, is_new = service.record_simple(current_actor(), penalty_id, body, clock.now())
    view = with_revision(schemas.simple_view(row))
    return (view, 201) if is_new else view


@blueprint.get("/simple-penalties")
@requires("case.read")
@blueprint.arguments(schemas.SimpleQuery, location="query")
@blueprint.response(200, schemas.SimplePageSchema)
def list_simple(query: Json) -> Any:
    """List on-the-spot penalties in scope 当场处罚列表."""
    return page_answer(queries.list_simple(current_actor(), **query))


@blueprint.get("/simple-penalties/<uuid:penalty_id>")
@requires("case.read")
@blueprint.response(200, schemas.SimpleSchema)
def show_simple(penalty_id: UUID) -> Any:
    """Show an on-the-spot penalty 当场处罚详情."""
    row = queries.get_simple(current_actor(), penalty_id)
    return with_revision(schemas.simple_view(row))


@blueprint.get("/simple-penalties/<uuid:penalty_id>/actions")
@requires("case.read")
@blueprint.response(200, ActionListSchema)
def list_simple_actions(penalty_id: UUID) -> Any:
    """List every step of the simple procedure, and why not 当场处罚可办事项."""
    actor = current_actor()
    row = queries.get_simple(actor, penalty_id)
    return {"items": list_actions(service.WORKFLOW, row, actor, clock.now())}


@blueprint.post("/simple-penalties/<uuid:penalty_id>/actions/<name>")
@requires("case.read")
@command
@blueprint.response(200, schemas.SimpleSchema)
def act_on_simple(penalty_id: UUID, name: str) -> Any:
    """Take a step of the simple procedure 办理当场处罚."""
    row = service.perform_action(
        current_actor(),
        penalty_id,
        name,
        expected_revision=expected_revision(),
        load_form=load_form,
        now=clock.now(),
    )
    return with_revision(schemas.simple_view(row))
