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
class ExhibitsExamined(Event):
    """What some exhibits' files say was read; their pictures are still to be looked at."""


@dataclass(frozen=True)
class DerivativeRequested(Event):
    """Somebody asked for a changed copy of an exhibit."""

    derivative_id: str
