"""What happened in accounts."""

from dataclasses import dataclass

from backend.kernel.outbox import Event


@dataclass(frozen=True)
class DeviceEnrolled(Event):
    """A device's public key was enrolled for a person."""

    device_id: str


@dataclass(frozen=True)
class DeviceApproved(Event):
    """A second person approved a device."""

    device_id: str


@dataclass(frozen=True)
class DeviceRevoked(Event):
    """A device's key is not to be trusted from some time on."""

    device_id: str


@dataclass(frozen=True)
class DeviceRetired(Event):
    """A device is no longer in use; its key was never in doubt."""

    device_id: str
