"""Reading JSON, base64 and times strictly."""

from __future__ import annotations

import base64
import datetime
import json
import re
import time
from typing import Any

HEX64 = re.compile(r"^[0-9a-f]{64}\Z")
MOMENT = re.compile(r"^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z\Z", re.ASCII)
MOST_DIGITS = 17
MALFORMED = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)


def load_json(content: bytes) -> Any:
    """Parse strict JSON; raises ValueError for a key given twice or a number JSON does not have."""
    return json.loads(
        content.decode("utf-8"),
        object_pairs_hook=_unique,
        parse_constant=_refuse,
        parse_int=_number,
    )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) < len(pairs):
        raise ValueError("a key is given twice")
    return unique


def _refuse(text: str) -> None:
    raise ValueError(text + " is not JSON")


def _number(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError("a number is too large")
    return int(digits)


def unbase64(text: str) -> bytes:
    """Decode strict base64; raises ValueError."""
    return base64.b64decode(text, validate=True)


def whole(number: Any) -> int:
    """Return a number that is a whole one and no truth value; raises ValueError."""
    if isinstance(number, bool) or not isinstance(number, int):
        raise ValueError("not a whole number")  # noqa: TRY004 - it is the content that is wrong
    return number


def seconds(moment: str) -> float:
    """Return the seconds since 1970 of a UTC time with milliseconds; raises ValueError."""
    match = MOMENT.match(moment)
    if not match:
        raise ValueError("not a time: " + moment)
    year, month, day, hour, minute, second, milli = map(int, match.groups())
    utc = datetime.timezone.utc  # noqa: UP017 - Python 3.8
    at = datetime.datetime(year, month, day, hour, minute, second, milli * 1000, tzinfo=utc)
    return at.timestamp()


def shown(moment: float) -> str:
    """Return a moment in UTC and in this machine's own time."""
    utc = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(moment))
    return utc + time.strftime(" (%Y-%m-%d %H:%M:%S %z)", time.localtime(moment))
