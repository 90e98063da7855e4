"""URLs of exhibits."""

import base64
import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, current_app

from backend.accounts import find_device
from backend.evidence import queries, schemas
from backend.evidence.errors import NoPreview, ReceiptNotReady
from backend.evidence.models import Exhibit
from backend.evidence.routes.sending import send
from backend.evidence.schemas.record import read_capture
from backend.evidence.service import (
    access,
    early,
    grants,
    links,
    looks,
    originals,
    registration,
    verification,
)
from backend.evidence.service.signatures import signature_is_valid
from backend.kernel import clock
from backend.kernel.auth import current_actor, leaves_trace, requires
from backend.kernel.db import Json, session, unit_of_work
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import page_answer, with_revision
from backend.kernel.idempotency import command
from backend.kernel.storage import object_store
from backend.ledger import chain_is_valid, list_custody

blueprint = make_blueprint("exhibits", "Photos, videos and files as evidence 证据")


@blueprint.put("/exhibits/<uuid:exhibit_id>")
@requires("exhibit.capture")
@blueprint.arguments(schemas.RegistrationSchema)
@blueprint.response(200, schemas.ExhibitSchema)
@blueprint.alt_response(201, schema=schemas.ExhibitSchema)
def register_exhibit(body: Json, exhibit_id: UUID) -> Any:
    """Register a sealed capture before its bytes are sent 登记证据."""
    exhibit, is_new = registration.register_exhibit(
        current_actor(),
        exhibit_id,
        read_capture(body["envelope"], body.get("segments")),
        file_name=body["file_name"],
        max_bytes=current_app.extensions["settings"].max_upload_bytes,
        now=clock.now(),
    )
    with_revision(exhibit)
    return (exhibit, 201) if is_new else exhibit


@blueprint.put("/exhibits/<uuid:exhibit_id>/early-picture")
@requires("exhibit.capture")
@blueprint.arguments(schemas.EarlyPictureSchema)
@blueprint.response(200, schemas.ExhibitSchema)
def send_early_picture(body: Json, exhibit_id: UUID) -> Any:
    """Send a small picture ahead of the original over a weak link; it is marked as such and shown
    until the original is verified 先行小图.
    """
    actor = current_actor()
    key = early.make_early_picture(
        actor, exhibit_id, body["jpeg"], object_store(), session().rollback
    )
    if key is None:
        return with_revision(queries.get_exhibit(actor, exhibit_id))
    with unit_of_work():
        return with_revision(early.keep_early_picture(actor, exhibit_id, key))


@blueprint.get("/exhibits")
@requires("exhibit.read")
@blueprint.arguments(schemas.ExhibitQuery, location="query")
@blueprint.response(200, schemas.ExhibitPageSchema)
def list_exhibits(query: Json) -> Any:
    """List exhibits in scope 证据列表."""
    return page_answer(queries.list_exhibits(current_actor(), **query))


@blueprint.get("/exhibits/<uuid:exhibit_id>")
@requires("exhibit.read")
@leaves_trace
@blueprint.response(200, schemas.ExhibitDetailSchema)
def show_exhibit(exhibit_id: UUID) -> Any:
    """Show an exhibit with its checks and receipt 证据详情."""
    exhibit = queries.get_exhibit(current_actor(), exhibit_id)
    access.note_view(current_actor(), exhibit, "detail", clock.now())
    return with_revision(exhibit)


@blueprint.get("/exhibits/<uuid:exhibit_id>/preview")
@requires("exhibit.read")
@leaves_trace
@blueprint.response(200, content_type="image/jpeg")
def show_preview(exhibit_id: UUID) -> Response:
    """Show a marked copy of at most 1600 pixels 预览副本."""
    exhibit = _looked_at(exhibit_id)
    access.note_view(current_actor(), exhibit, "preview", clock.now())
    return _stream(exhibit.early_picture_key if exhibit.is_early_picture else exhibit.preview_key)


@blueprint.get("/exhibits/<uuid:exhibit_id>/thumbnail")
@requires("exhibit.read")
@blueprint.response(200, content_type="image/jpeg")
def show_thumbnail(exhibit_id: UUID) -> Response:
    """Show a marked copy of at most 320 pixels 缩略副本."""
    exhibit = _looked_at(exhibit_id)
    return _stream(exhibit.early_picture_key if exhibit.is_early_picture else exhibit.thumbnail_key)


