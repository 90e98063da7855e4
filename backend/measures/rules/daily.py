"""The daily penalty 按日连续处罚: its days and its amount."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

PAY_CODE = "pay"
PUBLISH_CODE = "publish_decision"
DAILY_KIND, DAILY_STATES = "correction", ("daily_serving", "penalised")
"""On which measures, in which states, a daily penalty was decided."""


@dataclass(frozen=True)
class DailyPenalty:
    """A daily penalty that was decided, as the case it belongs to sees it."""

    measure_kind: str
    measure_id: UUID
    """Whose terms bind the party: payment, demand, the court's."""
    decision_id: UUID
    """The decision's paper."""
    number: str
    fine_fen: int
    decided_on: date
    served_on: date | None


def daily_days(order_served_on: date, rechecked_on: date) -> int:
    """Return the days punished: from the day after the order's service to the recheck, both in
    (部令第28号 第十七条); raises ValueError for a recheck that is not after the service.
    """
    days = (rechecked_on - order_served_on).days
    if days < 1:
        raise ValueError("the recheck is not after the order's service")
    return days


def daily_amount(original_fine_fen: int, days: int) -> int:
    """Return the penalty: the original fine for every day (法典 第一千零六十条)."""
    if original_fine_fen < 1 or days < 1:
        raise ValueError("a daily penalty needs a fine and a day")
    return original_fine_fen * days
