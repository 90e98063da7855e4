"""The percentage method, its limits, and the linter over the whole domain."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.discretion.models import DiscretionTable
from backend.discretion.rules import (
    ADJUSTMENTS,
    Choice,
    Factor,
    Level,
    Range,
    Reach,
    Table,
    faults_of,
    limits_of,
    suggested_fen,
    weigh,
)

REACH = Reach(20, 20, 50)
WORKED = Range(20_000_00, 200_000_00)
RANGES = st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)).map(
    lambda pair: Range(min(pair) * 100, (max(pair) + min(pair)) * 100)
)
SHARES = st.lists(st.integers(0, 20), max_size=5)


def numbers(*levels: tuple[int, int | None, int]) -> Factor:
    held = tuple(Level(n, "", "", share, low, high) for n, (low, high, share) in enumerate(levels))
    return Factor("days", "天数", "days", "number", "日", "days", 0, held)


SOUND = numbers((0, 7, 0), (7, 30, 10), (30, None, 20))


def test_the_worked_example_gives_twenty_nine_thousand() -> None:
    assert suggested_fen([5], WORKED) == 29_000_00


@given(SHARES, RANGES)
def test_a_suggestion_lies_in_the_range_and_follows_the_formula(shares, by_law) -> None:
    amount = suggested_fen(shares, by_law)

    y = Fraction(by_law.low, by_law.high)
    exact = (y + Fraction(sum(shares), 100) * (1 - y)) * by_law.high
    assert by_law.low <= amount <= by_law.high
    assert exact - 100 < amount <= exact
    assert amount % 100 == 0


@given(SHARES, RANGES, st.integers(0, 20))
def test_a_heavier_level_never_gives_a_smaller_fine(shares, by_law, more) -> None:
    assert suggested_fen([*shares, more], by_law) >= suggested_fen(shares, by_law)


@given(SHARES, RANGES, st.sampled_from(ADJUSTMENTS))
def test_no_adjustment_leaves_what_the_law_allows(shares, by_law, adjustment) -> None:
    suggested = suggested_fen(shares, by_law)

    least, largest = limits_of(adjustment, suggested, by_law, REACH)

    assert largest <= by_law.high
    assert least * 2 >= by_law.low
    if adjustment in ("none", "lighter"):
        assert least >= by_law.low
    if adjustment == "mitigated":
        assert largest < by_law.low


def test_adjustments_reach_a_fifth_of_the_maximum_and_half_of_the_minimum() -> None:
    suggested = 100_000_00
    found = {name: limits_of(name, suggested, WORKED, REACH) for name in ADJUSTMENTS}

    assert found == {
        "none": (100_000_00, 100_000_00),
        "heavier": (100_000_01, 140_000_00),
        "lighter": (60_000_00, 99_999_99),
        "mitigated": (10_000_00, 19_999_99),
    }


def test_an_unknown_adjustment_is_an_error() -> None:
    with pytest.raises(ValueError, match="harsher"):
        limits_of("harsher", 1, WORKED, REACH)


@pytest.mark.parametrize(
    ("factor", "fault"),
    [
        (numbers((0, 7, 0), (8, None, 10)), "gap before level 1"),
        (numbers((1, 7, 0), (7, None, 10)), "gap before level 0"),
        (numbers((0, 8, 0), (7, None, 10)), "overlap at level 1"),
        (numbers((0, 7, 0), (7, 30, 10)), "no level without end"),
        (numbers((0, 7, 10), (7, None, 5)), "level 1 weighs less than the one below"),
        (numbers((0, 0, 0), (0, None, 10)), "level 0 holds nothing"),
        (numbers((0, None, 0)), "fewer than two levels"),
        (numbers((0, 7, 0), (7, None, 101)), "a share outside 0 to 100 %"),
        (replace(SOUND, kind="mood"), "kind mood unknown"),
        (replace(SOUND, kind="choice"), "a choice is missing or twice"),
    ],
)
def test_the_linter_finds_every_gap_and_overlap(factor, fault) -> None:
    assert f"days: {fault}" in faults_of(Table((factor,)))


def test_the_linter_finds_factors_twice_and_shares_above_the_whole() -> None:
    heavy = replace(SOUND, levels=(*SOUND.levels[:2], replace(SOUND.levels[2], percent=60)))

    assert faults_of(Table((SOUND,))) == []
    assert faults_of(Table((heavy, heavy))) == ["days: twice", "the shares add up to 120 %"]
    assert faults_of(Table(())) == ["no factors"]


@given(st.lists(st.integers(1, 40), unique=True, min_size=1, max_size=6), st.integers(0, 60))
def test_a_table_without_faults_has_one_level_for_every_value(borders, value) -> None:
    starts = [0, *sorted(borders)]
    ends = [*starts[1:], None]
    factor = numbers(*zip(starts, ends, range(len(starts)), strict=True))

    assert faults_of(Table((factor,))) == []
    assert len(factor.levels_of(value)) == 1


@pytest.fixture
def tables(session) -> list[DiscretionTable]:
    return list(session.query(DiscretionTable).filter_by(state="in_force"))


def test_every_table_in_force_is_sound_for_every_combination_of_levels(tables) -> None:
    assert len({row.violation_code for row in tables}) >= 3
    for row in tables:
        assert faults_of(row.table) == [], row.name
        shares = [[level.percent for level in factor.levels] for factor in row.table.factors]
        amounts = {suggested_fen(list(one), WORKED) for one in product(*shares)}
        assert min(amounts) == WORKED.low
        assert max(amounts) == WORKED.high


def test_every_factor_is_weighed_once_with_evidence_of_the_case() -> None:
    table, proof = Table((SOUND,)), uuid4()

    def codes(*choices: Choice) -> list[str]:
        return [fault.code for fault in weigh(table, choices, frozenset({proof}))[1]]

    assert codes() == ["factor_missing"]
    assert codes(Choice("days", 8, (proof,), None)) == []
    assert codes(Choice("days", 8, (), None)) == ["factor_unproved"]
    assert codes(Choice("days", 8, (uuid4(),), None)) == ["factor_proof_not_in_case"]
    assert codes(Choice("days", -1, (proof,), None)) == ["factor_value_unknown"]
    assert codes(Choice("days", "8", (proof,), None)) == ["factor_value_unknown"]
    twice = Choice("days", 8, (proof,), None)
    assert codes(twice, twice) == ["factor_twice"]
    assert "factor_unknown" in codes(Choice("mood", 8, (proof,), None), twice)
