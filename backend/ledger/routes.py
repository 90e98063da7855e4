"""URLs of the log."""

from typing import Any

from flask import Response, make_response

from backend.kernel.auth import public
from backend.kernel.http import blueprint as make_blueprint
from backend.ledger import queries, schemas, service

blueprint = make_blueprint("ledger", "The log and its keys 存证日志")


@blueprint.get("/log/checkpoint")
@public
@blueprint.response(200, {"type": "string"}, content_type="text/plain")
def show_checkpoint() -> Response:
    """Show the newest signed checkpoint, a C2SP signed note 最新检查点."""
    checkpoint = queries.latest_checkpoint()
    answer = make_response(checkpoint.note)
    answer.content_type = "text/plain; charset=utf-8"
    # The note itself carries no time; phones sign this one as their `not_before`.
    answer.last_modified = checkpoint.issued_at
    return answer


@blueprint.get("/log/trust")
@public
@blueprint.response(200, schemas.TrustSchema)
def show_trust() -> Any:
    """Show the keys that packages are verified with 验证所需公钥."""
    return service.public_trust()
