"""Which version of a number applies, for every order of versions."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from backend.parameters.rules import KEYS, QUESTIONS, Value, Version, choose

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
VERSIONS = st.lists(
    st.tuples(st.integers(0, 2), DAYS), unique=True, max_size=8
).map(lambda rows: [version(rank, day) for rank, day in rows])  # fmt: skip


def version(rank: int, valid_from: date, value: int = 1, bound: str | None = None) -> Version:
    held = Value(UUID(int=1), "pay_days", value, "calendar_days", bound, "basis", valid_from)
    return Version(held, rank)


@given(VERSIONS, DAYS)
def test_the_nearest_authority_and_then_the_newest_begun_version_applies(versions, day) -> None:
    begun = [(one.rank, one.value.valid_from) for one in versions if one.value.valid_from <= day]

    chosen = choose(versions, day)

    if chosen is None:
        assert begun == []
        return
    nearest = min(rank for rank, _ in begun)
    assert chosen.valid_from == max(since for rank, since in begun if rank == nearest)


@given(VERSIONS, DAYS, st.integers(1, 40))
def test_a_version_that_begins_later_changes_nothing_before(versions, day, ahead) -> None:
    later = version(0, day + timedelta(days=ahead))

    assert choose([*versions, later], day) == choose(versions, day)


def test_a_threshold_says_whether_the_number_itself_is_reached() -> None:
    inclusive = version(2, FIRST, 20_000_000, "inclusive").value
    exclusive = version(2, FIRST, 20_000_000, "exclusive").value

    assert [inclusive.is_reached(n) for n in (19_999_999, 20_000_000)] == [False, True]
    assert [exclusive.is_reached(n) for n in (20_000_000, 20_000_001)] == [False, True]


def test_every_question_of_the_sources_is_listed_and_names_known_numbers() -> None:
    assert len(QUESTIONS) == 11
    named = {key for question in QUESTIONS for key in question.keys}
    assert named <= {key.name for key in KEYS}
