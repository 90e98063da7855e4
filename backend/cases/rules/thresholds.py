"""Amounts from which more is owed to the party, each with its basis and the days it is valid."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Threshold:
    """An amount in fen for one kind of party, or for any."""

    code: str
    party_kind: str | None
    amount_fen: int
    bound: str
    """`inclusive`: the amount itself is reached; `exclusive`: only more is."""
    basis: str
    valid_from: date
    valid_to: date | None = None
    to_confirm: str | None = None
    """What the bureau's legal staff still has to confirm."""

    def is_reached(self, fine_fen: int) -> bool:
        """Tell whether a fine falls under the rule."""
        if self.bound == "inclusive":
            return fine_fen >= self.amount_fen
        return fine_fen > self.amount_fen

    def in_force_on(self, day: date) -> bool:
        """Tell whether the amount applies on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


ORDER_30_IN_FORCE = date(2023, 7, 1)
INCLUSIVE = "是否含本数、本省有无另行规定，须经法制部门确认"
THRESHOLDS = (
    Threshold(
        "hearing",
        "organisation",
        200_000_00,
        "inclusive",
        "行政处罚法 第六十三条；生态环境行政处罚办法 第四十六条、第八十九条",
        ORDER_30_IN_FORCE,
        to_confirm=INCLUSIVE,
    ),
    Threshold(
        "hearing",
        "citizen",
        5_000_00,
        "inclusive",
        "行政处罚法 第六十三条；生态环境行政处罚办法 第四十六条、第八十九条",
        ORDER_30_IN_FORCE,
        to_confirm=INCLUSIVE,
    ),
    Threshold(
        "discussion",
        None,
        500_000_00,
        "inclusive",
        "行政处罚法 第五十七条；生态环境行政处罚办法 第五十二条",
        ORDER_30_IN_FORCE,
    ),
)


def threshold_of(code: str, party_kind: str, day: date) -> Threshold:
    """Return the threshold that applies to a party on a day; raises LookupError."""
    for threshold in THRESHOLDS:
        fits = threshold.party_kind in (None, party_kind)
        if threshold.code == code and fits and threshold.in_force_on(day):
            return threshold
    raise LookupError(f"no {code} threshold for {party_kind} on {day}")
