"""What an officer weighed: a value and its evidence for every factor, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.discretion.rules.tables import Factor, Level, Table


@dataclass(frozen=True)
class Choice:
    """The value chosen for a factor, with the exhibits that prove it."""

    factor: str
    value: int | str
    exhibit_ids: tuple[UUID, ...]
    reason: str | None


@dataclass(frozen=True)
class Weighed:
    """A factor with the level its value belongs to."""

    factor: Factor
    level: Level
    choice: Choice

    def as_json(self) -> dict[str, Any]:
        """Return it as the case keeps it, words and all."""
        return {
            "factor": self.factor.code,
            "title_zh": self.factor.title_zh,
            "title_en": self.factor.title_en,
            "value": self.choice.value,
            "unit_zh": self.factor.unit_zh,
            "unit_en": self.factor.unit_en,
            "level": self.level.level,
            "level_zh": self.level.title_zh,
            "level_en": self.level.title_en,
            "percent": self.level.percent,
            "exhibit_ids": [str(key) for key in self.choice.exhibit_ids],
            "reason": self.choice.reason,
        }


@dataclass(frozen=True)
class Fault:
    """Something wrong with what was weighed: a code, a Chinese text, its facts."""

    code: str
    text: str
    facts: Mapping[str, Any]


def weigh(
    table: Table, choices: Sequence[Choice], case_exhibits: frozenset[UUID]
) -> tuple[list[Weighed], list[Fault]]:
    """Return the level of every factor, and what is wrong: every factor once, every value in the
    table, every level proved by exhibits of the case.
    """
    given = {choice.factor: choice for choice in choices}
    faults = [
        Fault("factor_unknown", f"裁量表中没有“{code}”", {"factor": code})
        for code in given
        if table.factor(code) is None
    ]
    if len(given) < len(choices):
        faults.append(Fault("factor_twice", "同一裁量因素填写了两次", {}))
    weighed: list[Weighed] = []
    for factor in table.factors:
        if (choice := given.get(factor.code)) is None:
            text = f"没有填写裁量因素“{factor.title_zh}”"
            faults.append(Fault("factor_missing", text, {"factor": factor.title_zh}))
            continue
        levels = factor.levels_of(choice.value)
        if len(levels) != 1:
            text = f"“{factor.title_zh}”的取值不在裁量表内"
            faults.append(Fault("factor_value_unknown", text, {"factor": factor.title_zh}))
            continue
        weighed.append(Weighed(factor, levels[0], choice))
        faults += _proof_faults(factor, choice, case_exhibits)
    return weighed, faults


def _proof_faults(factor: Factor, choice: Choice, known: frozenset[UUID]) -> list[Fault]:
    name = {"factor": factor.title_zh}
    if not choice.exhibit_ids:
        text = f"“{factor.title_zh}”没有选择证据"
        return [Fault("factor_unproved", text, name)]
    if set(choice.exhibit_ids) - known:
        text = f"“{factor.title_zh}”引用了不属于本案的证据"
        return [Fault("factor_proof_not_in_case", text, name)]
    return []
