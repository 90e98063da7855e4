"""What happened in accounts."""

from dataclasses import dataclass

from backend.kernel.outbox import Event


@dataclass(frozen=True)
class DeviceEnrolled(Event):
    """A device's public key was enrolled for a person."""

    device_id: str
