"""What a track, a check-in and the end of a patrol must be like; nothing here counts distance or
time on duty (《关于防治"指尖上的形式主义"的若干意见》, 2023-12-18).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

GAP_REASONS = ("app_closed", "in_background", "no_fix", "denied", "clock_changed")
"""Why a track is interrupted 间断; the phone says which, nobody is asked."""
MANUAL_REASONS = ("code_missing", "code_damaged", "no_camera", "cannot_reach", "other")
MISSED_REASONS = ("not_reachable", "closed", "weather", "urgent_task", "other")
MAX_ENTRIES = 500


@dataclass(frozen=True)
class BatchFault:
    """What is wrong with a batch: a pointer, a code and a Chinese text."""

    pointer: str
    code: str
    text: str


def batch_fault(
    points: Sequence[Mapping[str, Any]], gaps: Sequence[Mapping[str, Any]]
) -> BatchFault | None:
    """Return what is wrong with the numbering of a batch's entries, or None.

    Points and gaps share one numbering without holes: their order is the phone's, whatever its
    clock did.
    """
    numbers = sorted(entry["seq"] for entry in (*points, *gaps))
    if not numbers or len(numbers) > MAX_ENTRIES:
        return BatchFault("/points", "track_size", f"每批须有 1 至 {MAX_ENTRIES} 条记录")
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return BatchFault("/points", "track_numbers", "轨迹记录的序号须连续且不重复")
    return None


def overlaps(first: int, last: int, others: Iterable[tuple[int, int]]) -> bool:
    """Tell whether entries first..last share a number with those of another batch."""
    return any(first <= other_last and last >= other_first for other_first, other_last in others)


def missing_batches(received: Iterable[int], declared: int | None) -> list[int]:
    """Return the numbers of batches that were made but have not arrived, as far as is known."""
    known = set(received)
    made = declared if declared is not None else max(known, default=0)
    return [n for n in range(1, made + 1) if n not in known]


def missed_stops(
    planned: Sequence[UUID], visited: Iterable[UUID], told: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the checkpoints of the round without a check-in, each with the reason if one was
    given; none is ever demanded.
    """
    seen = set(visited)
    reasons = {str(item["checkpoint_id"]): item for item in told}
    return [
        {
            "checkpoint_id": key,
            "reason": reasons.get(str(key), {}).get("reason"),
            "note": reasons.get(str(key), {}).get("note", ""),
        }
        for key in planned
        if key not in seen
    ]
