"""What happened to documents."""

from dataclasses import dataclass

from backend.kernel.outbox import Event


@dataclass(frozen=True)
class DocumentRequested(Event):
    """A document's data were frozen; its PDF is to be made."""

    document_id: str
