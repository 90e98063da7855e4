"""URLs of resumable uploads: tus 1.0 with creation, creation-with-upload, checksum, expiration
and termination.
"""

from datetime import timedelta
from uuid import UUID

from flask import Response, current_app, request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.http import http_date

from backend.evidence.errors import OffsetOctetStreamRequired, TusVersionUnsupported
from backend.evidence.models import Upload
from backend.evidence.rules import tus
from backend.evidence.service import staging, uploads
from backend.evidence.service.uploads import Piece, UploadLimits
from backend.kernel import clock
from backend.kernel.auth import current_actor, public, requires
from backend.kernel.db import unit_of_work
from backend.kernel.errors import DomainError, TooLarge
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.storage import object_store

DRAIN_BYTES = 16 * 1024 * 1024
blueprint = make_blueprint("uploads", "Resumable uploads, tus 1.0 断点续传")


def _limits() -> UploadLimits:
    settings = current_app.extensions["settings"]
    return UploadLimits(settings.max_upload_bytes, timedelta(days=settings.upload_keep_days))


@blueprint.before_request
def _check_version() -> None:
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != tus.VERSION:
        raise TusVersionUnsupported(supported=tus.VERSION)


@blueprint.after_request
def _say_version(response: Response) -> Response:
    response.headers["Tus-Resumable"] = tus.VERSION
    if response.status_code == 412:
        response.headers["Tus-Version"] = tus.VERSION
    return response


@blueprint.after_request
def _drain_refused_body(response: Response) -> Response:
    # A browser that is cut off while it still sends sees a broken link, not the refusal.
    if response.status_code >= 400 and 0 < (request.content_length or 0) <= DRAIN_BYTES:
        request.max_content_length = DRAIN_BYTES
        while _read_body(staging.READ_BYTES):
            pass
    return response


def _answer(status: int, upload: Upload) -> Response:
    response = Response(status=status)
    response.headers["Upload-Offset"] = str(upload.position)
    response.headers["Upload-Expires"] = http_date(upload.expires_at)
    return response


@blueprint.route("/uploads", methods=["OPTIONS"])
@public
@blueprint.response(204)
def show_abilities() -> Response:
    """Tell which tus extensions and sizes are served 上传能力."""
    response = Response(status=204)
    response.headers["Tus-Version"] = tus.VERSION
    response.headers["Tus-Extension"] = tus.EXTENSIONS
    response.headers["Tus-Max-Size"] = str(_limits().max_bytes)
    response.headers["Tus-Checksum-Algorithm"] = ",".join(tus.CHECKSUMS)
    return response


@blueprint.post("/uploads")
@requires("exhibit.capture")
@blueprint.response(201)
def open_upload() -> Response:
    """Begin an exhibit's upload, or find the one under way 创建上传."""
    exhibit_id = tus.read_exhibit_id(request.headers.get("Upload-Metadata"))
    length = tus.read_count("Upload-Length", request.headers.get("Upload-Length"))
    # Committed before any byte is read: what arrives must find its upload after a crash.
    with unit_of_work():
        upload = uploads.open_upload(current_actor(), exhibit_id, length, _limits(), clock.now())
    if request.mimetype == tus.BODY_TYPE and upload.position == 0:
        upload = _receive(upload)
    answer = _answer(201, upload)
    answer.headers["Location"] = f"/api/v1/uploads/{upload.id}"
    return answer


@blueprint.route("/uploads/<uuid:upload_id>", methods=["HEAD"])
@requires("exhibit.capture")
@blueprint.response(200)
def show_upload(upload_id: UUID) -> Response:
    """Tell where an upload stands 查询上传进度."""
    upload = uploads.get_upload(current_actor(), upload_id, clock.now())
    answer = _answer(200, upload)
    answer.headers["Upload-Length"] = str(upload.length)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.patch("/uploads/<uuid:upload_id>")
@requires("exhibit.capture")
@blueprint.response(204)
def append_to_upload(upload_id: UUID) -> Response:
    """Send bytes from the upload's offset on 续传."""
    if request.mimetype != tus.BODY_TYPE:
        raise OffsetOctetStreamRequired(content_type=request.mimetype)
    start = tus.read_count("Upload-Offset", request.headers.get("Upload-Offset"))
    with unit_of_work():
        upload = uploads.check_position(current_actor(), upload_id, start, clock.now())
    return _answer(204, _receive(upload))


@blueprint.delete("/uploads/<uuid:upload_id>")
@requires("exhibit.capture")
@blueprint.response(204)
def terminate_upload(upload_id: UUID) -> Response:
    """Give up an upload 终止上传."""
    uploads.terminate_upload(current_actor(), upload_id, clock.now())
    return Response(status=204)


def _receive(upload: Upload) -> Upload:
    """Keep the request's body: object first, row second, no transaction while bytes travel."""
    checksum = tus.read_checksum(request.headers.get("Upload-Checksum"))
    start, limit = upload.position, upload.length - upload.position
    if (request.content_length or 0) > limit:
        raise TooLarge(limit_bytes=limit)
    # Not the limit of ordinary requests: a body is streamed, never held.
    request.max_content_length = max(limit, 1)
    place = (_read_body, object_store(), upload.id, start, limit)
    if checksum is not None:
        pieces = staging.stage_checked(*place, checksum)
        return _append(upload, pieces) if pieces else upload
    for piece in staging.stage_pieces(*place):
        upload = _append(upload, [piece])
    return upload


def _read_body(size: int) -> bytes:
    try:
        return request.stream.read(size) or b""
    except (ClientDisconnected, RequestEntityTooLarge):
        # The sender is gone, or everything we may take is taken: either way the body ends here.
        return b""


def _append(upload: Upload, pieces: list[Piece]) -> Upload:
    try:
        with unit_of_work():
            return uploads.append_pieces(current_actor(), upload.id, pieces, _limits(), clock.now())
    except DomainError:
        # Refused for certain. After a lost connection the row may stand, and its object must too.
        staging.discard(object_store(), [piece.store_key for piece in pieces])
        raise
