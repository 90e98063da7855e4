"""URLs of hand-overs."""

from typing import Any
from uuid import UUID

from flask import Response, send_file

from backend.documents import DocumentSchema
from backend.handovers import queries, schemas, service
from backend.handovers.models import Handover
from backend.handovers.service.lists import issue_evidence_list
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.errors import NotFound
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import expected_revision, page_answer, with_revision
from backend.kernel.idempotency import command
from backend.kernel.paging import Page
from backend.kernel.storage import object_store
from backend.workflow import ActionListSchema, list_actions, load_form

blueprint = make_blueprint("handovers", "Hand-overs of exhibits 证据移交")


def _view(handover: Handover) -> Any:
    return with_revision(schemas.handover_views([handover])[0])


@blueprint.put("/handovers/<uuid:handover_id>")
@requires("handover.manage")
@blueprint.arguments(schemas.HandoverRequestSchema)
@blueprint.response(200, schemas.HandoverSchema)
@blueprint.alt_response(201, schema=schemas.HandoverSchema)
def draft_handover(wanted: dict[str, Any], handover_id: UUID) -> Any:
    """Draft a hand-over of exhibits 拟定证据移交."""
    handover, is_new = service.draft_handover(current_actor(), handover_id, wanted, clock.now())
    view = _view(handover)
    return (view, 201) if is_new else view


@blueprint.get("/handovers")
@requires("handover.read")
@blueprint.arguments(schemas.HandoverQuery, location="query")
@blueprint.response(200, schemas.HandoverPageSchema)
def list_handovers(query: dict[str, Any]) -> Any:
    """List hand-overs sent or received within scope 证据移交列表."""
    page = queries.list_handovers(current_actor(), **query)
    return page_answer(Page(schemas.handover_views(page.items), page.next_cursor))


@blueprint.get("/handovers/<uuid:handover_id>")
@requires("handover.read")
@blueprint.response(200, schemas.HandoverSchema)
def show_handover(handover_id: UUID) -> Any:
    """Show a hand-over 证据移交详情."""
    return _view(queries.get_handover(current_actor(), handover_id))


@blueprint.get("/handovers/<uuid:handover_id>/signature")
@requires("handover.read")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="image/png")
def show_signature(handover_id: UUID) -> Response:
    """Show the receiver's signature 接收人签名."""
    handover = queries.get_handover(current_actor(), handover_id)
    if handover.signature_key is None:
        raise NotFound
    return send_file(object_store().open(handover.signature_key), mimetype="image/png")


@blueprint.get("/handovers/<uuid:handover_id>/actions")
@requires("handover.read")
@blueprint.response(200, ActionListSchema)
def list_handover_actions(handover_id: UUID) -> Any:
    """List what can be done with a hand-over, and why not 证据移交可办事项."""
    actor = current_actor()
    handover = queries.get_handover(actor, handover_id)
    return {"items": list_actions(service.WORKFLOW, handover, actor, clock.now())}


@blueprint.post("/handovers/<uuid:handover_id>/actions/<name>")
@requires("handover.read")
@command
@blueprint.response(200, schemas.HandoverSchema)
def act_on_handover(handover_id: UUID, name: str) -> Any:
    """Take a step on a hand-over 办理证据移交."""
    handover = service.perform_action(
        current_actor(),
        handover_id,
        name,
        expected_revision=expected_revision(),
        load_form=load_form,
        now=clock.now(),
    )
    return _view(handover)


@blueprint.post("/evidence-lists")
@requires("handover.manage")
@command
@blueprint.arguments(schemas.EvidenceListSchema)
@blueprint.response(201, DocumentSchema)
def create_evidence_list(wanted: dict[str, Any]) -> Any:
    """Issue the list of extracted and fixed data 电子数据提取固定清单."""
    return issue_evidence_list(current_actor(), wanted, clock.now())
