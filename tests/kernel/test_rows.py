"""What is written as rows arrives in PostgreSQL as the values it was."""

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.kernel.db import rows_as_json

CHINA = timezone(timedelta(hours=8))


class Colour(StrEnum):
    BLACK = "black"


@pytest.mark.parametrize(
    ("kind", "value", "arrives"),
    [
        ("text", "𠮷家河 \u2028 \\ \" '", "𠮷家河 \u2028 \\ \" '"),
        ("text", Colour.BLACK, "black"),
        ("text", None, None),
        ("boolean", True, True),
        ("bigint", 2**63 - 1, 2**63 - 1),
        ("double precision", 24.479833999999997, 24.479833999999997),
        ("uuid", UUID(int=7), UUID(int=7)),
        ("bytea", b"\x00\xff'", b"\x00\xff'"),
        ("date", date(2026, 2, 28), date(2026, 2, 28)),
        (
            "timestamptz",
            datetime(2026, 11, 24, 8, 30, 1, 999999, CHINA),
            datetime(2026, 11, 24, 0, 30, 1, 999999, UTC),
        ),
        ("jsonb", {"a": [1, None, "巡证"]}, {"a": [1, None, "巡证"]}),
    ],
)
def test_every_kind_of_value_arrives_unchanged(
    session: Session, kind: str, value: Any, arrives: Any
) -> None:
    query = f"select value from json_to_recordset(cast(:rows as json)) as t (value {kind})"  # noqa: S608
    rows = rows_as_json([{"value": value}])
    assert session.execute(text(query), {"rows": rows}).scalar_one() == arrives


def test_a_naive_time_is_refused_wherever_it_stands_in_a_row() -> None:
    naive = datetime(2026, 11, 24, 8, 30, tzinfo=CHINA).replace(tzinfo=None)
    for row in ({"at": naive}, {"facts": {"times": [naive]}}):
        with pytest.raises(TypeError) as refused:
            rows_as_json([row])
        assert "naive time" in str(refused.value.__cause__)
