"""Marked copies of exhibits 副本: asked for by a person, made by the worker, logged in custody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.evidence import queries
from backend.evidence.errors import ExhibitNotStored
from backend.evidence.events import DerivativeRequested
from backend.evidence.models import Exhibit
from backend.evidence.models.derivative import Derivative
from backend.evidence.rules.clipping import LONGEST_MS
from backend.evidence.rules.derivatives import WHOLE
from backend.evidence.rules.video import FORMATS
from backend.evidence.service.changes import announce, log_custody
from backend.evidence.service.originals import Digests
from backend.kernel.actor import Actor
from backend.kernel.clock import BUREAU_ZONE
from backend.kernel.db import Json, session
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.ids import new_id
from backend.kernel.outbox import emit

ACTIONS = {"watermarked": "derived", "clipped": "derived", "redacted": "redacted"}
PREFIX_DIGITS = 16


class DerivativeNotPossible(Invalid):
    """The exhibit cannot be changed that way; facts: reason."""

    code = "derivative_not_possible"
    title = "该证据不能制作这种副本"

    def __init__(self, reason: str) -> None:
        super().__init__({"/params": (reason, self.title)})
        self.facts = {"reason": reason}


class DerivativeNotReady(Conflict):
    """The derivative is not made (yet); facts: state."""

    code = "derivative_not_ready"
    title = "副本尚未制作完成"
    retry = "later"


@dataclass(frozen=True)
class Made:
    """What the worker made."""

    digests: Digests
    mime: str
    store_key: str
    tool: str
    tool_version: str


def request_derivative(
    actor: Actor, exhibit_id: UUID, op: str, params: Json, now: datetime
) -> Derivative:
    """Have a derivative of a verified exhibit made.

    Raises NotFound, ExhibitNotStored or DerivativeNotPossible.
    """
    exhibit = queries.get_exhibit(actor, exhibit_id)
    if exhibit.state != "verified" or exhibit.sha256 is None:
        raise ExhibitNotStored(state=exhibit.state)
    _check_kind(exhibit, op)
    derivative = Derivative(
        id=new_id(),
        exhibit_id=exhibit.id,
        authority_id=exhibit.authority_id,
        op=op,
        params=_exact(op, params),
        state="queued",
        source_sha256=exhibit.sha256,
        created_by_id=actor.person_id,
        creator=_snapshot(actor),
        created_at=now,
    )
    session().add(derivative)
    emit(DerivativeRequested(derivative_id=str(derivative.id)))
    return derivative


def _check_kind(exhibit: Exhibit, op: str) -> None:
    detected = exhibit.detected_mime or ""
    if op == "clipped" and not (detected in FORMATS and detected.startswith("video/")):
        raise DerivativeNotPossible("not_a_video")
    if op != "clipped" and not detected.startswith("image/"):
        raise DerivativeNotPossible("not_a_picture")


def _exact(op: str, params: Json) -> Json:
    """Return the parameters as integers and texts: they go into a custody event."""
    if op == "clipped":
        span = params["to_ms"] - params["from_ms"]
        if not 0 < span <= LONGEST_MS:
            raise DerivativeNotPossible("span_out_of_range")
        return {"from_ms": params["from_ms"], "to_ms": params["to_ms"]}
    if op == "redacted":
        return {"regions": [_region(one) for one in params["regions"]]}
    return {"text": params["text"]}


def _region(given: Mapping[str, Any]) -> Json:
    parts = {name: round(given[name] * WHOLE) for name in ("x", "y", "width", "height")}
    if not (parts["width"] and parts["height"]):
        raise DerivativeNotPossible("region_empty")
    if parts["x"] + parts["width"] > WHOLE or parts["y"] + parts["height"] > WHOLE:
        raise DerivativeNotPossible("region_outside")
    return {**parts, "how": given["how"]}


def _snapshot(actor: Actor) -> Json:
    return {
        "full_name": actor.full_name,
        "authority_id": str(actor.authority_id),
        "authority_name": actor.authority_name,
        "roles": sorted(actor.roles),
        "badge_number": actor.badge_number,
        "ip": actor.ip,
    }


def _actor_of(derivative: Derivative) -> Actor:
    """Return who asked, as he was then: enough to be named in custody, no permission at all."""
    said = derivative.creator
    return Actor(
        person_id=derivative.created_by_id,
        full_name=said["full_name"],
        authority_id=UUID(said["authority_id"]),
        authority_name=said["authority_name"],
        roles=frozenset(said["roles"]),
        permissions=frozenset(),
        visible_authority_ids=frozenset(),
        badge_number=said["badge_number"],
        ip=said["ip"],
    )


def find_queued(derivative_id: UUID) -> tuple[Derivative, Exhibit] | None:
    """Return what is to be made and of what, or None when that is done."""
    derivative = session().get(Derivative, derivative_id)
    if derivative is None or derivative.state != "queued":
        return None
    exhibit = queries.find_exhibit(derivative.exhibit_id)
    return (derivative, exhibit) if exhibit is not None else None


def watermark_lines(exhibit: Exhibit, text: str | None) -> list[str]:
    """Return what a watermark says: time, place, device, the digest's beginning, a free text."""
    lines = [f"{exhibit.captured_at.astimezone(BUREAU_ZONE):%Y-%m-%d %H:%M:%S} UTC+08:00"]
    if exhibit.lon is not None and exhibit.lat is not None:
        lines.append(
            f"{exhibit.lon:.6f}, {exhibit.lat:.6f} ±{exhibit.accuracy_m or 0:.0f} m WGS-84"
        )
    lines.append(f"{exhibit.device_model} · {exhibit.captured_by_name}")
    lines.append(f"SHA-256 {(exhibit.sha256 or '')[:PREFIX_DIGITS]}… · {exhibit.id}")
    return [*lines, text] if text else lines


