"""Custody events of exhibits and devices, the log that holds them, and receipts."""

from backend.ledger.errors import CheckpointNotReady, KeyMissing
from backend.ledger.jobs.witnessing import witness_newest
from backend.ledger.models import LogCheckpoint
from backend.ledger.queries import (
    CustodyRecord,
    chain_heads,
    consistency_proof,
    find_checkpoint,
    find_latest_checkpoint,
    inclusion_proof,
    inclusion_proofs,
    latest_checkpoint,
    list_custody,
    list_events_before,
    witnessed_note,
)
from backend.ledger.rules import PACKAGE_FORMAT, chain_is_valid, tlog_proof
from backend.ledger.schemas import AnchorSchema
from backend.ledger.service import (
    AppendedEvent,
    NewEvent,
    SignedReceipt,
    adds_to_status,
    adds_to_trust,
    append_custody_event,
    append_custody_events,
    append_to_each,
    append_with,
    log_status,
    problem_since,
    public_trust,
    record_enrolment,
    sign_receipt,
)

__all__ = [
    "PACKAGE_FORMAT",
    "AnchorSchema",
    "AppendedEvent",
    "CheckpointNotReady",
    "CustodyRecord",
    "KeyMissing",
    "LogCheckpoint",
    "NewEvent",
    "SignedReceipt",
    "adds_to_status",
    "adds_to_trust",
    "append_custody_event",
    "append_custody_events",
    "append_to_each",
    "append_with",
    "chain_heads",
    "chain_is_valid",
    "consistency_proof",
    "find_checkpoint",
    "find_latest_checkpoint",
    "inclusion_proof",
    "inclusion_proofs",
    "latest_checkpoint",
    "list_custody",
    "list_events_before",
    "log_status",
    "problem_since",
    "public_trust",
    "record_enrolment",
    "sign_receipt",
    "tlog_proof",
    "witness_newest",
    "witnessed_note",
]
