"""Words people type, as a question to a `search` column (`search_tokens` in the database).

Han text is found by any two neighbouring characters, numbers and Latin words from their beginning;
one character finds what holds it.
"""

import re
import unicodedata
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, cast, func
from sqlalchemy.dialects.postgresql import TSQUERY

_SPACE = re.compile(r"\s+")
_RUN = re.compile(r"[a-z0-9]+|[^a-z0-9]+")


def normalise(words: str) -> str:
    """Return the words as the database keeps them for searching: NFKC, lower case, no spaces."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", words).lower())


class Token(NamedTuple):
    """A token of the index, or what one must begin with."""

    text: str
    is_beginning: bool = False


def tokens_of(words: str) -> list[Token]:
    """Return the tokens a text must have to hold these normalised words."""
    runs = _RUN.findall(words)
    found: list[Token] = []
    for place, run in enumerate(runs):
        is_last = place == len(runs) - 1
        if len(run) == 1 or (run.isascii() and run.isalnum()):
            found.append(Token(run, is_last))
        else:
            found += [Token(run[start : start + 2]) for start in range(len(run) - 1)]
    return list(dict.fromkeys(found))


def holds(
    tokens: SQLColumnExpression[Any], text: SQLColumnExpression[Any], words: str
) -> ColumnElement[bool]:
    """Return the predicate that a row's text holds the words; words must not be blank."""
    wanted = tokens_of(normalise(words))
    matches = tokens.bool_op("@@")(cast(" & ".join(map(_quoted, wanted)), TSQUERY))
    if len(wanted) == 1:
        return matches
    # The tokens may stand apart from one another. `strpos` and not LIKE: the planner would take
    # the two for independent and expect next to nothing.
    return and_(matches, func.strpos(text, normalise(words)) > 0)


def _quoted(token: Token) -> str:
    lexeme = token.text.replace("\\", "\\\\").replace("'", "''")
    return f"'{lexeme}':*" if token.is_beginning else f"'{lexeme}'"
