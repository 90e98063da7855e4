"""What a device's file name tells: which recorder, whose, when."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from backend.evidence.rules.profiles import NamePattern

LONGEST = 255
NOT_DIGITS = re.compile(r"\D")


@dataclass(frozen=True)
class NameFacts:
    """What the first fitting pattern found."""

    pattern: str
    device: str | None = None
    officer: str | None = None
    sequence: str | None = None
    at: datetime | None = None


def read_name(file_name: str, patterns: tuple[NamePattern, ...], zone: tzinfo) -> NameFacts | None:
    """Return what the name tells by the first pattern that fits, or None; `zone` is that of the
    device's clock.
    """
    for one in patterns:
        found = re.match(one.pattern, file_name[:LONGEST], re.IGNORECASE)
        if found:
            parts = found.groupdict()
            return NameFacts(
                pattern=one.name,
                device=parts.get("dev"),
                officer=parts.get("officer"),
                sequence=parts.get("seq"),
                at=_moment(parts, zone),
            )
    return None


def _moment(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    try:
        if epoch := parts.get("epoch_ms"):
            return datetime.fromtimestamp(int(epoch) / 1000, UTC)
        stamp = NOT_DIGITS.sub("", parts.get("ts") or "")
        naive = datetime.strptime(stamp, "%Y%m%d%H%M%S")  # noqa: DTZ007 - the zone follows
        return naive.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
