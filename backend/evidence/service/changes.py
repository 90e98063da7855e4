"""What every change of an exhibit tells others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.evidence.models import Exhibit
from backend.kernel.actor import Actor
from backend.kernel.db import Json
from backend.ledger import AppendedEvent, NewEvent, append_custody_events, append_to_each
from backend.sync import Changed, record_changes


def announce(exhibit: Exhibit) -> None:
    """Give the exhibit its next revision and tell phones in scope."""
    announce_all([exhibit])


def announce_all(exhibits: Sequence[Exhibit]) -> None:
    """Give each exhibit its next revision and tell phones in scope."""
    for exhibit in exhibits:
        exhibit.revision += 1
    record_changes([_changed(exhibit) for exhibit in exhibits])


def tell_phones(exhibit: Exhibit) -> None:
    """Tell phones in scope that the exhibit is new or changed."""
    record_changes([_changed(exhibit)])


def _changed(exhibit: Exhibit) -> Changed:
    return Changed(
        "exhibit", exhibit.id, exhibit.authority_id, exhibit.grid_id, exhibit.captured_by_id
    )


def log_custody(
    exhibit: Exhibit,
    action: str,
    detail: dict[str, Any],
    *,
    actor: Actor | None,
    now: datetime,
) -> AppendedEvent:
    """Append to the exhibit's custody chain; no actor means the system."""
    return log_events(exhibit, [event_of(exhibit, action, detail, actor=actor, now=now)])[0]


def log_events(exhibit: Exhibit, events: list[NewEvent]) -> list[AppendedEvent]:
    """Append to the exhibit's custody chain, in this order and at once."""
    return append_custody_events(exhibit.id, exhibit.authority_id, events)


def log_each(pairs: Sequence[tuple[Exhibit, NewEvent]]) -> None:
    """Append one event to the custody chain of each exhibit, at once."""
    append_to_each([(exhibit.id, exhibit.authority_id, event) for exhibit, event in pairs])


def event_of(
    exhibit: Exhibit, action: str, detail: dict[str, Any], *, actor: Actor | None, now: datetime
) -> NewEvent:
    """Return an event about the exhibit as it is at this moment; what a person did through the
    device names its key.
    """
    key_id = exhibit.device_key_id if action == "received" else None
    return NewEvent(action, actor, _object_of(exhibit), detail, now, device_key_id=key_id)


def received_event(exhibit: Exhibit, upload_id: UUID, actor: Actor, now: datetime) -> NewEvent:
    """Return the event that all bytes of the exhibit are here."""
    detail = {
        "sha256": exhibit.sha256,
        "size": exhibit.size,
        "record_sha256": exhibit.record_sha256,
        "segments_root": exhibit.segments_root,
        "upload_id": str(upload_id),
    }
    return event_of(exhibit, "received", detail, actor=actor, now=now)


def _object_of(exhibit: Exhibit) -> Json:
    return {
        "sha256": exhibit.sha256,
        "sm3": exhibit.sm3,
        "size": exhibit.size,
        "mime": exhibit.mime,
        "store_key": exhibit.store_key,
    }


def set_flag(exhibit: Exhibit, code: str, facts: Json | None) -> bool:
    """Raise, replace or (without facts) lower one flag; tell whether anything changed."""
    others = [flag for flag in exhibit.flags if flag["code"] != code]
    flags = others if facts is None else [*others, {"code": code, "facts": facts}]
    changed = sorted(flags, key=_code_of) != sorted(exhibit.flags, key=_code_of)
    if changed:
        exhibit.flags = flags
    return changed


def _code_of(flag: Json) -> str:
    code: str = flag["code"]
    return code
