"""What phones push and pull of evidence."""

from typing import Any
from uuid import UUID

from flask import current_app

from backend.evidence import queries, schemas
from backend.evidence.schemas.record import read_capture
from backend.evidence.service.registration import register_exhibit
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.operations import Operation, PulledKind


def _register(actor: Actor, exhibit_id: UUID, payload: Json) -> Json:
    exhibit, _ = register_exhibit(
        actor,
        exhibit_id,
        read_capture(payload["envelope"], payload.get("segments")),
        file_name=payload["file_name"],
        max_bytes=current_app.extensions["settings"].max_upload_bytes,
        now=clock.now(),
    )
    shown: Json = schemas.ExhibitSchema().dump(exhibit)
    return shown


def _load(actor: Actor, ids: list[UUID]) -> dict[UUID, Any]:
    found = queries.get_exhibits_by_id(actor, ids)
    return {key: schemas.ExhibitSchema().dump(exhibit) for key, exhibit in found.items()}


OPERATIONS = {
    "exhibit.register": Operation("exhibit.capture", schemas.RegistrationSchema, _register)
}
PULLED_KINDS = {"exhibit": PulledKind("exhibit.read", _load)}
