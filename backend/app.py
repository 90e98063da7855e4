"""create_app(settings): the one place where HTTP is assembled."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Request, Response, g, request
from flask.ctx import AppContext
from flask.sessions import SessionInterface
from redis import Redis
from sqlalchemy.orm import configure_mappers

from backend.demo.routes import install_demo
from backend.evidence import read_profiles
from backend.features import BLUEPRINTS, OPERATIONS, PULLED_KINDS, WORKFLOWS, authenticate
from backend.kernel.auth import check_every_route_declares_permission, install_authenticator
from backend.kernel.db import db, unit_of_work
from backend.kernel.http import send_etag
from backend.kernel.jobs import kick
from backend.kernel.logging import get_logger, set_up_logging
from backend.kernel.problems import ProblemApi, install_problems
from backend.kernel.storage import ObjectStore, install_store, store_from_url
from backend.pages import install_pages
from backend.settings import Settings
from backend.sync.routes import install as install_sync
from backend.workflow.jobs import install as install_replay

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
SESSION_OPTIONS = " ".join(
    f"-c {setting}"
    for setting in (
        "lock_timeout=2000",
        "statement_timeout=30000",
        "timezone=UTC",
        # Solid-state disks: reading a list in its order costs little more than reading on.
        "random_page_cost=1.1",
        "jit=off",
    )
)
REQUEST_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")
log = get_logger(__name__)


class _NoCookieSession(SessionInterface):
    """Sessions are rows of ours: Flask's own signed cookie is neither read nor written."""

    def open_session(self, app: Flask, request: Request) -> None:
        """Return nothing, which Flask takes for a session nobody may use."""


class Backend(Flask):
    """Flask with one unit of work around each view."""

    session_interface = _NoCookieSession()

    def dispatch_request(self, *ctx: AppContext) -> Any:
        """Commit what an unsafe request wrote when its view returns; a safe request writes
        nothing but its trace.
        """
        if not request.path.startswith("/api/"):
            return super().dispatch_request(*ctx)
        view = self.view_functions.get(request.endpoint or "")
        is_traced = getattr(view, "leaves_trace", False)
        with unit_of_work(read_only=request.method in SAFE_METHODS and not is_traced):
            return super().dispatch_request(*ctx)


def create_app(settings: Settings) -> Backend:
    """Return the assembled application; raises at start for whatever would fail later."""
    set_up_logging(settings.log_format)
    app = Backend("backend", static_folder=None)
    _configure(app, settings)
    db.init_app(app)
    install_store(app, _store(settings))
    _install_queue(app, settings)
    app.before_request(_bind_request_id)
    app.after_request(send_etag)
    app.after_request(_security_headers)
    install_authenticator(app, authenticate)
    install_problems(app)
    api = ProblemApi(app)
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    install_sync(app, OPERATIONS, PULLED_KINDS)
    install_replay(app, WORKFLOWS)
    if settings.demo:
        install_demo(app)
    install_pages(app, api, settings.pwa_dist)
    check_every_route_declares_permission(app)
    configure_mappers()
    return app


def _store(settings: Settings) -> ObjectStore:
    is_locked = settings.object_lock == "required"
    lock_for = timedelta(days=settings.retention_minimum_days) if is_locked else None
    return store_from_url(settings.object_store_url.get_secret_value(), lock_for)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SQLALCHEMY_DATABASE_URI=settings.database_url.get_secret_value(),
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": settings.database_pool_size,
            # A failed statement's values are personal data; they stay out of the logs.
            "hide_parameters": True,
            "connect_args": {"options": SESSION_OPTIONS},
        },
        API_TITLE="Xunzheng 巡证",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={"info": {"description": "Field enforcement and evidence 现场执法与证据"}},
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        JSON_SORT_KEYS=False,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["settings"] = settings
    app.extensions["device_profiles"] = read_profiles(settings.device_profiles)


def _install_queue(app: Flask, settings: Settings) -> None:
    connection = Redis.from_url(
        settings.redis_url.get_secret_value(), socket_connect_timeout=2, socket_timeout=10
    )
    app.extensions["redis"] = connection

    def kick_relay() -> None:
        try:
            kick(connection)
        except Exception as error:
            log.warning("relay_kick_failed", error=type(error).__name__)

    app.extensions["kick_relay"] = kick_relay


def _bind_request_id() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if REQUEST_ID.match(given) else uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _security_headers(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
