"""URLs of derivatives: marked, redacted and clipped copies of exhibits."""

import base64
from typing import Any
from uuid import UUID

from flask import Response, current_app

from backend.evidence.routes.sending import send
from backend.evidence.schemas import DownloadGrantSchema, DownloadSchema, GrantQuery
from backend.evidence.schemas.derivatives import (
    DerivativeListSchema,
    DerivativeRequestSchema,
    DerivativeSchema,
)
from backend.evidence.service import derivatives, grants
from backend.kernel import clock
from backend.kernel.auth import current_actor, requires
from backend.kernel.db import Json
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.idempotency import command
from backend.kernel.storage import object_store

blueprint = make_blueprint("derivatives", "Marked copies of exhibits 证据副本")
PATH = "/exhibits/<uuid:exhibit_id>/derivatives"


@blueprint.get(PATH)
@requires("exhibit.read")
@blueprint.response(200, DerivativeListSchema)
def list_derivatives(exhibit_id: UUID) -> Any:
    """List the copies that were made of an exhibit 副本列表."""
    return {"items": derivatives.list_derivatives(current_actor(), exhibit_id)}


@blueprint.post(PATH)
@requires("exhibit.download")
@command
@blueprint.arguments(DerivativeRequestSchema)
@blueprint.response(202, DerivativeSchema)
def request_derivative(body: Json, exhibit_id: UUID) -> Any:
    """Have a watermarked, redacted or clipped copy made; the original stays untouched 制作副本."""
    return derivatives.request_derivative(
        current_actor(), exhibit_id, body["op"], body["params"], clock.now()
    )


@blueprint.post(PATH + "/<uuid:derivative_id>/actions/download")
@requires("exhibit.download")
@command
@blueprint.arguments(DownloadSchema)
@blueprint.response(200, DownloadGrantSchema)
def grant_derivative(body: Json, exhibit_id: UUID, derivative_id: UUID) -> Any:
    """Ask for a derivative and say why; custody keeps it 申请下载副本."""
    actor, now = current_actor(), clock.now()
    derivatives.log_download(actor, exhibit_id, derivative_id, body["purpose"], now)
    secret = current_app.config["SECRET_KEY"]
    grant = grants.issue_grant(secret, actor.person_id, derivative_id, now)
    path = f"/api/v1/exhibits/{exhibit_id}/derivatives/{derivative_id}/content"
    return {"url": f"{path}?grant={grant}"}


@blueprint.get(PATH + "/<uuid:derivative_id>/content")
@requires("exhibit.download")
@blueprint.arguments(GrantQuery, location="query")
@blueprint.response(200, content_type="application/octet-stream")
def download_derivative(query: dict[str, str], exhibit_id: UUID, derivative_id: UUID) -> Response:
    """Fetch a derivative with a grant 下载副本."""
    actor = current_actor()
    derivative = derivatives.get_ready(actor, exhibit_id, derivative_id)
    secret = current_app.config["SECRET_KEY"]
    grants.check_grant(secret, query["grant"], actor.person_id, derivative_id, clock.now())
    key = str(derivative.store_key)
    response = send(object_store().open(key), derivative.size, "application/octet-stream")
    ending = key.rpartition(".")[2]
    name = f"{derivative.op}-{derivative.id}.{ending}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    digest = base64.b64encode(bytes.fromhex(str(derivative.sha256))).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    return response
