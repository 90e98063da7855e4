"""URLs of parameters."""

from typing import Any
from uuid import UUID

from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.idempotency import command
from backend.parameters import schemas, service

blueprint = make_blueprint("parameters", "Numbers a bureau may set 规则参数")


@blueprint.get("/parameters")
@requires("parameter.read")
@blueprint.response(200, schemas.ParameterListSchema)
def list_parameters() -> Any:
    """List every number with its versions, basis and validity 规则参数."""
    return {"items": schemas.parameter_views(current_actor(), bureau_date(clock.now()))}


@blueprint.put("/parameters/<uuid:parameter_id>")
@requires("parameter.manage")
@blueprint.arguments(schemas.ParameterRequestSchema)
@blueprint.response(200, schemas.ParameterVersionSchema)
@blueprint.alt_response(201, schema=schemas.ParameterVersionSchema)
def propose_parameter(body: Json, parameter_id: UUID) -> Any:
    """Propose a number from a later day on 提出参数新版本."""
    actor = current_actor()
    row, is_new = service.propose_version(actor, parameter_id, body, clock.now())
    view = schemas.version_view(row, actor)
    return (view, 201) if is_new else view


@blueprint.post("/parameters/<uuid:parameter_id>/actions/approve")
@requires("parameter.approve")
@command
@blueprint.response(200, schemas.ParameterVersionSchema)
def approve_parameter(parameter_id: UUID) -> Any:
    """Put another person's number in force 批准参数."""
    actor = current_actor()
    row = service.approve_version(actor, parameter_id, clock.now())
    return schemas.version_view(row, actor)


@blueprint.post("/parameters/<uuid:parameter_id>/actions/reject")
@requires("parameter.approve")
@command
@blueprint.response(200, schemas.ParameterVersionSchema)
def reject_parameter(parameter_id: UUID) -> Any:
    """Refuse another person's number 驳回参数."""
    actor = current_actor()
    row = service.reject_version(actor, parameter_id, clock.now())
    return schemas.version_view(row, actor)


@blueprint.post("/parameters/<uuid:parameter_id>/actions/confirm")
@requires("parameter.manage")
@command
@blueprint.arguments(schemas.ConfirmationRequestSchema)
@blueprint.response(200, schemas.ParameterVersionSchema)
def confirm_parameter(body: Json, parameter_id: UUID) -> Any:
    """Confirm a number as it stands, with the source 确认参数."""
    actor = current_actor()
    row = service.confirm_version(actor, parameter_id, body, clock.now())
    return schemas.version_view(row, actor)


@blueprint.get("/open-questions")
@requires("parameter.read")
@blueprint.response(200, schemas.QuestionListSchema)
def list_questions() -> Any:
    """List what the sources leave open 待确认事项."""
    return {"items": schemas.question_views(current_actor())}


@blueprint.post("/open-questions/<code>/actions/confirm")
@requires("parameter.manage")
@command
@blueprint.arguments(schemas.ConfirmationRequestSchema)
@blueprint.response(200, schemas.QuestionListSchema)
def confirm_question(body: Json, code: str) -> Any:
    """Answer an open question, with the source 确认待确认事项."""
    actor = current_actor()
    service.confirm_question(actor, code, body, clock.now())
    return {"items": schemas.question_views(actor)}
