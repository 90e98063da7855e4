"""URLs of exports."""

from typing import Any
from uuid import UUID

from flask import Response, make_response, send_file

from backend.exports import queries, schemas
from backend.exports.service import requests
from backend.exports.verifier.assembly import assembled
from backend.kernel import clock
from backend.kernel.auth import current_actor, public, requires
from backend.kernel.http import PageQuery, page_answer
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.idempotency import command
from backend.kernel.storage import object_store

blueprint = make_blueprint("exports", "Evidence packages 证据包")


@blueprint.post("/exports")
@requires("export.create")
@command
@blueprint.arguments(schemas.ExportRequestSchema)
@blueprint.response(202, schemas.ExportSchema)
def request_export(wanted: dict[str, Any]) -> Any:
    """Ask for a package of exhibits 申请导出证据包."""
    return requests.request_export(current_actor(), **wanted, now=clock.now())


@blueprint.get("/exports")
@requires("export.read")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, schemas.ExportPageSchema)
def list_exports(query: dict[str, Any]) -> Any:
    """List packages in scope 证据包."""
    return page_answer(queries.list_exports(current_actor(), **query))


@blueprint.get("/exports/<uuid:export_id>")
@requires("export.read")
@blueprint.response(200, schemas.ExportSchema)
def show_export(export_id: UUID) -> Any:
    """Show how far a package is 证据包进度."""
    return queries.get_export(current_actor(), export_id)


@blueprint.get("/exports/<uuid:export_id>/content")
@requires("exhibit.download")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/zip")
def download_package(export_id: UUID) -> Response:
    """Download a package 下载证据包."""
    export = requests.get_ready_export(current_actor(), export_id)
    answer = send_file(
        object_store().open(export.store_key or ""),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"xunzheng-{export.id}.zip",
    )
    answer.content_length = export.size or 0
    return answer


@blueprint.get("/log/verifier")
@public
@blueprint.response(200, {"type": "string"}, content_type="text/x-python")
def download_verifier() -> Response:
    """Download the program that verifies packages, apart from any package 校验程序."""
    answer = make_response(assembled())
    answer.content_type = "text/x-python; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=verify.py"
    return answer
