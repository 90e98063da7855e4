"""A page of the feed is written while it is sent."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from backend.kernel.actor import Actor
from backend.kernel.http import streamed_json
from backend.kernel.ids import new_id
from backend.kernel.operations import PulledKind
from backend.sync.queries import FeedPage
from backend.sync.routes.loading import write_page

ACTOR = Actor(
    person_id=new_id(),
    full_name="甲",
    authority_id=new_id(),
    authority_name="局",
    roles=frozenset({"officer"}),
    permissions=frozenset({"sync.use"}),
    visible_authority_ids=frozenset(),
)
SHOWN, GONE = new_id(), new_id()
PAGE = FeedPage([("a", str(SHOWN)), ("unread", str(new_id())), ("b", str(GONE))], "7.9", True)


def kinds(loaded: list[str]) -> dict[str, PulledKind]:
    def load(_actor: Actor, ids: list[UUID]) -> Mapping[UUID, Any]:
        loaded.extend(map(str, ids))
        return {one: {"name": "甲"} for one in ids if one == SHOWN}

    readable = PulledKind("sync.use", load)
    return {"a": readable, "unread": PulledKind("case.read", load), "b": readable}


def test_answer_begins_before_anything_of_its_page_is_read() -> None:
    loaded: list[str] = []

    parts = write_page(ACTOR, PAGE, kinds(loaded))

    assert next(parts) == b'{"changes":['
    assert loaded == []
    assert json.loads(b'{"changes":[' + b"".join(parts)) == {
        "changes": [
            {"deleted": False, "id": str(SHOWN), "kind": "a", "resource": {"name": "甲"}},
            {"deleted": True, "id": str(GONE), "kind": "b", "resource": None},
        ],
        "has_more": True,
        "next_cursor": "7.9",
    }
    assert loaded == [str(SHOWN), str(GONE)]


def test_page_of_nothing_readable_is_empty_and_goes_on() -> None:
    page = FeedPage([("unread", str(new_id()))], "7.9", False)

    assert json.loads(b"".join(write_page(ACTOR, page, kinds([])))) == {
        "changes": [],
        "has_more": False,
        "next_cursor": "7.9",
    }


def test_page_that_cannot_be_written_is_told_and_never_closed(app) -> None:
    def refuse(_actor: Actor, _ids: list[UUID]) -> Mapping[UUID, Any]:
        raise RuntimeError("no such table")

    sent: list[bytes] = []
    broken = {**kinds([]), "b": PulledKind("sync.use", refuse)}
    with app.test_request_context("/api/v1/sync/pull"), capture_logs() as told:
        answer = streamed_json(write_page(ACTOR, PAGE, broken))
        with pytest.raises(RuntimeError, match="no such table"):
            sent.extend(answer.iter_encoded())

    with pytest.raises(json.JSONDecodeError):
        json.loads(b"".join(sent))
    assert [one["event"] for one in told] == ["answer_cut_off"]
