"""What happened in evidence."""

from dataclasses import dataclass

from backend.kernel.outbox import Event


@dataclass(frozen=True)
class UploadCompleted(Event):
    """The last byte of an upload arrived."""

    exhibit_id: str
    upload_id: str


@dataclass(frozen=True)
class UploadEnded(Event):
    """An upload's staged bytes are needed no more."""

    upload_id: str


@dataclass(frozen=True)
class ExhibitVerified(Event):
    """The original is stored and equals what the device signed."""

    exhibit_id: str
