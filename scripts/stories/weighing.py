"""Choosing the values of a discretion table that lead to an amount."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def weighing_form(case: Json, fine_fen: int) -> Json:
    """Return the form that weighs a case to exactly this fine, each factor proved by the case's
    first exhibit; raises ValueError when the table does not lead there.
    """
    low, high = case["violation"]["fine_min_fen"], case["violation"]["fine_max_fen"]
    share, rest = divmod((fine_fen - low) * 100, high - low)
    factors = case["discretion_table"]["content"]["factors"]
    chosen = None if rest else next(_levels(factors, share), None)
    if chosen is None:
        raise ValueError(f"{fine_fen} fen cannot be weighed")
    proof = [case["exhibits"][0]["exhibit_id"]]
    return {
        "factors": [
            {"factor": factor["code"], "value": _value(level), "exhibit_ids": proof}
            for factor, level in zip(factors, chosen, strict=True)
        ],
        "adjustment": "none",
        "chosen_fine_fen": fine_fen,
        "reason": "按裁量表逐项裁量",
    }


def _levels(factors: list[Json], share: int) -> Iterator[list[Json]]:
    if not factors:
        if share == 0:
            yield []
        return
    for level in factors[0]["levels"]:
        if level["percent"] <= share:
            for others in _levels(factors[1:], share - level["percent"]):
                yield [level, *others]


def _value(level: Json) -> int | str:
    value: int | str = level["value"] if level["low"] is None else level["low"]
    return value
