"""Telling a repeat from something else."""

import hashlib
import json

from backend.kernel.db import Json


def digest_of(content: Json) -> str:
    """Return the SHA-256 of a loaded payload."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
