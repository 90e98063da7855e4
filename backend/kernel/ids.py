"""Identifiers."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """Return a UUID of version 7 (RFC 9562), which sorts by the time it was made."""
    return UUID(int=uuid_utils.uuid7().int)
