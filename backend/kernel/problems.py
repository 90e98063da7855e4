"""Every failure leaves as RFC 9457 application/problem+json, built in this file only."""

from typing import Any

from flask import Flask, Response, current_app, g, json, request
from flask_smorest import Api
from marshmallow import ValidationError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from backend.kernel.db import Json
from backend.kernel.errors import (
    Conflict,
    DomainError,
    Invalid,
    Locked,
    NotFound,
    TooLarge,
    Unavailable,
)
from backend.kernel.logging import get_logger

log = get_logger(__name__)

LOCK_STATES = {"55P03", "40P01"}
"""lock_not_available, deadlock_detected."""


class ProblemApi(Api):  # type: ignore[misc]
    """The API object; it leaves error answers to this module."""

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Answer werkzeug's and webargs' errors as problems."""
        return _from_http(error)


def problem_of(error: DomainError) -> Json:
    """Return the members of the problem document for a refusal."""
    body: Json = {
        "type": f"/problems/{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
        "retry": error.retry,
        **error.facts,
    }
    if isinstance(error, Invalid) and error.errors:
        body["errors"] = [
            {"pointer": pointer, "code": code, "text": text}
            for pointer, (code, text) in error.errors.items()
        ]
    return body


def as_domain_error(error: Exception) -> DomainError:
    """Translate what libraries raise into our closed list; the unknown becomes `internal`
    without details.
    """
    if isinstance(error, DomainError):
        return error
    if isinstance(error, ValidationError):
        return invalid_from_messages(error.messages)
    if isinstance(error, IntegrityError):
        log.warning("constraint_refused", constraint=_constraint(error))
        return Conflict(constraint=_constraint(error))
    if isinstance(error, DataError):
        return Invalid(detail="有一项内容数据库无法保存，请检查数字和文字是否过长")
    if isinstance(error, OperationalError):
        state = getattr(error.orig, "sqlstate", None)
        return Locked() if state in LOCK_STATES else Unavailable()
    return DomainError()


def invalid_from_messages(messages: Any) -> Invalid:
    """Turn marshmallow's tree of messages into pointers; raises nothing."""
    return Invalid(dict(_pointers(messages)))


def _pointers(tree: Any, path: str = "") -> list[tuple[str, tuple[str, str]]]:
    if isinstance(tree, dict):
        return [pair for key, sub in tree.items() for pair in _pointers(sub, f"{path}/{key}")]
    text = "; ".join(str(item) for item in tree) if isinstance(tree, list) else str(tree)
    path = (
        path.removeprefix("/json")
        .removeprefix("/query")
        .removeprefix("/headers")
        .removesuffix("/_schema")
    )
    return [(path or "/", ("field_invalid", text))]


def _constraint(error: IntegrityError) -> str | None:
    name: str | None = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return name


def _answer(error: DomainError, headers: dict[str, str] | None = None) -> Response:
    body = problem_of(error) | {"instance": request.path, "request_id": g.get("request_id")}
    response: Response = current_app.response_class(
        json.dumps(body, ensure_ascii=False),
        status=error.status,
        mimetype="application/problem+json",
    )
    response.headers.update(headers or {})
    if error.status == 429:
        response.headers["Retry-After"] = str(error.facts.get("retry_after_s", 60))
    return response


def _from_http(error: HTTPException) -> Response:
    if error.response is not None:
        return current_app.make_response(error.response)
    messages = getattr(error, "data", {}).get("messages") if hasattr(error, "data") else None
    if messages:
        return _answer(invalid_from_messages(messages))
    known: dict[int, DomainError] = {404: NotFound(), 413: TooLarge()}
    if error.code in known:
        return _answer(known[error.code])
    plain = DomainError(error.description or error.name)
    plain.code = f"http_{error.code}"
    plain.status = error.code or 500
    plain.title = error.name
    headers = (
        {"Allow": ", ".join(sorted(error.valid_methods or []))}
        if hasattr(error, "valid_methods")
        else None
    )
    return _answer(plain, headers)


def _from_any(error: Exception) -> Response:
    refusal = as_domain_error(error)
    if refusal.code == "internal":
        log.error("request_failed", exc_info=error)
    return _answer(refusal)


def install_problems(app: Flask) -> None:
    """Answer every exception of the app as a problem."""
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(Exception, _from_any)
