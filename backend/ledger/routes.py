"""URLs of the log."""

import base64
from typing import Any

from flask import Response, make_response

from backend.kernel.auth import public, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.ledger import queries, rules, schemas, service
from backend.ledger.errors import TileUnknown, TreeSizeUnknown

TEXT = "text/plain; charset=utf-8"
FOREVER = "public, max-age=31536000, immutable"
blueprint = make_blueprint("ledger", "The log and its keys 存证日志")


@blueprint.get("/log/checkpoint")
@public
@blueprint.response(200, {"type": "string"}, content_type="text/plain")
def show_checkpoint() -> Response:
    """Show the newest signed checkpoint with its cosignatures, a C2SP signed note 最新检查点."""
    checkpoint = queries.latest_checkpoint()
    answer = make_response(queries.witnessed_note(checkpoint))
    answer.content_type = TEXT
    # The note itself carries no time; phones sign this one as their `not_before`.
    answer.last_modified = checkpoint.issued_at
    return answer


@blueprint.get("/log/tile/<int:level>/<path:index>")
@public
@blueprint.response(
    200, {"type": "string", "format": "binary"}, content_type="application/octet-stream"
)
def show_tile(level: int, index: str) -> Response:
    """Show a tile of the tree's hashes (c2sp.org/tlog-tiles); events are not published 日志分片."""
    tile = rules.parse_tile(level, index)
    if tile is None:
        raise TileUnknown
    answer = make_response(queries.read_tile(tile, queries.latest_checkpoint().tree_size))
    answer.content_type = "application/octet-stream"
    answer.headers["Cache-Control"] = FOREVER
    return answer


@blueprint.get("/log/consistency")
@public
@blueprint.arguments(schemas.SizesSchema, location="query")
@blueprint.response(200, schemas.ConsistencySchema)
def show_consistency(sizes: dict[str, int]) -> Any:
    """Prove that the log of one size is a prefix of the log of another 一致性证明."""
    old, new = sizes["old"], sizes["new"]
    if not 0 <= old <= new <= queries.latest_checkpoint().tree_size:
        raise TreeSizeUnknown
    path = [base64.b64encode(step).decode() for step in queries.consistency_proof(old, new)]
    return {**sizes, "path": path}


@blueprint.get("/log/trust")
@public
@blueprint.response(200, schemas.TrustSchema)
def show_trust() -> Any:
    """Show the keys that packages are verified with 验证所需公钥."""
    return service.public_trust()


@blueprint.get("/log/status")
@requires("ledger.read")
@blueprint.response(200, schemas.StatusSchema)
def show_status() -> Any:
    """Show how the log stands: what waits, its witness, its anchors, its head map 日志状态."""
    return service.log_status()
