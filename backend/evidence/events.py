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
class DerivativeRequested(Event):
    """Somebody asked for a changed copy of an exhibit."""

    derivative_id: str


@dataclass(frozen=True)
class ProtectionChanged(Event):
    """Some exhibits are to be kept longer, or were put under a hold, or let go of one."""

    exhibit_ids: list[str]


@dataclass(frozen=True)
class CaseFileClosed(Event):
    """A case ended, so the time of its exhibits begins."""

    case_id: str


@dataclass(frozen=True)
class RetentionPolicySet(Event):
    """A new version of a rule on retention holds."""

    policy_id: str


@dataclass(frozen=True)
class DisposalApproved(Event):
    """A second person let exhibits go."""

    disposal_id: str
