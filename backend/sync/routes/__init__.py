"""URLs of sync."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app

from backend.kernel.auth import current_actor, requires
from backend.kernel.db import Json
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import streamed_json
from backend.kernel.operations import Operation, PulledKind
from backend.sync import queries, schemas, service
from backend.sync.routes.applying import apply_batch
from backend.sync.routes.loading import write_page
from backend.sync.service import Requested

blueprint = make_blueprint("sync", "Push and pull for phones 同步")


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
    requested = [Requested(**item) for item in batch["operations"]]
    operations = current_app.extensions["sync_operations"]
    content = apply_batch(actor, device.id, requested, operations)
    return current_app.response_class(content, mimetype="application/json")


@blueprint.get("/sync/settings")
@requires("sync.use")
@blueprint.response(200, schemas.PhoneSettingsSchema)
def show_settings() -> Any:
    """Show what phones are asked to go by 手机端设置."""
    return {"keep_days": current_app.extensions["settings"].phone_keep_days}


@blueprint.get("/sync/pull")
@requires("sync.use")
@blueprint.arguments(schemas.PullQuery, location="query")
@blueprint.response(200, schemas.PullAnswerSchema, headers=schemas.PULL_HEADERS)
def pull(query: Json) -> Any:
    """Return what changed in the caller's scope since the cursor 下行同步."""
    actor = current_actor()
    page = queries.read_feed(actor, query["cursor"], query["limit"])
    answer = streamed_json(write_page(actor, page, current_app.extensions["sync_kinds"]))
    if page.has_more:
        # Before the body: the next page is written while this one is, and both travel at once.
        answer.headers[schemas.NEXT_CURSOR] = page.next_cursor
    return answer
