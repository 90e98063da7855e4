"""JSON that the database writes says what the values are."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Boolean, Float, Integer, String, Uuid, literal, select
from sqlalchemy.dialects.postgresql import JSONB

from backend.kernel.clock import wire_time
from backend.kernel.db import UtcDateTime
from backend.kernel.ids import new_id
from backend.kernel.json_sql import json_object, read_each

KEY = UUID("01939f00-0000-7000-8000-000000000001")
AT = datetime(2026, 11, 22, 6, 4, 59, 120_000, UTC)


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (String(), '引号" \\ 与\n换行\x01𠮷', '引号" \\ 与\n换行\x01𠮷'),
        (String(), "", ""),
        (Uuid(), KEY, str(KEY)),
        (UtcDateTime(), AT, wire_time(AT)),
        (Integer(), -7, -7),
        (Float(), 1e-07, 1e-07),
        (Float(), 118.0894, 118.0894),
        (Boolean(), False, False),
        (JSONB(), {"a": [None, "x"]}, {"a": [None, "x"]}),
    ],
)
def test_value_is_written_as_json_reads_it_and_null_as_null(
    session: Any, kind: Any, value: Any, written: Any
) -> None:
    whole = json_object(first=literal(value, kind), none=literal(None, kind))
    key = new_id()

    found = read_each(select(literal(key, Uuid()), whole))

    assert json.loads(found[key]) == {"first": written, "none": None}
