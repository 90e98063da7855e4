"""What happened in exports."""

from dataclasses import dataclass

from backend.kernel.outbox import Event


@dataclass(frozen=True)
class ExportRequested(Event):
    """A package was asked for, or waits for its events to be in the log."""

    export_id: str
