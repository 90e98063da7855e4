"""RFC 8785 canonical JSON in our restricted profile: ASCII keys, no floats."""

import json
from collections.abc import Iterable
from typing import Any

LARGEST = 2**53 - 1
"""What every reader of JSON still tells apart from its neighbour."""
_encoder = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def canonical_bytes(record: dict[str, Any]) -> bytes:
    """Return the JCS bytes of a record; raises ValueError when it leaves the profile."""
    _check(record)
    # Within the profile sorted JSON is JCS byte for byte, and C writes it ten times faster.
    return _encoder.encode(record).encode()


def _check(value: Any) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        _check_number(value)
    elif isinstance(value, dict):
        _check_keys(value)
        _check_all(value.values())
    elif isinstance(value, list | tuple):
        _check_all(value)
    elif isinstance(value, float):
        raise ValueError("floats are not allowed in signed records")  # noqa: TRY004 - a bad record
    else:
        raise ValueError(f"{type(value).__name__} is no JSON")  # noqa: TRY004 - a bad record


def _check_all(values: Iterable[Any]) -> None:
    for value in values:
        if type(value) is not str:  # most are, and asking further is most of the work
            _check(value)


def _check_number(value: int) -> None:
    if abs(value) > LARGEST:
        raise ValueError("numbers of signed records stay below 2^53")


def _check_keys(value: dict[Any, Any]) -> None:
    for key in value:
        if not isinstance(key, str) or not key.isascii():
            raise ValueError("keys of signed records are ASCII")
