"""Who may do what, when an account locks, and what may be done with a device."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from backend.kernel.actor import Actor
from backend.kernel.steps import Blocked, Field

MAX_FAILURES = 5
LOCK_TIME = timedelta(minutes=15)
CHALLENGE_LIFE = timedelta(minutes=10)

_READING = {
    "incident.read",
    "exhibit.read",
    "site.read",
    "form.read",
    "ledger.read",
    "deadline.read",
    "people.read",
    "basemap.read",
}
_CASE_READING = _READING | {
    "hold.read",
    "retention.read",
    "lead.read",
    "inspection.read",
    "case.read",
    "document.read",
    "export.read",
    "handover.read",
    "parameter.read",
    "measure.read",
}

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    # 国办发〔2024〕54号: a grid worker never makes an inspection record.
    "grid_worker": frozenset(
        {
            "incident.report",
            "incident.read",
            "exhibit.capture",
            "exhibit.read",
            "site.read",
            "site.edit",
            "basemap.read",
            "form.read",
            "form.answer",
            "sync.use",
            "patrol.walk",
            "patrol.read",
            "task.read",
            "task.do",
        }
        | {"device.enrol", "ledger.read"}
    ),
    "officer": frozenset(
        _CASE_READING
        | {
            "incident.report",
            "exhibit.capture",
            "exhibit.download",
            "site.edit",
            "form.answer",
            "lead.handle",
            "inspection.record",
            "handover.manage",
            "measure.handle",
        }
        | {"case.handle", "sync.use", "device.enrol"}
        | {"patrol.walk", "patrol.read", "task.read", "task.give"}
    ),
    "dispatcher": frozenset(
        _READING
        | {"incident.triage", "lead.read", "exhibit.download"}
        | {"patrol.read", "patrol.oversee", "patrol.plan", "task.read", "task.give"}
        | {"notice.read", "notice.send", "site.edit"}
    ),
    "case_reviewer": frozenset(
        _CASE_READING | {"case.review", "exhibit.download", "delegation.give"}
    ),
    "legal_reviewer": frozenset(
        _CASE_READING
        | {"case.legal_review", "exhibit.download", "parameter.approve", "measure.review"}
        | {"delegation.give", "recusal.record"}
    ),
    "head": frozenset(
        _CASE_READING
        | {"lead.decide", "case.decide", "exhibit.download", "hold.manage", "measure.decide"}
        | {"patrol.read", "patrol.oversee", "task.read", "notice.read"}
        | {"disposal.read", "disposal.approve", "parameter.approve"}
        | {"delegation.give", "recusal.record"}
    ),
    "legal_liaison": frozenset(
        _CASE_READING
        | {"exhibit.download", "export.create", "case.archive", "device.read", "handover.manage"}
        | {"hold.manage", "disposal.read", "disposal.propose", "ledger.anchor"}
    ),
    "system_admin": frozenset(
        {
            "people.read",
            "device.read",
            "site.read",
            "site.manage",
            "demo.clock",
            "deadline.read",
            "calendar.manage",
        }
        | {"retention.read", "retention.manage", "parameter.read", "parameter.manage"}
        | {"basemap.read", "basemap.manage"}
    ),
    "security_admin": frozenset({"people.read", "device.read", "device.approve", "device.end"}),
    "auditor": frozenset(
        {"people.read", "device.read", "ledger.read"}
        | {"retention.read", "hold.read", "disposal.read", "parameter.read"}
    ),
}
ROLES = tuple(ROLE_PERMISSIONS)


@cache
def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    """Return the union of the roles' permissions."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


@dataclass(frozen=True)
class CertificateFacts:
    """An enforcement certificate (行政执法证) as other rules see it."""

    number: str
    valid_from: date
    valid_to: date

    def covers(self, day: date) -> bool:
        """Tell whether the certificate was valid on the day of the act."""
        return self.valid_from <= day <= self.valid_to


def after_failure(failures: int, now: datetime) -> tuple[int, datetime | None]:
    """Return the count and the lock after one more wrong password (GB/T 22239-2019 8.1.4.1 b)."""
    failures += 1
    return (0, now + LOCK_TIME) if failures >= MAX_FAILURES else (failures, None)


DEVICE_STATES = ("pending", "active", "revoked", "retired")
USABLE_DEVICE_STATES = frozenset({"pending", "active"})
PHONE_LOCKS = ("required", "offered")
SECOND_PERSON = "second_person"
"""The other approval is before_approval_existed: enrolled when no second person was asked."""


@dataclass(frozen=True)
class DeviceFacts:
    """What decides about a device's actions."""

    owner_id: UUID
    state: str
    """pending, active, revoked or retired."""
    approval: str | None


@dataclass(frozen=True)
class DeviceAction:
    """Something that may be done with a device."""

    name: str
    title_zh: str
    title_en: str
    sources: tuple[str, ...]
    target: str
    permission: str
    form: tuple[Field, ...]
    basis: str
    danger: bool = False
    by_owner: bool = False
    """The owner needs no permission."""


_SECURITY_ADMIN = "GB/T 22239-2019 8.1.5.3 安全管理"
_REASON = Field("reason", "multiline", "原因", "Reason", max_length=500)
DEVICE_ACTIONS = (
    DeviceAction(
        "approve", "批准使用", "Approve",
        ("pending", "active"), "active", "device.approve",
        (
            Field("note", "multiline", "核对情况", "What was checked", max_length=500),
            Field("replaces_id", "uuid", "替换的设备", "Device it replaces", required=False,
                  picker="device"),
        ),
        _SECURITY_ADMIN,
    ),
    DeviceAction(
        "revoke", "作废密钥", "Revoke",
        ("pending", "active"), "revoked", "device.end",
        (_REASON, Field("lost_at", "datetime", "丢失时间", "Lost at", required=False)),
        _SECURITY_ADMIN, danger=True,
    ),
    DeviceAction(
        "retire", "停用", "Retire",
        ("pending", "active"), "retired", "device.end",
        (_REASON,), _SECURITY_ADMIN, danger=True, by_owner=True,
    ),
)  # fmt: skip


def find_device_action(name: str) -> DeviceAction | None:
    """Return the action of that name."""
    return next((action for action in DEVICE_ACTIONS if action.name == name), None)


def may_take(action: DeviceAction, device: DeviceFacts, actor: Actor) -> bool:
    """Tell whether the actor's office, or his owning the device, lets him take the action."""
    own = action.by_owner and device.owner_id == actor.person_id
    return own or actor.may(action.permission)


def reasons_against(action: DeviceAction, device: DeviceFacts, actor: Actor) -> list[Blocked]:
    """Return every reason why the action is not possible now, permission left aside."""
    reasons = []
    if device.state not in action.sources:
        text = "设备已作废或停用，不能再变更；换用的密钥须重新登记"
        reasons.append(Blocked("device_ended", text, action.basis, {"state": device.state}))
    if action.name != "approve":
        return reasons
    if device.approval == SECOND_PERSON:
        reasons.append(Blocked("device_approved_already", "设备已经批准", action.basis))
    if device.owner_id == actor.person_id:
        text = "不能批准本人的设备，须由他人批准"
        reasons.append(Blocked("second_person_required", text, action.basis))
    return reasons


def lost_time_fault(form: Mapping[str, Any], now: datetime) -> bool:
    """Tell whether a form says that the device was lost in the future."""
    lost_at: datetime | None = form.get("lost_at")
    return lost_at is not None and lost_at > now