def _looked_at(exhibit_id: UUID) -> Exhibit:
    """Return the exhibit with its copies, which the first to look has made."""
    exhibit = queries.get_exhibit(current_actor(), exhibit_id)
    if exhibit.preview_key is not None or exhibit.is_early_picture:
        return exhibit
    # Nobody waits for the database while a picture is decoded.
    made = looks.make_copies(exhibit, object_store(), session().rollback)
    with unit_of_work():
        return looks.keep_copies(exhibit_id, made, clock.now())


def _stream(key: str | None) -> Response:
    if key is None:
        raise NoPreview
    return send(object_store().open(key), object_store().size(key), "image/jpeg")


@blueprint.post("/exhibits/<uuid:exhibit_id>/actions/verify_again")
@requires("exhibit.download")
@command
@blueprint.response(200, schemas.ExhibitSchema)
def verify_again(exhibit_id: UUID) -> Any:
    """Have a received exhibit verified once more, whose verification failed 重新核验."""
    return with_revision(verification.ask_for_verification(current_actor(), exhibit_id))


@blueprint.post("/exhibits/<uuid:exhibit_id>/actions/download")
@requires("exhibit.download")
@command
@blueprint.arguments(schemas.DownloadSchema)
@blueprint.response(200, schemas.DownloadGrantSchema)
def grant_download(body: Json, exhibit_id: UUID) -> Any:
    """Ask for a copy of the original and say why; custody keeps it 申请下载原件."""
    actor, now = current_actor(), clock.now()
    links.log_download(actor, exhibit_id, body["purpose"], now)
    grant = grants.issue_grant(current_app.config["SECRET_KEY"], actor.person_id, exhibit_id, now)
    return {"url": f"/api/v1/exhibits/{exhibit_id}/content?grant={grant}"}


@blueprint.get("/exhibits/<uuid:exhibit_id>/content")
@requires("exhibit.download")
@blueprint.arguments(schemas.GrantQuery, location="query")
@blueprint.response(200, content_type="application/octet-stream")
def download_original(query: dict[str, str], exhibit_id: UUID) -> Response:
    """Fetch the original bytes with a grant 下载原件."""
    actor = current_actor()
    exhibit = queries.get_exhibit(actor, exhibit_id)
    secret = current_app.config["SECRET_KEY"]
    grants.check_grant(secret, query["grant"], actor.person_id, exhibit_id, clock.now())
    original = originals.open_original(exhibit)
    response = send(original, exhibit.size, "application/octet-stream")
    name = quote(exhibit.file_name, safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    if exhibit.state == "verified" and exhibit.sha256 is not None:
        digest = base64.b64encode(bytes.fromhex(exhibit.sha256)).decode()
        response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    return response


@blueprint.get("/exhibits/<uuid:exhibit_id>/receipt")
@requires("exhibit.read")
@blueprint.response(200, schemas.ReceiptSchema)
def show_receipt(exhibit_id: UUID) -> Any:
    """Show the signed receipt 回执."""
    exhibit = queries.get_exhibit(current_actor(), exhibit_id)
    if exhibit.receipt is None:
        raise ReceiptNotReady(state=exhibit.state)
    return exhibit.receipt


@blueprint.get("/exhibits/<uuid:exhibit_id>/custody")
@requires("exhibit.read")
@leaves_trace
@blueprint.response(200, schemas.CustodySchema)
def show_custody(exhibit_id: UUID) -> Any:
    """Show the chain of custody and what the device signed 保管链."""
    exhibit = queries.get_exhibit(current_actor(), exhibit_id)
    events = list_custody(exhibit.id)
    access.note_view(current_actor(), exhibit, "custody", clock.now())
    device = find_device(exhibit.device_id)
    capture = read_capture(json.loads(exhibit.envelope), originals.segment_list(exhibit))
    is_signed = device is not None and signature_is_valid(device.public_key, capture)
    return {
        "items": [schemas.custody_view(event) for event in events],
        "chain_valid": chain_is_valid(events),
        "capture_record": json.loads(exhibit.record),
        "capture_signature_valid": is_signed and capture.record_bytes == exhibit.record,
    }
