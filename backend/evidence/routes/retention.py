"""URLs of retention, legal holds and disposals."""

from typing import Any
from uuid import UUID

from backend.evidence import schemas
from backend.evidence.queries import disposals as disposal_queries
from backend.evidence.queries import holds as hold_queries
from backend.evidence.queries import retention as retention_queries
from backend.evidence.schemas import retention as shapes
from backend.evidence.service import disposals, holds, retention
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.db import Json
from backend.kernel.http import PageQuery, page_answer
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.idempotency import command

blueprint = make_blueprint("retention", "Keeping, holding and disposing of exhibits 保存与销毁")


@blueprint.get("/retention-policies")
@requires("retention.read")
@blueprint.response(200, shapes.RetentionPoliciesSchema)
def list_policies() -> Any:
    """List every version of every rule on retention 保存期限规则."""
    return {"items": retention_queries.list_policies(current_actor())}


@blueprint.put("/retention-policies/<uuid:policy_id>")
@requires("retention.manage")
@blueprint.arguments(shapes.RetentionPolicyRequestSchema)
@blueprint.response(200, shapes.RetentionPolicySchema)
@blueprint.alt_response(201, schema=shapes.RetentionPolicySchema)
def set_policy(body: Json, policy_id: UUID) -> Any:
    """Add a version of a rule on retention; nothing is kept shorter by it 制定保存期限规则."""
    policy, is_new = retention.set_policy(current_actor(), policy_id, body, clock.now())
    return (policy, 201) if is_new else policy


@blueprint.get("/holds")
@requires("hold.read")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, shapes.HoldPageSchema)
def list_holds(query: Json) -> Any:
    """List legal holds in scope, lifted ones too 依法留存列表."""
    return page_answer(hold_queries.list_holds(current_actor(), **query))


@blueprint.post("/holds")
@requires("hold.manage")
@command
@blueprint.arguments(shapes.HoldRequestSchema)
@blueprint.response(201, shapes.HoldSchema)
def place_hold(body: Json) -> Any:
    """Hold an exhibit, or all of a case, so that nothing of it can go 依法留存."""
    return holds.place_hold(current_actor(), **body, now=clock.now())


@blueprint.post("/holds/<uuid:hold_id>/actions/release")
@requires("hold.manage")
@command
@blueprint.arguments(shapes.ReleaseSchema)
@blueprint.response(200, shapes.HoldSchema)
def release_hold(body: Json, hold_id: UUID) -> Any:
    """Lift a legal hold 解除留存."""
    return holds.release_hold(current_actor(), hold_id, body["reason"], clock.now())


@blueprint.get("/disposals/due")
@requires("disposal.read")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.ExhibitPageSchema)
def list_due(query: Json) -> Any:
    """List exhibits whose time has ended and that nothing keeps 到期可销毁证据."""
    return page_answer(disposal_queries.list_due(current_actor(), clock.now(), **query))


@blueprint.get("/disposals")
@requires("disposal.read")
@blueprint.arguments(shapes.DisposalQuery, location="query")
@blueprint.response(200, shapes.DisposalPageSchema)
def list_disposals(query: Json) -> Any:
    """List proposals to dispose of exhibits 销毁申请."""
    return page_answer(disposal_queries.list_disposals(current_actor(), **query))


@blueprint.get("/disposals/<uuid:disposal_id>")
@requires("disposal.read")
@blueprint.response(200, shapes.DisposalSchema)
def show_disposal(disposal_id: UUID) -> Any:
    """Show a proposal and what became of each exhibit 销毁记录."""
    return disposal_queries.get_disposal(current_actor(), disposal_id)


@blueprint.post("/disposals")
@requires("disposal.propose")
@command
@blueprint.arguments(shapes.DisposalRequestSchema)
@blueprint.response(201, shapes.DisposalSchema)
def propose_disposal(body: Json) -> Any:
    """Propose to dispose of exhibits 申请销毁."""
    return disposals.propose(current_actor(), body["exhibit_ids"], body["reason"], clock.now())


@blueprint.post("/disposals/<uuid:disposal_id>/actions/approve")
@requires("disposal.approve")
@command
@blueprint.arguments(shapes.DecisionSchema)
@blueprint.response(200, shapes.DisposalSchema)
def approve_disposal(body: Json, disposal_id: UUID) -> Any:
    """Approve another person's proposal; the bytes are then deleted for good 批准销毁."""
    return disposals.approve(current_actor(), disposal_id, body["note"], clock.now())


@blueprint.post("/disposals/<uuid:disposal_id>/actions/reject")
@requires("disposal.approve")
@command
@blueprint.arguments(shapes.DecisionSchema)
@blueprint.response(200, shapes.DisposalSchema)
def reject_disposal(body: Json, disposal_id: UUID) -> Any:
    """Refuse another person's proposal 驳回销毁."""
    return disposals.reject(current_actor(), disposal_id, body["note"], clock.now())
