"""A batch of alike operations is done at once, and each is still judged and answered by itself."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from backend.incidents.service import reporting
from backend.kernel.ids import new_id
from tests.conventions.test_query_budgets import recorded
from tests.incidents.test_routes import a_report
from tests.phones import Phone, enrol_phone
from tests.sync.test_routes import operation, push, statuses


@pytest.fixture
def phone(signed_in: Any) -> Phone:
    return enrol_phone(signed_in("wang"))


def numbers(answer: Any) -> list[int]:
    return [int(one["resource"]["number"].rpartition("-")[2]) for one in answer.json["results"]]


def test_large_batch_takes_no_more_statements_than_a_small_one(
    phone: Phone, connection: Any
) -> None:
    with recorded(connection) as few:
        push(phone, *[operation() for _ in range(5)])
    with recorded(connection) as many:
        push(phone, *[operation() for _ in range(100)])

    assert len(many) <= len(few)


def test_numbers_of_a_batch_follow_one_another_without_a_gap(phone: Phone) -> None:
    bad = operation(payload=a_report(category_code="bribery"))

    first = push(phone, operation(), operation(), operation())
    push(phone, operation(), bad, operation())
    last = push(phone, operation(), operation())

    start = numbers(first)[0]
    assert numbers(first) == [start, start + 1, start + 2]
    assert numbers(last) == [start + 5, start + 6]


def test_batch_knows_the_repeats_the_refused_and_the_new_apart(phone: Phone) -> None:
    known, other = operation(), operation()
    push(phone, known, other)
    stranger = operation(payload=a_report(exhibit_ids=[str(uuid4())]))
    differs = other | {"payload": a_report(note="别的")}
    new = operation()

    answer = push(phone, known, stranger, differs, new)

    assert statuses(answer) == ["replayed", "refused", "refused", "applied"]
    codes = [one["problem"]["code"] for one in answer.json["results"][1:3]]
    assert codes == ["exhibits_unknown", "operation_differs"]


def test_repeat_within_one_batch_makes_one_incident(phone: Phone) -> None:
    one = operation()

    answer = push(phone, one, operation(), one)

    assert statuses(answer) == ["applied", "applied", "replayed"]


def test_two_operations_on_one_incident_are_done_in_their_order(phone: Phone) -> None:
    one = operation()
    again = operation(subject_id=one["subject_id"], payload=a_report(note="另一份"))

    answer = push(phone, one, again, operation())

    assert statuses(answer) == ["applied", "refused", "applied"]
    assert answer.json["results"][1]["problem"]["code"] == "incident_differs"


def test_unforeseen_failure_at_once_leaves_each_to_itself(
    phone: Phone, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in = reporting._take_in

    def fail_for_many(actor: Any, reports: Any, now: Any) -> None:
        take_in(actor, reports, now)
        if len(reports) > 1:
            raise RuntimeError("after the writing")

    monkeypatch.setattr(reporting, "_take_in", fail_for_many)

    answer = push(phone, operation(), operation())

    assert statuses(answer) == ["applied", "applied"]
    assert session.scalar(text("select count(*) from incident")) == 2
    assert session.scalar(text("select count(*) from sync_operation")) == 2


def test_exhibits_of_a_batch_are_linked_and_logged_each(phone: Phone) -> None:
    captures = [phone.capture() for _ in range(3)]
    for capture in captures:
        phone.register(capture)
    reports = [
        operation(payload=a_report(exhibit_ids=[captures[0].id, captures[1].id])),
        operation(payload=a_report(exhibit_ids=[captures[2].id])),
        operation(payload=a_report(exhibit_ids=[captures[2].id])),
    ]

    answer = push(phone, *reports)

    linked = [len(one["resource"]["exhibits"]) for one in answer.json["results"]]
    assert linked == [2, 1, 1]
    custody = phone.person.get(f"/exhibits/{captures[2].id}/custody").json["items"]
    assert [item["action"] for item in custody].count("linked") == 2


def test_place_of_each_report_of_a_batch_finds_its_own_grid(phone: Phone) -> None:
    nowhere = a_report(position=None, no_position_reason="denied")
    batch = [operation(), operation(payload=nowhere, subject_id=str(new_id()))]

    together = push(phone, *batch).json["results"]
    alone = [push(phone, operation(payload=one["payload"])).json["results"][0] for one in batch]

    grids = [one["resource"]["grid"] for one in together]
    assert grids == [one["resource"]["grid"] for one in alone]
