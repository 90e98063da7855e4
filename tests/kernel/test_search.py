"""Search by two characters: what the database finds is what holds the words."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, literal, select, text

from backend.kernel.search import holds, normalise, tokens_of

ALPHABET = "宏达化工𠮷㛃〔〕12ab 'Ａ\\:*&|!\n"


def kept(connection, words: str) -> str:
    return str(connection.scalar(text("select search_text(:words)"), {"words": words}))


def found(connection, words: str, asked: str) -> bool:
    text_kept = literal(kept(connection, words))
    row = select(
        func.search_tokens(text_kept).label("search"), text_kept.label("search_text")
    ).subquery()
    return bool(connection.scalar(select(holds(row.c.search, row.c.search_text, asked))))


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("厦门宏达化工有限公司", "化工"),
        ("厦门宏达化工有限公司", "司"),
        ("厦门宏达化工有限公司", "厦门宏达化工有限公司"),
        ("闽厦环立〔2026〕12号", "〔2026〕12"),
        ("闽厦环立〔2026〕12号", "2026"),
        ("闽厦环立〔2026〕123号", "12"),
        ("ＡＢ化工", "ab化"),
        ("宏达 <化工>&有限公司", "宏达<化工>&有限"),
        ("𠮷田㛃", "田㛃"),
        ("O'Neill\\Sons", "neill\\s"),
    ],
)
def test_words_inside_a_text_are_found(connection, words, asked) -> None:
    assert found(connection, words, asked)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("厦门宏达化工有限公司", "达工"),
        ("宏达化学，化工", "达化工"),
        ("闽厦环立〔2026〕123号", "23号"),
        ("第一行\n第二行", "行第"),
        (":", ":*"),
    ],
)
def test_words_that_stand_apart_are_not_found(connection, words, asked) -> None:
    assert not found(connection, words, asked)


def test_any_words_are_found_exactly_where_they_stand(connection) -> None:
    @settings(max_examples=300, deadline=None)
    @given(st.text(ALPHABET, max_size=12), st.text(ALPHABET.replace("\n", ""), max_size=4))
    def check(words: str, asked: str) -> None:
        if not normalise(asked):
            return
        runs = re.finditer(re.escape(normalise(asked)), kept(connection, words))
        begins = any(
            not (asked_starts_in_word(asked) and match.start() > 0 and in_word(match))
            for match in runs
        )
        assert found(connection, words, asked) is begins

    def in_word(match: re.Match[str]) -> bool:
        return bool(re.fullmatch("[a-z0-9]", match.string[match.start() - 1]))

    def asked_starts_in_word(asked: str) -> bool:
        return bool(re.match("[a-z0-9]", normalise(asked)))

    check()


def test_one_character_asks_for_what_begins_with_it() -> None:
    assert tokens_of("工") == [("工", True)]
    assert tokens_of("化工") == [("化工", False)]
