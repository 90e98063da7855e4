"""What happened to volumes."""

from dataclasses import dataclass

from backend.kernel.outbox import Event


@dataclass(frozen=True)
class VolumeRequested(Event):
    """The order of a volume's papers was put down; its PDF is to be made."""

    volume_id: str
