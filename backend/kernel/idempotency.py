"""A command sent twice is done once and answered twice."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, current_app, g, make_response, request
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel import clock
from backend.kernel.auth import current_actor
from backend.kernel.db import Base, session
from backend.kernel.errors import IdempotencyKeyRequired, IdempotencyKeyReused

View = TypeVar("View", bound=Callable[..., Any])
MAX_KEY_LENGTH = 64
# Every command asks these: two statements without the compiler.
_RESERVE = """
    insert into command_receipt (person_id, key, authority_id, request_digest, created_at)
    values (%s, %s, %s, %s, %s) on conflict do nothing returning key
"""
_KEEP = (
    "update command_receipt set status = %s, body = %s, etag = %s where person_id = %s and key = %s"
)


class CommandReceipt(Base):
    """The answer given to one person's command, kept so that its repeat gets the same."""

    __tablename__ = "command_receipt"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    request_digest: Mapped[str]
    status: Mapped[int | None]
    body: Mapped[str | None]
    etag: Mapped[str | None]
    created_at: Mapped[datetime]


def command(view: View) -> View:
    """Require an Idempotency-Key on a POST view and answer a repeat from what was stored with
    the first.
    """

    @wraps(view)
    def once(*args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        if not 0 < len(key) <= MAX_KEY_LENGTH or not key.isascii():
            raise IdempotencyKeyRequired
        digest = _request_digest()
        if not _reserve(key, digest):
            return _stored_answer(key, digest)
        response: Response = make_response(view(*args, **kwargs))
        _keep(key, response)
        return response

    once.needs_idempotency_key = True  # type: ignore[attr-defined]
    return once  # type: ignore[return-value]


def _request_digest() -> str:
    seen = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    seen.update(request.get_data(cache=True))
    return seen.hexdigest()


def _reserve(key: str, digest: str) -> bool:
    """Insert the row before the work: a parallel repeat waits here for our commit, then finds
    our answer.
    """
    actor = current_actor()
    values = (actor.person_id, key, actor.authority_id, digest, clock.now())
    return session().connection().exec_driver_sql(_RESERVE, values).first() is not None


def _find(key: str) -> CommandReceipt:
    query = select(CommandReceipt).where(
        CommandReceipt.person_id == current_actor().person_id, CommandReceipt.key == key
    )
    return session().scalars(query).one()


def _stored_answer(key: str, digest: str) -> Response:
    row = _find(key)
    if row.request_digest != digest:
        raise IdempotencyKeyReused
    response = current_app.response_class(row.body, status=row.status, mimetype="application/json")
    response.headers["Idempotent-Replay"] = "true"
    if row.etag:
        g.etag = row.etag
    return response


def _keep(key: str, response: Response) -> None:
    session().flush()  # what the view wrote is refused before its answer is kept
    body = response.get_data(as_text=True)
    values = (response.status_code, body, g.get("etag"), current_actor().person_id, key)
    session().connection().exec_driver_sql(_KEEP, values)
