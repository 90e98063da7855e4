"""Permission on every route by construction."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, g, request

from backend.kernel.actor import Actor
from backend.kernel.errors import Forbidden, Unauthenticated

View = TypeVar("View", bound=Callable[..., Any])
Authenticate = Callable[[], Actor | None]

PUBLIC = "public"


def install_authenticator(app: Flask, authenticate: Authenticate) -> None:
    """Find out who asks once per request, before any view runs."""

    def identify() -> None:
        g.actor = authenticate() if request.path.startswith("/api/") else None

    app.before_request(identify)


def current_actor() -> Actor:
    """Return who is asking; raises Unauthenticated when nobody is signed in."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        raise Unauthenticated
    return actor


def requires(permission: str) -> Callable[[View], View]:
    """Let only people whose role carries the permission call the view."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            actor = current_actor()
            if not actor.may(permission):
                raise Forbidden(permission=permission)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def signed_in(view: View) -> View:
    """Let every signed-in person call the view, whatever the role."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        current_actor()
        return view(*args, **kwargs)

    guarded.permission = "signed_in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def leaves_trace(view: View) -> View:
    """Commit what the view writes although its method is a safe one: looking is an event too."""
    view.leaves_trace = True  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Say aloud that the view needs no session."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def check_every_route_declares_permission(app: Flask) -> None:
    """Refuse to start with an API route that forgot to say who may call it."""
    silent = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/api/")
        and not hasattr(app.view_functions[rule.endpoint], "permission")
    ]
    if silent:
        raise RuntimeError(f"routes without a permission: {', '.join(sorted(silent))}")
