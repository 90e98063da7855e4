"""What a phone may do with messages."""

from typing import Any
from uuid import UUID

from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.operations import Operation, PulledKind
from backend.messages import queries, schemas, service


def _read(actor: Actor, message_id: UUID, payload: Json) -> Json:
    message = service.mark_read(actor, message_id, payload["read_at"])
    shown: Json = schemas.MessageSchema().dump(message)
    return shown


def _load(actor: Actor, ids: list[UUID]) -> dict[UUID, Any]:
    schema = schemas.MessageSchema()
    return {row.id: schema.dump(row) for row in queries.list_own_by_id(actor, ids)}


OPERATIONS = {"message.read": Operation("sync.use", schemas.ReadSchema, _read)}
PULLED_KINDS = {"message": PulledKind("sync.use", _load)}
