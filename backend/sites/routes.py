"""URLs of sites."""

from typing import Any
from uuid import UUID

from flask import request

from backend.edits import RecordVersionListSchema, list_subjects_in_conflict, list_versions
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.db import Json
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import expected_revision, page_answer, with_revision
from backend.kernel.idempotency import command
from backend.kernel.paging import Page
from backend.sites import queries, schemas, service
from backend.sites.models import Site
from backend.sites.queries import SiteFilter

blueprint = make_blueprint("sites", "Regulated sites 一企一档")


def _view(site: Site) -> Any:
    return with_revision(schemas.site_views([site])[0])


@blueprint.get("/sites")
@requires("site.read")
@blueprint.arguments(schemas.SiteQuery, location="query")
@blueprint.response(200, schemas.SitePageSchema)
def list_sites(query: Json) -> Any:
    """List sites in scope 企业."""
    cursor, limit = query.pop("cursor"), query.pop("limit")
    wanted = SiteFilter(**query)
    disputed = list_subjects_in_conflict(service.KIND) if wanted.has_conflict else None
    page = queries.list_sites(current_actor(), wanted, cursor, limit, disputed)
    return page_answer(Page(schemas.site_views(page.items), page.next_cursor))


@blueprint.get("/sites/<uuid:site_id>")
@requires("site.read")
@blueprint.response(200, schemas.SiteSchema)
def show_site(site_id: UUID) -> Any:
    """Show a site 企业详情."""
    return _view(queries.get_site(current_actor(), site_id))


@blueprint.put("/sites/<uuid:site_id>")
@requires("site.manage")
@blueprint.arguments(schemas.SiteEntrySchema)
@blueprint.response(200, schemas.SiteSchema)
@blueprint.alt_response(201, schema=schemas.SiteSchema)
def put_site(entry: Json, site_id: UUID) -> Any:
    """Enter a site or renew its entry; the same entry again changes nothing 登记企业."""
    revision = expected_revision() if "If-Match" in request.headers else None
    stored = schemas.stored_facts(entry)
    site, is_new = service.put_site(current_actor(), site_id, stored, revision)
    return (_view(site), 201) if is_new else _view(site)


@blueprint.get("/sites/<uuid:site_id>/versions")
@requires("site.read")
@blueprint.response(200, RecordVersionListSchema)
def list_site_versions(site_id: UUID) -> Any:
    """List every version of a site's notes 备注历次修改."""
    site = queries.get_site(current_actor(), site_id)
    return {"items": list_versions(site.id)}


@blueprint.post("/sites/<uuid:site_id>/actions/settle_notes")
@requires("site.edit")
@command
@blueprint.arguments(schemas.SiteResolutionSchema)
@blueprint.response(200, schemas.SiteSchema)
def settle_site_notes(resolution: Json, site_id: UUID) -> Any:
    """Settle a conflict of a site's notes, field by field 处理备注冲突."""
    site = service.settle_notes(current_actor(), site_id, now=clock.now(), **resolution)
    return _view(site)
