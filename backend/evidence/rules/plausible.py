"""Whether a capture can have been where and when it says, given the server's times and the other
captures of its device.
"""

from dataclasses import dataclass
from datetime import datetime

from backend.evidence.rules import datum
from backend.evidence.rules.capture import Facts

BRACKET_S = 120
FASTEST_KMH = 180
JITTER_M = 200
"""What a receiver may jump by itself while nobody moves."""
REPEATS = 3


@dataclass(frozen=True)
class Spot:
    """Where and when a capture's fix was."""

    exhibit_id: str
    lon: float
    lat: float
    accuracy_m: float
    fix_at: datetime


def outside_bracket(
    captured_at: datetime, not_before: datetime | None, not_after: datetime | None
) -> Facts | None:
    """Return by how much a capture lies outside the times that bracket it, or None."""
    if not_before is not None and (early := (not_before - captured_at).total_seconds()) > BRACKET_S:
        return {"early_s": round(early), "limit_s": BRACKET_S}
    if not_after is not None and (late := (captured_at - not_after).total_seconds()) > BRACKET_S:
        return {"late_s": round(late), "limit_s": BRACKET_S}
    return None


def too_fast(spot: Spot, others: list[Spot]) -> Facts | None:
    """Return the facts of the fastest way between a capture and others of its device when no
    vehicle goes so fast; both circles of accuracy are granted.
    """
    found: list[tuple[float, Facts]] = []
    for other in others:
        metres = datum.distance_m((spot.lon, spot.lat), (other.lon, other.lat))
        metres -= spot.accuracy_m + other.accuracy_m
        seconds = max(1.0, abs((spot.fix_at - other.fix_at).total_seconds()))
        speed = metres / seconds * 3.6
        if metres > JITTER_M and speed > FASTEST_KMH:
            facts = {
                "speed_kmh": round(speed),
                "limit_kmh": FASTEST_KMH,
                "distance_m": round(metres),
                "span_s": round(seconds),
                "exhibit_ids": [other.exhibit_id],
            }
            found.append((speed, facts))
    return max(found, key=lambda one: one[0])[1] if found else None


def repeated_fix(times: set[datetime]) -> Facts | None:
    """Return the facts when a receiver gave the very same position at several times: real ones
    waver in the last digits. Photos that share one fix share its time as well.
    """
    return {"times": len(times), "limit": REPEATS} if len(times) >= REPEATS else None
