"""Statements put into words once, and what is remembered of what they read."""

from typing import Any

import pytest
from psycopg import _queries
from sqlalchemy import Integer, Text, literal, select
from sqlalchemy.orm import Session

from backend.cases.queries import dossier
from backend.kernel.db import savepoint
from backend.kernel.ids import new_id
from backend.kernel.memory import forget_about, recalled, remember, remembered
from backend.kernel.worded import Worded, asked

SUM = Worded(select((asked("one", Integer) + 1).label("sum"), literal("文").label("word")))


def test_a_worded_statement_is_asked_with_other_values_each_time(session: Session) -> None:
    assert [tuple(SUM.ask(one=number).one()) for number in (1, 41)] == [(2, "文"), (42, "文")]


def test_a_list_of_fixed_values_stands_in_the_words(session: Session) -> None:
    among = Worded(select(asked("given", Text).in_(("open", "granted"))))

    assert [among.ask(given=one).scalar() for one in ("open", "refused")] == [True, False]


def test_the_driver_keeps_the_words_of_a_case_file_as_it_has_read_them() -> None:
    # What is longer the driver takes apart anew each time it is sent.
    words, _ = dossier._DOSSIER._words

    assert len(words.encode()) <= _queries.MAX_CACHED_STATEMENT_LENGTH


@pytest.fixture
def subject(session: Session) -> Any:
    """A thing of which two facts are known, beside another."""
    key = new_id()
    for name in (("taken", key), ("dossier", key), ("taken", new_id())):
        remember(name, "known")
    return key


def test_a_step_forgets_what_was_known_of_its_subject_alone(session: Session, subject) -> None:
    forget_about(subject)

    assert [recalled((name, subject)) for name in ("taken", "dossier")] == [None, None]
    assert list(session.info["remembered"].values()) == ["known"]


def test_what_was_read_inside_a_savepoint_is_read_anew_after_it(session: Session, subject) -> None:
    with savepoint():
        remembered(("taken", subject), lambda: "inside")

    assert remembered(("taken", subject), lambda: "after") == "after"
