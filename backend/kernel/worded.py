"""Statements put into words once: for what is asked again and again, without objects."""

from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, CursorResult, Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.types import TypeEngine

from backend.kernel.db import Json, session

_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]


def asked(name: str, kind: TypeEngine[Any] | type[TypeEngine[Any]]) -> BindParameter[Any]:
    """Return the place of a value that is given each time a worded statement is asked."""
    return BindParameter(name, None, type_=kind)


class Worded:
    """A statement whose words never change: put together at its first use and then sent as it is.

    Its rows hold what the driver reads: aware times, ids, and JSON as Python values.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement

    def ask(self, **values: Any) -> CursorResult[*tuple[Any, ...]]:
        """Send the statement with these values and return its rows."""
        words, fixed = self._words
        return session().connection().exec_driver_sql(words, fixed | values)

    @cached_property
    def _words(self) -> tuple[str, Json]:
        options = {"render_postcompile": True}
        compiled = self._statement.compile(dialect=_DIALECT, compile_kwargs=options)
        return str(compiled), dict(compiled.params)
