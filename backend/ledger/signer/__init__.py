"""The log's sequencer and signer: one process, the only one that reads log.key."""

from backend.ledger.signer.loop import run_signer as run_signer
from backend.ledger.signer.sequencing import check_whole_log as check_whole_log
from backend.ledger.signer.sequencing import queue_lost_events as queue_lost_events
from backend.ledger.signer.sequencing import sign_waiting as sign_waiting
