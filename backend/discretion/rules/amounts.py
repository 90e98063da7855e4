"""The percentage method: [Y + ΣPi × (1 − Y)] × Max, and how far an amount may be adjusted."""

from dataclasses import dataclass
from fractions import Fraction

FEN_A_YUAN = 100
ADJUSTMENTS = ("none", "heavier", "lighter", "mitigated")


@dataclass(frozen=True)
class Range:
    """The fine's range by law, in fen; where the law has no minimum, `low` is the cap of the
    simple procedure.
    """

    low: int
    high: int


@dataclass(frozen=True)
class Reach:
    """How far an amount may be adjusted, in per cent of the maximum or of the minimum."""

    up_percent: int
    down_percent: int
    floor_percent: int


def suggested_fen(shares: list[int], by_law: Range) -> int:
    """Return the fine of the percentage method in fen, cut down to whole yuan in favour of the
    party.
    """
    y = Fraction(by_law.low, by_law.high)
    total = sum((Fraction(share, 100) for share in shares), Fraction())
    exact = (y + total * (1 - y)) * by_law.high
    return int(exact // FEN_A_YUAN) * FEN_A_YUAN


def limits_of(adjustment: str, suggested: int, by_law: Range, reach: Reach) -> tuple[int, int]:
    """Return the least and the largest fine in fen that an adjustment of a suggestion allows; the
    least is above the largest where it allows none.
    """
    up, down = by_law.high * reach.up_percent // 100, by_law.high * reach.down_percent // 100
    if adjustment == "none":
        return suggested, suggested
    if adjustment == "heavier":
        return suggested + 1, min(by_law.high, suggested + up)
    if adjustment == "lighter":
        return max(by_law.low, suggested - down), suggested - 1
    if adjustment == "mitigated":
        floor = -(-by_law.low * reach.floor_percent // 100)
        return floor, by_law.low - 1
    raise ValueError(f"no adjustment {adjustment!r}")
