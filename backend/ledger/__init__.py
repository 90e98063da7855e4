"""Custody events of exhibits and devices, the log that holds them, and receipts."""

from backend.ledger.errors import CheckpointNotReady, KeyMissing
from backend.ledger.models import CustodyEvent, LogCheckpoint
from backend.ledger.queries import (
    CustodyRecord,
    consistency_proof,
    find_checkpoint,
    inclusion_proof,
    inclusion_proofs,
    latest_checkpoint,
    list_custody,
    witnessed_note,
)
from backend.ledger.rules import PACKAGE_FORMAT, chain_is_valid, tlog_proof
from backend.ledger.service import (
    NewEvent,
    SignedReceipt,
    append_custody_event,
    append_custody_events,
    sign_receipt,
)

__all__ = [
    "PACKAGE_FORMAT",
    "CheckpointNotReady",
    "CustodyEvent",
    "CustodyRecord",
    "KeyMissing",
    "LogCheckpoint",
    "NewEvent",
    "SignedReceipt",
    "append_custody_event",
    "append_custody_events",
    "chain_is_valid",
    "consistency_proof",
    "find_checkpoint",
    "inclusion_proof",
    "inclusion_proofs",
    "latest_checkpoint",
    "list_custody",
    "sign_receipt",
    "tlog_proof",
    "witnessed_note",
]
