"""What a phone may do with its recheck tasks."""

from typing import Any
from uuid import UUID

from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.kernel.operations import Operation, PulledKind
from backend.tasks import queries, schemas, service


def _accept(actor: Actor, task_id: UUID, payload: Json) -> Json:
    return _perform(actor, task_id, "accept", payload)


def _complete(actor: Actor, task_id: UUID, payload: Json) -> Json:
    return _perform(actor, task_id, "complete", payload)


def _perform(actor: Actor, task_id: UUID, action: str, payload: Json) -> Json:
    task = service.perform_action(
        actor,
        task_id,
        action,
        expected_revision=None,
        load_form=lambda _fields: payload,
        now=clock.now(),
    )
    return _dump([task])[task_id]


def _dump(tasks: list[Any]) -> dict[UUID, Json]:
    schema = schemas.TaskSchema()
    return {view["id"]: schema.dump(view) for view in schemas.task_views(tasks)}


def _load(actor: Actor, ids: list[UUID]) -> dict[UUID, Any]:
    return _dump(queries.list_own_by_id(actor, ids))


OPERATIONS = {
    "task.accept": Operation("task.do", schemas.AcceptSchema, _accept),
    "task.complete": Operation("task.do", schemas.CompleteSchema, _complete),
}
PULLED_KINDS = {service.KIND: PulledKind("task.do", _load)}
