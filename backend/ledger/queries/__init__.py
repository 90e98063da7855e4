"""Reads of the ledger."""

from backend.ledger.errors import LogIncomplete as LogIncomplete
from backend.ledger.queries.checkpoints import WaitingLeaf as WaitingLeaf
from backend.ledger.queries.checkpoints import add_leaves as add_leaves
from backend.ledger.queries.checkpoints import find_checkpoint as find_checkpoint
from backend.ledger.queries.checkpoints import find_latest_checkpoint as find_latest_checkpoint
from backend.ledger.queries.checkpoints import last_cosigned_size as last_cosigned_size
from backend.ledger.queries.checkpoints import latest_checkpoint as latest_checkpoint
from backend.ledger.queries.checkpoints import take_waiting as take_waiting
from backend.ledger.queries.checkpoints import witnessed_note as witnessed_note
from backend.ledger.queries.custody import CustodyRecord as CustodyRecord
from backend.ledger.queries.custody import chain_heads as chain_heads
from backend.ledger.queries.custody import find_altered_leaf as find_altered_leaf
from backend.ledger.queries.custody import list_custody as list_custody
from backend.ledger.queries.custody import list_events_before as list_events_before
from backend.ledger.queries.custody import list_lost_events as list_lost_events
from backend.ledger.queries.tree import TILE as TILE
from backend.ledger.queries.tree import RecomputedBlocks as RecomputedBlocks
from backend.ledger.queries.tree import StoredBlocks as StoredBlocks
from backend.ledger.queries.tree import consistency_proof as consistency_proof
from backend.ledger.queries.tree import inclusion_proof as inclusion_proof
from backend.ledger.queries.tree import inclusion_proofs as inclusion_proofs
from backend.ledger.queries.tree import stored_size as stored_size
from backend.ledger.queries.tree import tree_head as tree_head
from backend.ledger.queries.tree import tree_head_from_leaves as tree_head_from_leaves
