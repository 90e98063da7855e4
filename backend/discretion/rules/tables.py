"""Discretion tables as data: factors, their levels, and what is wrong with a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

WHOLE = 100


@dataclass(frozen=True)
class Level:
    """A level of a factor: its share in per cent, and which values belong to it."""

    level: int
    title_zh: str
    title_en: str
    percent: int
    low: int | None = None
    """Numbers: from this one on."""
    high: int | None = None
    """Numbers: below this one; None is without end."""
    value: str | None = None
    """Choices: this one."""

    def holds(self, given: int | str) -> bool:
        """Tell whether a value belongs to the level."""
        if isinstance(given, str):
            return self.value == given
        return (
            self.low is not None and self.low <= given and (self.high is None or given < self.high)
        )


@dataclass(frozen=True)
class Factor:
    """One thing that is weighed, by a number or by a choice."""

    code: str
    title_zh: str
    title_en: str
    kind: str
    """number or choice."""
    unit_zh: str
    unit_en: str
    minimum: int
    levels: tuple[Level, ...]

    def levels_of(self, given: int | str) -> list[Level]:
        """Return the levels a value belongs to; a sound table gives exactly one."""
        return [level for level in self.levels if level.holds(given)]

    @property
    def most(self) -> int:
        """The largest share of the factor."""
        return max((level.percent for level in self.levels), default=0)


@dataclass(frozen=True)
class Table:
    """The factors of one violation."""

    factors: tuple[Factor, ...]

    def factor(self, code: str) -> Factor | None:
        """Return the factor of that code."""
        return next((one for one in self.factors if one.code == code), None)


def table_of(content: Mapping[str, Any]) -> Table:
    """Return a table from its JSON; raises KeyError, TypeError or ValueError for another shape."""
    return Table(tuple(_factor(one) for one in content["factors"]))


def _factor(one: Mapping[str, Any]) -> Factor:
    levels = tuple(Level(**level) for level in one["levels"])
    return Factor(**{**one, "levels": levels})


def faults_of(table: Table) -> list[str]:
    """Return every gap, overlap and mistake of a table over the whole domain of its factors."""
    codes = [factor.code for factor in table.factors]
    faults = [f"{code}: twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
    if not table.factors:
        faults.append("no factors")
    if (total := sum(factor.most for factor in table.factors)) > WHOLE:
        faults.append(f"the shares add up to {total} %")
    for factor in table.factors:
        faults += [f"{factor.code}: {fault}" for fault in _faults_of(factor)]
    return faults


def _faults_of(factor: Factor) -> Iterator[str]:
    if len(factor.levels) < 2:
        yield "fewer than two levels"
        return
    if any(not 0 <= level.percent <= WHOLE for level in factor.levels):
        yield "a share outside 0 to 100 %"
    if factor.kind == "number":
        yield from _number_faults(factor)
    elif factor.kind == "choice":
        values = [level.value for level in factor.levels]
        if None in values or len(set(values)) < len(values):
            yield "a choice is missing or twice"
    else:
        yield f"kind {factor.kind} unknown"


def _number_faults(factor: Factor) -> Iterator[str]:
    expected: int | None = factor.minimum
    share = -1
    for level in factor.levels:
        if level.low is None or expected is None or level.low > expected:
            yield f"gap before level {level.level}"
        elif level.low < expected:
            yield f"overlap at level {level.level}"
        if level.high is not None and level.low is not None and level.high <= level.low:
            yield f"level {level.level} holds nothing"
        if level.percent < share:
            yield f"level {level.level} weighs less than the one below"
        expected, share = level.high, level.percent
    if expected is not None:
        yield "no level without end"
