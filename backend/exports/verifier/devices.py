"""Devices' keys: enrolled, approved and ended, as the log tells."""

from __future__ import annotations

from typing import Any

from backend.exports.verifier.chains import Event
from backend.exports.verifier.heads import Ending
from backend.exports.verifier.reading import seconds


class DeviceKey:
    """What the log says of one key."""

    def __init__(self, enrolled: Event) -> None:
        self.public_key: str = enrolled.detail["public_key"]
        self.owner: str = enrolled.detail["person_id"]
        told = enrolled.detail.get("enrolled_at")
        self.leaf_index = enrolled.leaf_index
        self.enrolled_at = seconds(told) if told else enrolled.at
        self.is_approved = False
        self.ended_at: list[float] = []


class DeviceHistory:
    """Takes in a device's chain."""

    def __init__(self, ending: Ending) -> None:
        self.ending = ending
        self.keys: dict[str, DeviceKey] = {}

    def take(self, event: Event) -> None:
        """Take in the next record."""
        self.ending.take(event)
        if event.action == "key_enrolled":
            self.keys[event.detail["key_id"]] = DeviceKey(event)
        elif event.action == "key_approved":
            key = self.keys[event.detail["key_id"]]
            key.is_approved = key.is_approved or _is_other(event.detail["approved_by"], key.owner)
        elif event.action in ("key_revoked", "key_retired"):
            ended = [event.at]
            for name in ("ended_at", "lost_at"):
                if event.detail.get(name):
                    ended.append(seconds(event.detail[name]))
            self.keys[event.detail["key_id"]].ended_at += ended


def _is_other(approver: Any, owner: str) -> bool:
    return isinstance(approver, str) and bool(approver) and approver != owner


def was_valid(key: DeviceKey, user_id: str, captured_at: float, received_leaf: int) -> bool:
    """Tell whether the key was this person's, approved by another, in the log before the capture
    came in, and not ended when the device says it was used.
    """
    is_early = key.leaf_index < received_leaf
    is_running = all(captured_at < end for end in key.ended_at)
    return key.owner == user_id and key.is_approved and is_early and is_running
