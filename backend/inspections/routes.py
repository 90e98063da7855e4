"""URLs of inspections."""

from typing import Any
from uuid import UUID

from backend.inspections import queries, schemas, service
from backend.inspections.models import Inspection
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import expected_revision, page_answer, with_revision
from backend.kernel.idempotency import command
from backend.kernel.paging import Page
from backend.workflow import ActionListSchema, list_actions, load_form

blueprint = make_blueprint("inspections", "Inspection records 现场检查")


def _view(inspection: Inspection) -> Any:
    return with_revision(schemas.inspection_views([inspection])[0])


@blueprint.put("/inspections/<uuid:inspection_id>")
@requires("inspection.record")
@blueprint.arguments(schemas.InspectionRecordSchema)
@blueprint.response(200, schemas.InspectionSchema)
@blueprint.alt_response(201, schema=schemas.InspectionSchema)
def start_inspection(record: dict[str, Any], inspection_id: UUID) -> Any:
    """Begin an inspection record 新建笔录."""
    inspection, is_new = service.start_inspection(
        current_actor(), inspection_id, record, clock.now()
    )
    return (_view(inspection), 201) if is_new else _view(inspection)


@blueprint.patch("/inspections/<uuid:inspection_id>")
@requires("inspection.record")
@blueprint.arguments(schemas.InspectionChangesSchema)
@blueprint.response(200, schemas.InspectionSchema)
def edit_inspection(changes: dict[str, Any], inspection_id: UUID) -> Any:
    """Change a draft 修改笔录草稿."""
    inspection = service.edit_inspection(
        current_actor(),
        inspection_id,
        changes,
        expected_revision=expected_revision(),
        now=clock.now(),
    )
    return _view(inspection)


@blueprint.get("/inspections")
@requires("inspection.read")
@blueprint.arguments(schemas.InspectionQuery, location="query")
@blueprint.response(200, schemas.InspectionPageSchema)
def list_inspections(query: dict[str, Any]) -> Any:
    """List inspection records in scope 笔录列表."""
    page = queries.list_inspections(current_actor(), **query)
    return page_answer(Page(schemas.inspection_views(page.items), page.next_cursor))


@blueprint.get("/inspections/<uuid:inspection_id>")
@requires("inspection.read")
@blueprint.response(200, schemas.InspectionSchema)
def show_inspection(inspection_id: UUID) -> Any:
    """Show an inspection record 笔录详情."""
    return _view(queries.get_inspection(current_actor(), inspection_id))


@blueprint.get("/inspections/<uuid:inspection_id>/actions")
@requires("inspection.read")
@blueprint.response(200, ActionListSchema)
def list_inspection_actions(inspection_id: UUID) -> Any:
    """List what can be done with a record, and why not 笔录可办事项."""
    actor = current_actor()
    inspection = queries.get_inspection(actor, inspection_id)
    return {"items": list_actions(service.WORKFLOW, inspection, actor, clock.now())}


@blueprint.post("/inspections/<uuid:inspection_id>/actions/<name>")
@requires("inspection.read")
@command
@blueprint.response(200, schemas.InspectionSchema)
def act_on_inspection(inspection_id: UUID, name: str) -> Any:
    """Take a step on a record 办理笔录."""
    inspection = service.perform_action(
        current_actor(),
        inspection_id,
        name,
        expected_revision=expected_revision(),
        load_form=load_form,
        now=clock.now(),
    )
    return _view(inspection)
