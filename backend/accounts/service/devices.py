"""What a second person decides about a device, and how a device's use ends."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from backend.accounts import queries, rules
from backend.accounts.events import DeviceApproved, DeviceRetired, DeviceRevoked
from backend.accounts.models import Device
from backend.accounts.rules import DeviceAction, DeviceFacts
from backend.accounts.service.enrolment import check_replaced
from backend.kernel.actor import Actor
from backend.kernel.clock import wire_time
from backend.kernel.db import Json
from backend.kernel.errors import ActionRefused, Forbidden, Invalid, NotFound, StaleRevision
from backend.kernel.outbox import Event, emit
from backend.kernel.steps import Blocked, Field

FormLoader = Callable[[tuple[Field, ...]], Json]


def list_device_actions(actor: Actor, device: Device) -> list[Json]:
    """Return everything that may be done with a device, with all reasons against it."""
    facts = _facts(device)
    return [_view(action, facts, actor) for action in rules.DEVICE_ACTIONS]


def act_on_device(
    actor: Actor,
    device_id: UUID,
    name: str,
    *,
    expected_revision: int,
    load_form: FormLoader,
    now: datetime,
) -> Device:
    """Approve, revoke or retire a device; what it did before stays as it was.

    Raises NotFound, StaleRevision, Forbidden, Invalid or ActionRefused.
    """
    action = rules.find_device_action(name)
    if action is None:
        raise NotFound("没有这项操作", action=name)
    device = queries.lock_device(actor, device_id)
    if device.revision != expected_revision:
        raise _stale(device)
    if not rules.may_take(action, _facts(device), actor):
        raise Forbidden(permission=action.permission)
    form = load_form(action.form)
    reasons = rules.reasons_against(action, _facts(device), actor)
    if reasons:
        raise ActionRefused(reasons[0].text, blocked_by=[reason.as_wire() for reason in reasons])
    emit(
        _approve(actor, device, form, now)
        if name == "approve"
        else _end(actor, device, form, now, action)
    )
    device.state = action.target
    device.revision += 1
    return device


def _approve(actor: Actor, device: Device, form: Json, now: datetime) -> Event:
    if form["replaces_id"] is not None:
        check_replaced(form["replaces_id"], device.id, device.person_id)
        device.replaces_id = form["replaces_id"]
    device.approval, device.approval_note = rules.SECOND_PERSON, form["note"]
    device.approved_at = now
    device.approved_by_id, device.approved_by_name = actor.person_id, actor.full_name
    return DeviceApproved(device_id=str(device.id))


def _end(actor: Actor, device: Device, form: Json, now: datetime, action: DeviceAction) -> Event:
    if rules.lost_time_fault(form, now):
        raise Invalid({"/lost_at": ("in_future", "丢失时间不能晚于现在")})
    device.ended_at, device.end_reason = now, form["reason"]
    device.ended_by_id, device.ended_by_name = actor.person_id, actor.full_name
    device.lost_at = form.get("lost_at")
    kind = DeviceRevoked if action.target == "revoked" else DeviceRetired
    return kind(device_id=str(device.id))


def _facts(device: Device) -> DeviceFacts:
    return DeviceFacts(device.person_id, device.state, device.approval)


def _view(action: DeviceAction, facts: DeviceFacts, actor: Actor) -> Json:
    reasons = rules.reasons_against(action, facts, actor)
    if not rules.may_take(action, facts, actor):
        text = "您的岗位没有此项权限"
        reasons.insert(0, Blocked("no_permission", text, facts={"permission": action.permission}))
    return {
        "name": action.name,
        "title_zh": action.title_zh,
        "title_en": action.title_en,
        "here": facts.state in action.sources,
        "allowed": not reasons,
        "blocked_by": [reason.as_wire() for reason in reasons],
        "fields": action.form,
        "will_produce": [],
        "danger": action.danger,
        "basis": action.basis,
    }


def _stale(device: Device) -> StaleRevision:
    ended = device.ended_at is not None
    by = device.ended_by_name if ended else device.approved_by_name
    at = device.ended_at if ended else device.approved_at
    return StaleRevision(
        current_revision=device.revision,
        changed_by=by,
        changed_at=wire_time(at) if at else None,
    )
