"""Revisions, paging parameters and blueprints: what every route file uses."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

from flask import Response, g, jsonify, request, send_file, stream_with_context
from flask_smorest import Blueprint
from marshmallow import RAISE, fields, validate
from webargs.flaskparser import FlaskParser

from backend.kernel.errors import PreconditionRequired
from backend.kernel.logging import get_logger
from backend.kernel.paging import DEFAULT_LIMIT, MAX_LIMIT, Page
from backend.kernel.schema import WireSchema

log = get_logger(__name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REVISION = re.compile(r'^"(\d{1,9})"$')


class StrictParser(FlaskParser):
    """Refuses unknown query parameters as bodies refuse unknown fields."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 - webargs' own form
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
    }


class StrictBlueprint(Blueprint):  # type: ignore[misc]
    """A blueprint whose lists have whitelisted filters only."""

    ARGUMENTS_PARSER = StrictParser()


def blueprint(name: str, description: str) -> Blueprint:
    """Return a feature's blueprint under /api/v1."""
    return StrictBlueprint(name, name, url_prefix="/api/v1", description=description)


def expected_revision() -> int:
    """Return the revision in If-Match; raises PreconditionRequired when it is missing or
    malformed.
    """
    match = REVISION.match(request.headers.get("If-Match", ""))
    if match is None:
        raise PreconditionRequired
    return int(match.group(1))


def with_revision(resource: Any) -> Any:
    """Send the resource's revision as its ETag and return the resource."""
    revision = resource["revision"] if isinstance(resource, dict) else resource.revision
    g.etag = f'"{revision}"'
    return resource


def step_answer(resource: Any, view: Callable[[], Any]) -> Any:
    """Return the whole view of what a step changed, or nothing but its new revision where the
    caller prefers so (RFC 7240, `Prefer: return=minimal`).
    """
    if "return=minimal" not in request.headers.get("Prefer", "").replace(" ", "").split(","):
        return with_revision(view())
    with_revision(resource)
    answer = jsonify(id=resource.id, state=resource.state, revision=resource.revision)
    answer.headers["Preference-Applied"] = "return=minimal"
    return answer


def send_etag(response: Response) -> Response:
    """Put the ETag noted by `with_revision` on the answer."""
    if etag := g.get("etag"):
        response.headers["ETag"] = etag
    return response


class PageQuery(WireSchema):
    """Paging parameters; lists add their own filters."""

    limit = fields.Integer(load_default=DEFAULT_LIMIT, validate=validate.Range(1, MAX_LIMIT))
    cursor = fields.String(load_default=None, validate=validate.Length(max=400))


def page_of(item: type[WireSchema]) -> type[WireSchema]:
    """Return the schema of a page of items."""
    return WireSchema.from_dict(  # type: ignore[return-value]
        {
            "items": fields.List(fields.Nested(item), required=True),
            "next_cursor": fields.String(allow_none=True, required=True),
            "has_more": fields.Boolean(required=True),
        },
        name=f"{item.__name__.removesuffix('Schema')}Page",
    )


def page_answer(page: Page[Any]) -> dict[str, Any]:
    """Return a page as the page schema dumps it."""
    return {"items": page.items, "next_cursor": page.next_cursor, "has_more": page.has_more}


def written_page(items: Iterable[str], next_cursor: str | None) -> Response:
    """Answer with a page of items that are JSON already, as `page_answer` would be sent."""
    rest = json.dumps({"next_cursor": next_cursor, "has_more": next_cursor is not None})
    body = f'{{"items":[{",".join(items)}],{rest[1:]}'
    return Response(body, mimetype="application/json")


def streamed_json(parts: Iterator[bytes]) -> Response:
    """Answer with JSON that is written while it is sent; when writing fails the answer ends early,
    so whoever makes the parts sends the bracket that closes them last.
    """
    return Response(stream_with_context(_told(parts)), mimetype="application/json")


def _told(parts: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from parts
    except Exception:
        # The status has gone out: no problem document can be sent any more.
        log.exception("answer_cut_off", path=request.path)
        raise


def word_file(title: str, content: bytes) -> Response:
    """Send a Word file under this title, to be kept by the caller's browser."""
    name = f"{title}.docx"
    return send_file(BytesIO(content), mimetype=WORD, as_attachment=True, download_name=name)