def comment_of(derivative: Derivative) -> str:
    """Return what the derivative says of itself inside its file."""
    return f"副本 DERIVATIVE {derivative.op} of exhibit {derivative.exhibit_id} sha256 " + (
        derivative.source_sha256
    )


def keep_made(derivative_id: UUID, made: Made, now: datetime) -> None:
    """Note that a derivative was made, in custody too; does nothing when it was before."""
    derivative = _lock(derivative_id)
    if derivative is None or derivative.state != "queued":
        return
    exhibit = queries.lock_exhibit(derivative.exhibit_id)
    derivative.sha256, derivative.sm3 = made.digests.sha256, made.digests.sm3
    derivative.size, derivative.mime = made.digests.size, made.mime
    derivative.store_key, derivative.made_at = made.store_key, now
    derivative.tool, derivative.tool_version = made.tool, made.tool_version
    derivative.state = "ready"
    detail = {
        "op": derivative.op,
        "derivative_id": str(derivative.id),
        "source_sha256": derivative.source_sha256,
        "sha256": made.digests.sha256,
        "size": made.digests.size,
        "mime": made.mime,
        "store_key": made.store_key,
        "tool": made.tool,
        "tool_version": made.tool_version,
        "params": derivative.params,
    }
    action = ACTIONS[derivative.op]
    log_custody(exhibit, action, detail, actor=_actor_of(derivative), now=now)
    announce(exhibit)


def note_failed(derivative_id: UUID, reason: str) -> None:
    """Note why a derivative could not be made."""
    derivative = _lock(derivative_id)
    if derivative is not None and derivative.state == "queued":
        derivative.state, derivative.failure = "failed", reason


def _lock(derivative_id: UUID) -> Derivative | None:
    return session().get(Derivative, derivative_id, with_for_update=True, populate_existing=True)


def list_derivatives(actor: Actor, exhibit_id: UUID) -> list[Derivative]:
    """Return an exhibit's derivatives, the newest first; raises NotFound."""
    exhibit = queries.get_exhibit(actor, exhibit_id)
    query = select(Derivative).where(Derivative.exhibit_id == exhibit.id)
    newest = query.order_by(Derivative.created_at.desc(), Derivative.id.desc())
    return list(session().scalars(newest))


def get_ready(actor: Actor, exhibit_id: UUID, derivative_id: UUID) -> Derivative:
    """Return a derivative that can be fetched; raises NotFound or DerivativeNotReady."""
    exhibit = queries.get_exhibit(actor, exhibit_id)
    derivative = session().get(Derivative, derivative_id)
    if derivative is None or derivative.exhibit_id != exhibit.id:
        raise NotFound
    if derivative.state != "ready":
        raise DerivativeNotReady(state=derivative.state)
    return derivative


def log_download(
    actor: Actor, exhibit_id: UUID, derivative_id: UUID, purpose: str, now: datetime
) -> Derivative:
    """Log that the actor takes a copy of a derivative; raises NotFound or DerivativeNotReady."""
    derivative = get_ready(actor, exhibit_id, derivative_id)
    exhibit = queries.get_exhibit(actor, exhibit_id)
    detail = {
        "purpose": purpose,
        "derivative_id": str(derivative.id),
        "sha256": derivative.sha256,
    }
    log_custody(exhibit, "downloaded", detail, actor=actor, now=now)
    return derivative
