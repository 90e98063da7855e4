"""URLs of resumable uploads: tus 1.0 with creation, creation-with-upload, checksum, expiration
and termination.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, current_app, json, request
from werkzeug.http import http_date

from backend.evidence import schemas
from backend.evidence.errors import OffsetOctetStreamRequired, TusVersionUnsupported
from backend.evidence.models import Exhibit, Upload
from backend.evidence.routes import bodies
from backend.evidence.rules import tus
from backend.evidence.rules.tus import Announced
from backend.evidence.schemas.sent import read_sent
from backend.evidence.schemas.shown import show_new
from backend.evidence.service import arrival, registration, staging, uploads
from backend.evidence.service.arrival import Content, Sent
from backend.evidence.service.uploads import UploadLimits
from backend.kernel import clock
from backend.kernel.auth import current_actor, public, requires
from backend.kernel.db import session, unit_of_work
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import with_revision
from backend.kernel.storage import object_store

DRAIN_BYTES = 16 * 1024 * 1024
blueprint = make_blueprint("uploads", "Resumable uploads, tus 1.0 断点续传")
_shape = schemas.ExhibitSchema()


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
        while bodies.read_body(staging.READ_BYTES):
            pass
    return response


def _answer(
    status: int, upload: Upload, exhibit: Exhibit | None = None, *, is_new: bool = False
) -> Response:
    response = Response(status=status)
    if exhibit is not None:
        shown = show_new(exhibit) if is_new else _shape.dump(exhibit)
        response.set_data(json.dumps(with_revision(shown)))
        response.mimetype = "application/json"
    response.headers["Upload-Offset"] = str(upload.position)
    if upload.state == "live":
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
@blueprint.response(201, schemas.ExhibitSchema)
def open_upload() -> Any:
    """Begin an exhibit's upload, or find the one under way; a small file may come at once with its
    capture record 创建上传.
    """
    announced = tus.read_metadata(request.headers.get(tus.METADATA))
    length = tus.read_count("Upload-Length", request.headers.get("Upload-Length"))
    sent = read_sent(announced) if announced.envelope is not None else None
    body = bodies.read_whole(length) if request.mimetype == tus.BODY_TYPE else None
    if body is not None and len(body) == length:
        exhibit = _take_at_once(announced, sent, Content.of(body))
        upload = uploads.complete_at_once(exhibit)
        # One that was read from the database may serve something by now.
        is_new = exhibit not in session()
        answer = _answer(201, upload, exhibit, is_new=is_new)
    else:
        upload = _open(announced, sent, length)
        if request.mimetype == tus.BODY_TYPE and upload.position == 0:
            upload = bodies.receive(upload, body, _limits())
        answer = _answer(201, upload)
    answer.headers["Location"] = f"/api/v1/uploads/{upload.id}"
    return answer


def _take_at_once(announced: Announced, sent: Sent | None, content: Content) -> Exhibit:
    place = (content, object_store(), _limits(), clock.now())
    with unit_of_work():
        if sent is not None:
            return arrival.take_new(current_actor(), sent, *place)
        return arrival.take_registered(current_actor(), announced.exhibit_id, *place)


def _open(announced: Announced, sent: Sent | None, length: int) -> Upload:
    # Committed before more bytes are read: what arrives must find its upload after a crash.
    with unit_of_work():
        if sent is not None:
            registration.register_exhibit(
                current_actor(),
                sent.exhibit_id,
                sent.capture,
                file_name=sent.file_name,
                max_bytes=_limits().max_bytes,
                now=clock.now(),
            )
        return uploads.open_upload(
            current_actor(), announced.exhibit_id, length, _limits(), clock.now()
        )


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
    body = bodies.read_whole(upload.length) if start == 0 else None
    if body is None or len(body) < upload.length:
        return _answer(204, bodies.receive(upload, body, _limits()))
    content = Content.of(body)
    with unit_of_work():
        now = clock.now()
        upload = arrival.take_upload(
            current_actor(), upload_id, content, object_store(), _limits(), now
        )
    return _answer(204, upload)


@blueprint.delete("/uploads/<uuid:upload_id>")
@requires("exhibit.capture")
@blueprint.response(204)
def terminate_upload(upload_id: UUID) -> Response:
    """Give up an upload 终止上传."""
    uploads.terminate_upload(current_actor(), upload_id, clock.now())
    return Response(status=204)
