"""Time stamps and other statements from outside over the log's checkpoints."""

from backend.anchors.errors import AuthorityUnreachable
from backend.anchors.jobs import anchor_checkpoint
from backend.anchors.keys import Authority, authorities, root_of
from backend.anchors.models import Anchor
from backend.anchors.queries import anchors_of, first_anchors_over, last_anchors_up_to
from backend.anchors.service.local_authority import make_authority
from backend.anchors.service.registers import JudicialChain
from backend.anchors.service.stamping import ask_authority
from backend.anchors.service.status import anchors_status
from backend.anchors.service.trust import trusted_roots

__all__ = [
    "Anchor",
    "Authority",
    "AuthorityUnreachable",
    "JudicialChain",
    "anchor_checkpoint",
    "anchors_of",
    "anchors_status",
    "ask_authority",
    "authorities",
    "first_anchors_over",
    "last_anchors_up_to",
    "make_authority",
    "root_of",
    "trusted_roots",
]
