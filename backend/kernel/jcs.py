"""RFC 8785 canonical JSON in our restricted profile: ASCII keys, no floats."""

from typing import Any

import rfc8785


def canonical_bytes(record: dict[str, Any]) -> bytes:
    """Return the JCS bytes of a record; raises ValueError when it leaves the profile."""
    _check(record)
    return rfc8785.dumps(record)


def _check(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("floats are not allowed in signed records")  # noqa: TRY004 - a bad record
    if isinstance(value, dict):
        for key, item in value.items():
            if not key.isascii():
                raise ValueError("keys of signed records are ASCII")
            _check(item)
    elif isinstance(value, list):
        for item in value:
            _check(item)
