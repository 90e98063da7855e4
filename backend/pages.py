"""The built web applications, their security headers, and the API's own pages."""

from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, jsonify, request, send_from_directory
from flask_smorest import Api
from sqlalchemy import text

from backend.kernel import clock
from backend.kernel.auth import public
from backend.kernel.db import session
from backend.kernel.storage import object_store

CSP = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        # Both widget libraries set style attributes; scripts never come from the page itself.
        "style-src 'self' 'unsafe-inline'",
        # The PIN's slow hash and the QR reader are WebAssembly of our own origin; no script is
        # evaluated.
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)

OLDEST_APP = "0.1.0"
"""The oldest field app whose requests are served; tests/previous_client replays them."""

DOCS_PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>巡证 API · Xunzheng API</title>
<link rel="stylesheet" href="/api/v1/docs.css">
<body>
<h1>巡证 API <small>Xunzheng API v1</small></h1>
<p><a href="/api/v1/openapi.json">openapi.json</a></p>
{body}
</body>
</html>"""

DOCS_STYLE = """
body { font: 14px/1.6 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; color: #16211f }
h2 { border-bottom: 1px solid #ccd5d3; margin-top: 2rem }
code { background: #eef3f2; padding: .1em .4em; border-radius: 4px }
dt { margin-top: .6em }
dd { margin-left: 1.5rem; color: #4a5855 }
b { display: inline-block; min-width: 4.5em; color: #0b5f59 }
"""


def install_pages(app: Flask, api: Api, dist: Path | None) -> None:
    """Serve the API's description at /api/v1 and, where they are built, the field and office
    applications.
    """
    _install_api_pages(app, api)
    if dist is not None:
        _install_applications(app, dist)


def _install_api_pages(app: Flask, api: Api) -> None:
    @app.get("/api/v1/openapi.json")
    @public
    def openapi() -> Response:
        return jsonify(api.spec.to_dict())

    @app.get("/api/v1/docs")
    @public
    def docs() -> Response:
        page = Response(
            DOCS_PAGE.format(body=_operations_html(api.spec.to_dict())), mimetype="text/html"
        )
        page.headers["Content-Security-Policy"] = CSP
        return page

    @app.get("/api/v1/docs.css")
    @public
    def docs_style() -> Response:
        return Response(DOCS_STYLE, mimetype="text/css")

    @app.get("/api/v1")
    @public
    def root() -> Response:
        return jsonify(api="v1", app_min_version=OLDEST_APP)

    @app.after_request
    def name_oldest_app(response: Response) -> Response:
        if request.path.startswith("/api/"):
            response.headers["X-App-Min-Version"] = OLDEST_APP
        return response

    @app.get("/api/v1/health")
    @public
    def health() -> Response:
        session().execute(text("select 1"))
        object_store().probe()
        return jsonify(status="ok", server_time=clock.wire_time(clock.now()))


def _operations_html(spec: dict[str, Any]) -> str:
    groups: dict[str, list[str]] = {}
    for path, verbs in spec["paths"].items():
        for verb, operation in verbs.items():
            if verb == "parameters":
                continue
            tag = (operation.get("tags") or [""])[0]
            summary = operation.get("summary", "")
            groups.setdefault(tag, []).append(
                f"<dt><b>{verb.upper()}</b> <code>{path}</code></dt><dd>{summary}</dd>"
            )
    return "".join(
        f"<h2>{tag}</h2><dl>{''.join(rows)}</dl>" for tag, rows in sorted(groups.items())
    )


def _install_applications(app: Flask, dist: Path) -> None:
    def page(name: str) -> Response:
        if not (dist / name).is_file():
            abort(404)
        answer = send_from_directory(dist, name, max_age=0)
        answer.headers["Content-Security-Policy"] = CSP
        answer.headers["Permissions-Policy"] = (
            "camera=(self), geolocation=(self), microphone=(self)"
        )
        return answer

    @app.get("/office", defaults={"_path": ""})
    @app.get("/office/", defaults={"_path": ""})
    @app.get("/office/<path:_path>")
    def office(_path: str) -> Response:
        return page("office.html")

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def field(path: str) -> Response:
        if path.startswith("api/"):
            abort(404)
        target = (dist / path).resolve()
        if path and target.is_file() and target.is_relative_to(dist.resolve()):
            answer = send_from_directory(
                dist,
                path,
                max_age=31_536_000 if path.startswith("assets/") else 0,
                # It runs from a file: the pages' own policy forbids scripts inside a page.
                as_attachment=path == "verify.html",
            )
            answer.headers.setdefault("Content-Security-Policy", CSP)
            return answer
        return page("index.html")
