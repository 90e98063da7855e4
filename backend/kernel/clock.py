"""The one source of the present time."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BUREAU_ZONE = ZoneInfo("Asia/Shanghai")
"""Statutory days are counted in this zone."""

_shift: Callable[[], timedelta] = timedelta


def shift_by(source: Callable[[], timedelta]) -> None:
    """Let a demonstration server run its clock ahead by what `source` returns at each reading."""
    global _shift
    _shift = source


def now() -> datetime:
    """Return the present as an aware UTC time, cut to milliseconds as the wire format carries
    them.
    """
    present = datetime.now(UTC) + _shift()
    return present.replace(microsecond=present.microsecond // 1000 * 1000)


def bureau_date(moment: datetime) -> date:
    """Return the calendar day on which an aware time falls at the bureau."""
    return moment.astimezone(BUREAU_ZONE).date()


def bureau_midnight(day: date) -> datetime:
    """Return the moment at which a calendar day begins at the bureau."""
    return datetime.combine(day, time.min, BUREAU_ZONE)


def wire_time(moment: datetime) -> str:
    """Write an aware time as `YYYY-MM-DDTHH:MM:SS.mmmZ`, the only form used in signed records."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
