"""URLs of recusals and delegations."""

from typing import Any
from uuid import UUID

from backend.duties import queries, schemas, service
from backend.duties.service import delegating
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import PageQuery, expected_revision, page_answer, with_revision
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.idempotency import command
from backend.kernel.paging import Page
from backend.workflow import ActionListSchema, list_actions, load_form

blueprint = make_blueprint("duties", "Recusal and delegation 回避与委托代行")


@blueprint.put("/recusals/<uuid:recusal_id>")
@requires("case.read")
@blueprint.arguments(schemas.RecusalRequestSchema)
@blueprint.response(200, schemas.RecusalSchema)
@blueprint.alt_response(201, schema=schemas.RecusalSchema)
def ask_recusal(wanted: dict[str, Any], recusal_id: UUID) -> Any:
    """Ask that a person keep away 申请回避."""
    row, is_new = service.ask_recusal(current_actor(), recusal_id, wanted, clock.now())
    view = with_revision(schemas.recusal_view(row))
    return (view, 201) if is_new else view


@blueprint.get("/recusals")
@requires("case.read")
@blueprint.arguments(schemas.RecusalQuery, location="query")
@blueprint.response(200, schemas.RecusalPageSchema)
def list_recusals(query: dict[str, Any]) -> Any:
    """List requests to keep away in scope 回避申请列表."""
    return page_answer(queries.list_recusals(current_actor(), **query))


@blueprint.get("/recusals/<uuid:recusal_id>")
@requires("case.read")
@blueprint.response(200, schemas.RecusalSchema)
def show_recusal(recusal_id: UUID) -> Any:
    """Show a request to keep away 回避申请详情."""
    return with_revision(schemas.recusal_view(queries.get_recusal(current_actor(), recusal_id)))


@blueprint.get("/recusals/<uuid:recusal_id>/actions")
@requires("case.read")
@blueprint.response(200, ActionListSchema)
def list_recusal_actions(recusal_id: UUID) -> Any:
    """List who may decide how, and why not 回避可办事项."""
    actor = current_actor()
    row = queries.get_recusal(actor, recusal_id)
    return {"items": list_actions(service.WORKFLOW, row, actor, clock.now())}


@blueprint.post("/recusals/<uuid:recusal_id>/actions/<name>")
@requires("case.read")
@command
@blueprint.response(200, schemas.RecusalSchema)
def act_on_recusal(recusal_id: UUID, name: str) -> Any:
    """Decide on a request to keep away 决定回避."""
    row = service.perform_action(
        current_actor(), recusal_id, name,
        expected_revision=expected_revision(), load_form=load_form, now=clock.now(),
    )  # fmt: skip
    return with_revision(schemas.recusal_view(row))


@blueprint.put("/delegations/<uuid:delegation_id>")
@requires("delegation.give")
@blueprint.arguments(schemas.DelegationRequestSchema)
@blueprint.response(200, schemas.DelegationSchema)
@blueprint.alt_response(201, schema=schemas.DelegationSchema)
def delegate_role(wanted: dict[str, Any], delegation_id: UUID) -> Any:
    """Let another person exercise a deciding role for a time 委托代行."""
    row, is_new = delegating.delegate_role(current_actor(), delegation_id, wanted, clock.now())
    view = with_revision(schemas.delegation_views([row])[0])
    return (view, 201) if is_new else view


@blueprint.get("/delegations")
@requires("case.read")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.DelegationPageSchema)
def list_delegations(query: dict[str, Any]) -> Any:
    """List delegations in scope 委托列表."""
    page = queries.list_delegations(current_actor(), **query)
    return page_answer(Page(schemas.delegation_views(page.items), page.next_cursor))


@blueprint.get("/delegations/<uuid:delegation_id>")
@requires("case.read")
@blueprint.response(200, schemas.DelegationSchema)
def show_delegation(delegation_id: UUID) -> Any:
    """Show a delegation 委托详情."""
    row = queries.get_delegation(current_actor(), delegation_id)
    return with_revision(schemas.delegation_views([row])[0])


@blueprint.get("/delegations/<uuid:delegation_id>/actions")
@requires("case.read")
@blueprint.response(200, ActionListSchema)
def list_delegation_actions(delegation_id: UUID) -> Any:
    """List what may be done with a delegation, and why not 委托可办事项."""
    actor = current_actor()
    row = queries.get_delegation(actor, delegation_id)
    return {"items": list_actions(delegating.WORKFLOW, row, actor, clock.now())}


@blueprint.post("/delegations/<uuid:delegation_id>/actions/<name>")
@requires("case.read")
@command
@blueprint.response(200, schemas.DelegationSchema)
def act_on_delegation(delegation_id: UUID, name: str) -> Any:
    """Take a delegation back 撤回委托."""
    row = delegating.perform_action(
        current_actor(), delegation_id, name,
        expected_revision=expected_revision(), load_form=load_form, now=clock.now(),
    )  # fmt: skip
    return with_revision(schemas.delegation_views([row])[0])
