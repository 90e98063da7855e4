"""Writing to the ledger and signing for it."""

from backend.ledger.service.appending import AppendedEvent as AppendedEvent
from backend.ledger.service.appending import NewEvent as NewEvent
from backend.ledger.service.appending import append_custody_event as append_custody_event
from backend.ledger.service.appending import append_custody_events as append_custody_events
from backend.ledger.service.appending import append_to_each as append_to_each
from backend.ledger.service.appending import append_with as append_with
from backend.ledger.service.devices import record_approval as record_approval
from backend.ledger.service.devices import record_end as record_end
from backend.ledger.service.devices import record_enrolment as record_enrolment
from backend.ledger.service.receipts import SignedReceipt as SignedReceipt
from backend.ledger.service.receipts import sign_receipt as sign_receipt
from backend.ledger.service.status import adds_to_status as adds_to_status
from backend.ledger.service.status import log_status as log_status
from backend.ledger.service.status import problem_since as problem_since
from backend.ledger.service.trust import adds_to_trust as adds_to_trust
from backend.ledger.service.trust import public_trust as public_trust
