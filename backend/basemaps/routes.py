"""URLs of base maps."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Response, current_app, request

from backend.basemaps import queries, schemas, service
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.db import Json, end_reading
from backend.kernel.errors import TooLarge
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.idempotency import command
from backend.kernel.ranges import send_stored
from backend.kernel.storage import object_store

FORM_BYTES = 64 * 1024
MIME = "application/vnd.pmtiles"
BINARY = {"type": "string", "format": "binary"}
blueprint = make_blueprint("basemaps", "Base maps 离线底图")


def _max_bytes() -> int:
    limit: int = current_app.extensions["settings"].max_basemap_bytes
    return limit


def _takes_archive(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let the view's form be as large as an archive, and hold no connection while it arrives."""

    @wraps(view)
    def ready(*args: Any, **kwargs: Any) -> Any:
        request.max_content_length = _max_bytes() + FORM_BYTES
        if (request.content_length or 0) > request.max_content_length:
            raise TooLarge(limit_bytes=_max_bytes())
        end_reading()
        return view(*args, **kwargs)

    return ready


@blueprint.get("/basemaps")
@requires("basemap.read")
@blueprint.response(200, schemas.BasemapListSchema)
def list_basemaps() -> Any:
    """List base maps with their history 底图."""
    return {"items": queries.list_basemaps(current_actor()), "max_bytes": _max_bytes()}


@blueprint.get("/basemaps/offered")
@requires("basemap.read")
@blueprint.response(200, schemas.OfferedBasemapSchema)
def show_offered() -> Any:
    """Show the base map to draw, if there is one 可用底图."""
    return {"item": queries.find_offered(current_actor())}


@blueprint.get("/basemaps/<uuid:basemap_id>")
@requires("basemap.read")
@blueprint.response(200, schemas.BasemapSchema)
def show_basemap(basemap_id: UUID) -> Any:
    """Show a base map 底图详情."""
    return queries.get_basemap(current_actor(), basemap_id)


@blueprint.put("/basemaps/<uuid:basemap_id>")
@requires("basemap.manage")
@_takes_archive
@blueprint.arguments(schemas.BasemapFormSchema, location="form")
@blueprint.arguments(schemas.BasemapFileSchema, location="files")
@blueprint.response(200, schemas.BasemapSchema)
@blueprint.alt_response(201, schema=schemas.BasemapSchema)
def put_basemap(form: Json, files: Json, basemap_id: UUID) -> Any:
    """Put a base map in force, in place of the one that is named 上传底图."""
    made, is_new = service.put_basemap(
        current_actor(),
        basemap_id,
        form,
        files["archive"].stream,
        _max_bytes(),
        object_store(),
        clock.now(),
    )
    return (made, 201) if is_new else made


@blueprint.get("/basemaps/<uuid:basemap_id>/archive")
@requires("basemap.read")
@blueprint.response(200, BINARY, content_type=MIME)
@blueprint.alt_response(206, schema=BINARY, content_type=MIME)
def send_archive(basemap_id: UUID) -> Response:
    """Send a base map, or the bytes of it that are asked for 下载底图."""
    found = service.get_served(current_actor(), basemap_id)
    return send_stored(object_store(), found.store_key, found.size, found.sha256, MIME)


@blueprint.post("/basemaps/<uuid:basemap_id>/actions/withdraw")
@requires("basemap.manage")
@command
@blueprint.arguments(schemas.WithdrawalSchema)
@blueprint.response(200, schemas.BasemapSchema)
def withdraw_basemap(body: Json, basemap_id: UUID) -> Any:
    """Withdraw a base map, so that nobody gets it any more 停用底图."""
    return service.withdraw_basemap(current_actor(), basemap_id, body["reason"], clock.now())
