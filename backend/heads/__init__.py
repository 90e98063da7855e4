"""Daily maps of all chains' newest events, so that nobody can hide the last ones or an item."""

from backend.heads.jobs import log_heads_now
from backend.heads.service import (
    HeadProof,
    make_map,
    proof_for_case,
    proof_for_device,
    proof_for_exhibit,
)

__all__ = [
    "HeadProof",
    "log_heads_now",
    "make_map",
    "proof_for_case",
    "proof_for_device",
    "proof_for_exhibit",
]
