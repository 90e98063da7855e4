"""URLs of sites."""

from typing import Any
from uuid import UUID

from backend.kernel.auth import current_actor, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import page_answer
from backend.sites import queries, schemas

blueprint = make_blueprint("sites", "Regulated sites 一企一档")


@blueprint.get("/sites")
@requires("site.read")
@blueprint.arguments(schemas.SiteQuery, location="query")
@blueprint.response(200, schemas.SitePageSchema)
def list_sites(query: dict[str, Any]) -> Any:
    """List sites in scope 企业."""
    return page_answer(queries.list_sites(current_actor(), **query))


@blueprint.get("/sites/<uuid:site_id>")
@requires("site.read")
@blueprint.response(200, schemas.SiteSchema)
def show_site(site_id: UUID) -> Any:
    """Show a site 企业详情."""
    return queries.get_site(current_actor(), site_id)
