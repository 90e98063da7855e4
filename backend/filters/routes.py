"""URLs of saved filters."""

from typing import Any
from uuid import UUID

from backend.filters import queries, schemas, service
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.db import Json
from backend.kernel.http import blueprint as make_blueprint

blueprint = make_blueprint("filters", "Saved filters 常用筛选")


@blueprint.get("/filters")
@requires("deadline.read")
@blueprint.arguments(schemas.FilterQuery, location="query")
@blueprint.response(200, schemas.FilterListSchema)
def list_filters(query: Json) -> Any:
    """List one's own filters of a page 常用筛选."""
    return {"items": queries.list_filters(current_actor(), query["page"])}


@blueprint.put("/filters/<uuid:filter_id>")
@requires("deadline.read")
@blueprint.arguments(schemas.FilterRequestSchema)
@blueprint.response(200, schemas.FilterSchema)
@blueprint.alt_response(201, schema=schemas.FilterSchema)
def keep_filter(wanted: Json, filter_id: UUID) -> Any:
    """Keep a filter under a name 保存筛选."""
    kept, is_new = service.keep_filter(current_actor(), filter_id, wanted, clock.now())
    return (kept, 201) if is_new else kept


@blueprint.delete("/filters/<uuid:filter_id>")
@requires("deadline.read")
@blueprint.response(204)
def forget_filter(filter_id: UUID) -> None:
    """Forget one of one's own filters 删除筛选."""
    service.forget_filter(current_actor(), filter_id)
