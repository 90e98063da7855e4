"""A page of the feed, written by the database, keeps its order and says what is gone."""

import json
from typing import Any

from sqlalchemy import Uuid, literal, select

from backend.kernel.db import named_ids
from backend.kernel.ids import new_id
from backend.kernel.json_sql import json_object
from backend.sync.queries import write_changes


def test_changes_are_written_in_their_order_and_what_is_not_found_as_gone(session: Any) -> None:
    gone, there, other = new_id(), new_id(), new_id()
    found = select(literal(there, Uuid()), json_object(n=literal(1)))

    written = write_changes("incident", named_ids([other, there, gone]), found)

    assert json.loads(b"[%b]" % written) == [
        {"deleted": True, "id": str(other), "kind": "incident", "resource": None},
        {"deleted": False, "id": str(there), "kind": "incident", "resource": {"n": 1}},
        {"deleted": True, "id": str(gone), "kind": "incident", "resource": None},
    ]
