"""Signed bytes are those of RFC 8785, as an independent implementation writes them."""

from datetime import UTC, datetime
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.jcs import canonical_bytes
from backend.ledger import rules

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
RECORDS = st.dictionaries(KEYS, VALUES, max_size=5)


@given(RECORDS)
def test_bytes_are_those_of_rfc_8785(record: dict[str, Any]) -> None:
    assert canonical_bytes(record) == rfc8785.dumps(record)


@pytest.mark.parametrize(
    "record",
    [
        {"a": 1.0},
        {"a": [float("nan")]},
        {"a": 2**53},
        {"é": 1},
        {1: 1},
        {"a": datetime.now(UTC)},
        {"a": b"x"},
        {"a": "\ud800"},
    ],
)
def test_what_leaves_the_profile_is_refused(record: dict[Any, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the kinds differ, the refusal is what counts
        canonical_bytes(record)


@given(
    detail=RECORDS,
    object_=st.none() | RECORDS,
    actor=st.none() | RECORDS,
    second=st.none() | RECORDS,
    prev=st.sampled_from(["", "ab" * 32]),
    seq=st.integers(1, 2**40),
    action=TEXTS,
)
def test_an_event_put_together_from_its_pieces_is_the_whole_records_bytes(
    detail: dict[str, Any],
    object_: dict[str, Any] | None,
    actor: dict[str, Any] | None,
    second: dict[str, Any] | None,
    prev: str,
    seq: int,
    action: str,
) -> None:
    facts = {
        "event_id": "e", "subject_id": "s", "case_id": None, "authority_id": "a", "at": "t",
        "action": action, "actor": actor, "second_actor": second, "object": object_,
        "detail": detail, "salt": "c2FsdA==",
    }  # fmt: skip

    pieces = rules.event_pieces(facts)

    whole = {"v": rules.EVENT_FORMAT, "seq": seq, "prev": prev, **facts}
    assert pieces.record(seq, prev) == rfc8785.dumps(whole)
