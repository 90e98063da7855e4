"""URLs of discretion."""

from typing import Any
from uuid import UUID

from backend.discretion import queries, schemas, service
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.idempotency import command

blueprint = make_blueprint("discretion", "Discretion tables and the no-penalty list 裁量")


@blueprint.get("/discretion-tables")
@requires("parameter.read")
@blueprint.response(200, schemas.TableListSchema)
def list_tables() -> Any:
    """List every version of every table 裁量表."""
    return {"items": [schemas.table_view(row) for row in queries.list_tables(current_actor())]}


@blueprint.put("/discretion-tables/<uuid:table_id>")
@requires("parameter.manage")
@blueprint.arguments(schemas.TableRequestSchema)
@blueprint.response(200, schemas.TableSchema)
@blueprint.alt_response(201, schema=schemas.TableSchema)
def propose_table(body: Json, table_id: UUID) -> Any:
    """Propose a table from a later day on; one with gaps or overlaps is refused 提出裁量表."""
    row, is_new = service.propose_table(current_actor(), table_id, body, clock.now())
    view = schemas.table_view(row)
    return (view, 201) if is_new else view


@blueprint.post("/discretion-tables/<uuid:table_id>/actions/approve")
@requires("parameter.approve")
@command
@blueprint.response(200, schemas.TableSchema)
def approve_table(table_id: UUID) -> Any:
    """Put another person's table in force 批准裁量表."""
    row = service.decide_table(current_actor(), table_id, "in_force", clock.now())
    return schemas.table_view(row)


@blueprint.post("/discretion-tables/<uuid:table_id>/actions/reject")
@requires("parameter.approve")
@command
@blueprint.response(200, schemas.TableSchema)
def reject_table(table_id: UUID) -> Any:
    """Refuse another person's table 驳回裁量表."""
    row = service.decide_table(current_actor(), table_id, "rejected", clock.now())
    return schemas.table_view(row)


@blueprint.get("/no-penalty-items")
@requires("parameter.read")
@blueprint.response(200, schemas.NoPenaltyListSchema)
def list_no_penalty_items() -> Any:
    """List the items by which an act is not punished 不予处罚清单."""
    actor = current_actor()
    today = bureau_date(clock.now())
    return {"items": queries.list_items_at(actor.authority_id, None, today)}
