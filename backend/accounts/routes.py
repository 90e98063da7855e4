"""URLs of accounts."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, current_app, g, jsonify, make_response, request

from backend.accounts import queries, schemas, service
from backend.accounts.models import Person, SignedInSession
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.auth import current_actor, public, requires, signed_in
from backend.kernel.db import session, unit_of_work
from backend.kernel.errors import CsrfTokenInvalid, Unauthenticated
from backend.kernel.forms import ActionListSchema, load_form
from backend.kernel.http import blueprint as make_blueprint
from backend.kernel.http import expected_revision, page_answer, with_revision
from backend.kernel.idempotency import command

COOKIE = "xz_session"
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
SIGN_IN_PATH = "/api/v1/session"

blueprint = make_blueprint("accounts", "Sign-in, people, devices 登录、人员、设备")


def authenticate() -> Actor | None:
    """Return who the session cookie stands for; raises CsrfTokenInvalid for an unsafe request
    without the token.
    """
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    opened = queries.find_opened(service.token_digest(token), clock.now())
    if opened is None or not opened.is_active:
        return None
    signing_in = request.method == "POST" and request.path == SIGN_IN_PATH
    if request.method in UNSAFE and not signing_in:
        _check_csrf(opened)
    g.signed_in_session_id = opened.id
    return service.actor_of_opened(opened, request.remote_addr)


def _check_csrf(opened: queries.Opened) -> None:
    if not service.csrf_matches(opened.csrf_token, request.headers.get("X-CSRF-Token", "")):
        raise CsrfTokenInvalid


def _session_answer(opened: SignedInSession) -> dict[str, Any]:
    actor = service.actor_of(opened.person, None)
    answer: dict[str, Any] = schemas.SessionSchema().dump(
        {
            "person": opened.person,
            "permissions": sorted(actor.permissions),
            "csrf_token": opened.csrf_token,
            "expires_at": opened.expires_at,
            "server_time": clock.now(),
            "demo": current_app.extensions["settings"].demo,
            "phone_lock": {
                "policy": opened.person.authority.phone_lock,
                "idle_s": opened.person.authority.phone_lock_idle_s,
            },
        }
    )
    return answer


def _person_by_password(account_name: str, password: str) -> Person:
    now, allow_demo = clock.now(), current_app.extensions["settings"].demo
    # The failed attempt must be kept although the request ends in a refusal, so it has its own
    # unit of work.
    with unit_of_work():
        person = service.check_password(account_name, password, now, allow_demo=allow_demo)
    if person is None:
        raise service.refusal_after_failure(account_name, now, allow_demo=allow_demo)
    return person


@blueprint.post("/session")
@public
@blueprint.arguments(schemas.SignInSchema)
@blueprint.alt_response(201, schema=schemas.SessionSchema)
def sign_in(credentials: dict[str, str]) -> Response:
    """Sign in 登录."""
    now, settings = clock.now(), current_app.extensions["settings"]
    person = _person_by_password(**credentials)
    lifetime = timedelta(hours=settings.session_hours)
    opened, token = service.open_session(session().merge(person), lifetime, now)
    answer = make_response(jsonify(_session_answer(opened)), 201)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=lifetime,
        httponly=True,
        samesite="Strict",
        secure=settings.cookie_secure,
        path="/",
    )
    return answer


@blueprint.get("/session")
@signed_in
@blueprint.response(200, schemas.SessionSchema)
def show_session() -> Any:
    """Show who is signed in 当前登录."""
    return jsonify(_session_answer(queries.get_session(g.signed_in_session_id)))


@blueprint.delete("/session")
@public
@blueprint.response(204)
def sign_out() -> Response:
    """Sign out 退出登录."""
    opened_id: UUID | None = g.get("signed_in_session_id")
    if opened_id is None:
        raise Unauthenticated
    service.end_session(queries.get_session(opened_id), clock.now())
    answer = make_response("", 204)
    answer.delete_cookie(COOKIE, path="/", samesite="Strict", httponly=True)
    return answer


@blueprint.get("/time")
@public
@blueprint.arguments(schemas.NonceQuery, location="query")
@blueprint.response(200, schemas.TimeSchema)
def show_time(query: dict[str, str]) -> Any:
    """Tell the server's time, for measuring a phone's clock 校时."""
    return {"nonce": query["nonce"], "server_time": clock.now()}


@blueprint.get("/people")
@requires("people.read")
@blueprint.arguments(schemas.PeopleQuery, location="query")
@blueprint.response(200, schemas.PeoplePageSchema)
def list_people(query: dict[str, Any]) -> Any:
    """List people in scope 人员."""
    return page_answer(queries.list_people(current_actor(), **query))


@blueprint.get("/authorities")
@signed_in
@blueprint.response(200, schemas.AuthorityListSchema)
def list_authorities() -> Any:
    """List authorities in scope 执法主体."""
    return {"items": queries.list_authorities(current_actor())}


@blueprint.get("/grids")
@requires("site.read")
@blueprint.response(200, schemas.GridListSchema)
def list_grids() -> Any:
    """List grids in scope with their outlines 网格."""
    return {"items": queries.list_grids(current_actor())}


@blueprint.post("/devices/challenges")
@requires("device.enrol")
@blueprint.response(201, schemas.ChallengeSchema)
def issue_challenge() -> Any:
    """Ask for a challenge to enrol a device 申请设备登记."""
    return service.issue_challenge(current_actor(), clock.now())


@blueprint.put("/devices/<uuid:device_id>")
@requires("device.enrol")
@blueprint.arguments(schemas.EnrolmentSchema)
@blueprint.response(200, schemas.DeviceSchema)
@blueprint.alt_response(201, schema=schemas.DeviceSchema)
def enrol_device(enrolment: dict[str, Any], device_id: UUID) -> Any:
    """Enrol a device by proof of possession 设备登记."""
    device, is_new = service.enrol_device(current_actor(), device_id, **enrolment, now=clock.now())
    session().flush()  # the person's name is read through the relationship
    with_revision(device)
    return (device, 201) if is_new else device


@blueprint.get("/devices")
@signed_in
@blueprint.arguments(schemas.DeviceQuery, location="query")
@blueprint.response(200, schemas.DevicePageSchema)
def list_devices(query: dict[str, Any]) -> Any:
    """List devices in scope 设备."""
    return page_answer(queries.list_devices(current_actor(), **query))


@blueprint.get("/devices/<uuid:device_id>")
@signed_in
@blueprint.response(200, schemas.DeviceSchema)
def show_device(device_id: UUID) -> Any:
    """Show one device 设备详情."""
    return with_revision(queries.get_device(current_actor(), device_id))


@blueprint.get("/devices/<uuid:device_id>/actions")
@signed_in
@blueprint.response(200, ActionListSchema)
def list_device_actions(device_id: UUID) -> Any:
    """List what may be done with a device, and why not 设备可办事项."""
    actor = current_actor()
    return {"items": service.list_device_actions(actor, queries.get_device(actor, device_id))}


@blueprint.post("/devices/<uuid:device_id>/actions/<name>")
@signed_in
@command
@blueprint.response(200, schemas.DeviceSchema)
def act_on_device(device_id: UUID, name: str) -> Any:
    """Approve, revoke or retire a device 批准、作废或停用设备."""
    device = service.act_on_device(
        current_actor(),
        device_id,
        name,
        expected_revision=expected_revision(),
        load_form=load_form,
        now=clock.now(),
    )
    return with_revision(device)


@blueprint.put("/vault-shares/<uuid:share_id>")
@requires("device.enrol")
@blueprint.arguments(schemas.VaultShareSchema)
@blueprint.response(204)
def keep_share(given: dict[str, Any], share_id: UUID) -> Any:
    """Keep what opens this phone's data when its PIN is forgotten 保管恢复份额."""
    secret = current_app.config["SECRET_KEY"]
    service.keep_share(current_actor(), share_id, **given, secret=secret, now=clock.now())


@blueprint.post("/vault-shares/<uuid:share_id>/actions/release")
@requires("device.enrol")
@blueprint.arguments(schemas.PasswordSchema)
@blueprint.response(200, schemas.ReleasedShareSchema)
def release_share(given: dict[str, str], share_id: UUID) -> Any:
    """Give the share back for the account's password 取回恢复份额."""
    actor = current_actor()
    # A phone that was picked up may still be signed in: only the password tells its owner.
    account_name = queries.get_session(g.signed_in_session_id).person.account_name
    _person_by_password(account_name, given["password"])
    secret = current_app.config["SECRET_KEY"]
    return {"share": service.release_share(actor, share_id, secret=secret, now=clock.now())}
