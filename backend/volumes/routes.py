"""URLs of volumes."""

import hashlib
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Response, send_file

from backend.evidence import note_views
from backend.kernel import clock
from backend.kernel.auth import current_actor, leaves_trace, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.idempotency import command
from backend.kernel.storage import object_store
from backend.volumes import rules, schemas, service
from backend.volumes.errors import VolumeAltered

blueprint = make_blueprint("volumes", "Volumes of cases 案卷")


@blueprint.post("/volumes")
@requires("document.read")
@command
@blueprint.arguments(schemas.VolumeSubjectSchema)
@blueprint.response(202, schemas.VolumeListSchema)
def bind_volumes(wanted: dict[str, Any]) -> Any:
    """Have the papers of a case bound as they are now 装订案卷."""
    subject = (wanted["subject_kind"], wanted["subject_id"])
    return {"items": service.bind_volumes(current_actor(), *subject, clock.now())}


@blueprint.get("/volumes")
@requires("document.read")
@blueprint.arguments(schemas.VolumeSubjectSchema, location="query")
@blueprint.response(200, schemas.VolumeListSchema)
def list_volumes(query: dict[str, Any]) -> Any:
    """List what was bound of a case 案卷列表."""
    subject = (query["subject_kind"], query["subject_id"])
    return {"items": service.list_volumes(current_actor(), *subject)}


@blueprint.get("/volumes/<uuid:volume_id>/content")
@requires("document.read")
@leaves_trace
@blueprint.response(200, content_type="application/pdf")
def show_volume(volume_id: UUID) -> Response:
    """Open a part of the volume; its exhibits note who looked 打开案卷."""
    actor = current_actor()
    volume = service.get_ready_volume(actor, volume_id)
    with object_store().open(volume.store_key or "") as stored:
        content = stored.read()
    if hashlib.sha256(content).hexdigest() != volume.sha256:
        raise VolumeAltered(id=str(volume.id))
    shown = [UUID(one["id"]) for one in volume.plan["entries"] if one["kind"] == "exhibit"]
    note_views(actor, shown, "volume", clock.now())
    name = f"{volume.plan['cover']['case_number']}{rules.PARTS[volume.part]}.pdf"
    return send_file(BytesIO(content), mimetype="application/pdf", download_name=name)
