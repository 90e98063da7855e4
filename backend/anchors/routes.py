"""URLs of anchors."""

from typing import Any

from backend.anchors import schemas
from backend.anchors.service import registers
from backend.kernel.auth import current_actor, requires
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.idempotency import command
from backend.ledger import AnchorSchema

blueprint = make_blueprint("anchors", "Anchors of the log 日志锚定")


@blueprint.post("/log/anchors")
@requires("ledger.anchor")
@command
@blueprint.arguments(schemas.PaperAnchorSchema)
@blueprint.response(201, AnchorSchema)
def record_paper_anchor(wanted: dict[str, Any]) -> Any:
    """Record that the log's printed root was stamped and filed 登记纸质存证."""
    return registers.record_paper_anchor(current_actor(), **wanted)
