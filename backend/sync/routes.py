"""URLs of sync."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Flask, current_app

from backend.kernel.actor import Actor
from backend.kernel.auth import current_actor, requires
from backend.kernel.db import Json, savepoint
from backend.kernel.errors import Forbidden
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.logging import get_logger
from backend.kernel.operations import Operation, PulledKind
from backend.kernel.problems import as_domain_error, problem_of
from backend.sync import queries, schemas, service
from backend.sync.errors import OperationUnknown
from backend.sync.service import Requested

blueprint = make_blueprint("sync", "Push and pull for phones 同步")
log = get_logger(__name__)


def install(
    app: Flask, operations: Mapping[str, Operation], kinds: Mapping[str, PulledKind]
) -> None:
    """Give sync what the features offer; it knows none of them itself."""
    app.extensions["sync_operations"] = operations
    app.extensions["sync_kinds"] = kinds


@blueprint.post("/sync/push")
@requires("sync.use")
@blueprint.arguments(schemas.PushSchema)
@blueprint.response(200, schemas.PushAnswerSchema)
def push(batch: Json) -> Any:
    """Apply a batch of operations, each by itself 上行同步."""
    actor = current_actor()
    device = service.check_device(actor, batch["device_id"])
    return {"results": [_apply(actor, device.id, item) for item in batch["operations"]]}


def _apply(actor: Actor, device_id: UUID, item: Json) -> Json:
    canonical = json.dumps(item["payload"], sort_keys=True).encode()
    requested = Requested(**item, canonical_payload=canonical)
    answer: Json = {"id": requested.id, "subject_id": requested.subject_id}
    try:
        with savepoint():
            status, resource = _apply_once(actor, device_id, requested)
            return answer | {"status": status, "resource": resource}
    except Exception as error:  # one refused operation must not hold the others
        refusal = as_domain_error(error)
        if refusal.code == "internal":
            log.exception("operation_failed", operation=requested.name)
        return answer | {"status": "refused", "problem": problem_of(refusal)}


def _apply_once(actor: Actor, device_id: UUID, requested: Requested) -> tuple[str, Json]:
    earlier = service.find_earlier_answer(actor, requested)
    if earlier is not None:
        return "replayed", earlier.resource
    operation = _operation(requested.name)
    if not actor.may(operation.permission):
        raise Forbidden(permission=operation.permission)
    payload = operation.schema().load(requested.payload)
    resource = operation.apply(actor, requested.subject_id, payload)
    service.keep_answer(actor, device_id, requested, resource)
    return "applied", resource


def _operation(name: str) -> Operation:
    known: Mapping[str, Operation] = current_app.extensions["sync_operations"]
    if name not in known:
        raise OperationUnknown({"/name": ("operation_unknown", f"没有名为 {name} 的操作")})
    return known[name]


@blueprint.get("/sync/settings")
@requires("sync.use")
@blueprint.response(200, schemas.PhoneSettingsSchema)
def show_settings() -> Any:
    """Show what phones are asked to go by 手机端设置."""
    return {"keep_days": current_app.extensions["settings"].phone_keep_days}


@blueprint.get("/sync/pull")
@requires("sync.use")
@blueprint.arguments(schemas.PullQuery, location="query")
@blueprint.response(200, schemas.PullAnswerSchema)
def pull(query: Json) -> Any:
    """Return what changed in the caller's scope since the cursor 下行同步."""
    actor = current_actor()
    page = queries.read_feed(actor, query["cursor"], query["limit"])
    return {
        "changes": _load(actor, page.subjects),
        "next_cursor": page.next_cursor,
        "has_more": page.has_more,
    }


def _load(actor: Actor, subjects: list[tuple[str, UUID]]) -> list[Json]:
    kinds: Mapping[str, PulledKind] = current_app.extensions["sync_kinds"]
    changes = []
    for kind in dict.fromkeys(name for name, _ in subjects):
        if kind not in kinds or not actor.may(kinds[kind].permission):
            continue
        ids = [subject_id for name, subject_id in subjects if name == kind]
        found = kinds[kind].load(actor, ids)
        changes += [
            {"kind": kind, "id": key, "deleted": key not in found, "resource": found.get(key)}
            for key in ids
        ]
    return changes
