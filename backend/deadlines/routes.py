"""URLs of deadlines."""

from typing import Any

from backend.deadlines import queries, schemas
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import page_answer

blueprint = make_blueprint("deadlines", "Statutory terms 法定期限")


@blueprint.get("/deadlines")
@requires("deadline.read")
@blueprint.arguments(schemas.DeadlineQuery, location="query")
@blueprint.response(200, schemas.DeadlinePageSchema)
def list_deadlines(query: dict[str, Any]) -> Any:
    """List terms in scope, soonest first 期限清单."""
    return page_answer(queries.list_deadlines(current_actor(), **query))
