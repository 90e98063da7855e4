"""The self-check of a file: a clean one has no fault, and each fault forced into it is named."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from backend.kernel.db import db
from tests.cases.test_decision_kinds import publication
from tests.cases.test_discretion import discuss
from tests.measures.test_seizure import seized
from tests.measures.walking import Measuring
from tests.measures.walking import service as measure_service
from tests.procedure import CASE_REVIEW, LEGAL_REVIEW, Walk, service, today
from tests.veto.test_procedure import issue_paper

DECISION = {"fine_fen": 2_900_000, "reasons": "依法处罚"}
CASE = "update penalty_case set {} where id = :case"
EVENT = "update workflow_event set {} where subject_id = :case and action = '{}'"
PAPER = "update document set kind = 'other' where case_id = :case and kind = '{}'"
WITHOUT_CHECK = "alter table inspection drop constraint ck_inspection_complete_in_law"
TERM = "update deadline set {} where code = '{}'"
CORRECTION = """
insert into measure select (made).* from (
  select jsonb_populate_record(one, jsonb_build_object(
    'id', gen_random_uuid(), 'kind', 'correction', 'state', 'daily_notified', 'done', {})) as made
  from measure one limit 1) as row
"""
IN_ORDER = """jsonb_build_object('notice_number', '1', 'served_on', '2026-11-01',
  'rechecked_on', '2026-11-11', 'daily_days', 10)"""
OUT_OF_ORDER = """jsonb_build_object('notice_number', '1', 'served_on', '2026-11-11',
  'rechecked_on', '2026-11-01', 'daily_days', 10)"""
ANOTHER_BODY = "deciding_authority_id = (select id from authority where kind = 'city')"
INVESTIGATOR = "(select investigator_ids[1] from penalty_case where id = :case)"

# Each forces what the guards refuse into the rows, as a file taken over from elsewhere may hold it.
FORCED = {
    1: [CASE.format(ANOTHER_BODY)],
    2: [EVENT.format("at = '2026-08-14T02:00Z'", "issue_prior_notice")],
    3: [WITHOUT_CHECK, "update inspection set officer_ids = officer_ids[1:1]"],
    4: ["update certificate set valid_to = date '2020-01-01'"],
    5: ["update inspection set party = jsonb_set(party, '{name}', '\"宏达化工\"')"],
    6: ["update exhibit_link set fact_to_prove = null where subject_id = :case"],
    7: [PAPER.format("sampling_record")],
    8: [CASE.format("law = jsonb_set(law, '{applied}', '\"《某法》第一条\"')")],
    9: [CASE.format("violated_provision = '有关规定'")],
    10: [CASE.format("fine_fen = 100, proposed_fine_fen = 100")],
    11: [CASE.format('told = \'{"had_defence": true, "fine_fen": 2000000}\'')],
    12: [WITHOUT_CHECK, "update inspection set rights_told = false"],
    13: [PAPER.format("result_notice")],
    14: [TERM.format("due_on = started_on + 4", "defence")],
    15: [CASE.format("decided_on = notice_served_on + 1")],
    16: [CASE.format("defence = jsonb_set(defence, '{review_opinion}', 'null')")],
    17: [
        """update document set data = jsonb_set(data, '{data,rights_told}', 'false')
        where kind = 'seizure_record'"""
    ],
    18: [TERM.format("closed_on = due_on + 3", "seizure")],
    19: [EVENT.format("action = 'other'", "pass_legal_review")],
    20: [
        "update weighing set adjustment = 'lighter'",
        CASE.format("discussion = null"),
        EVENT.format("action = 'other'", "record_discussion"),
    ],
    21: [EVENT.format("seq = 0", "record_discussion")],
    22: [
        EVENT.format(
            "form = jsonb_set(form, '{members,0}', to_jsonb(" + INVESTIGATOR + "))",
            "record_discussion",
        )
    ],
    23: [EVENT.format("actor_id = " + INVESTIGATOR, "pass_case_review")],
    24: ["update lead set found_on = found_on + 3 * 366"],
    25: [CORRECTION.format(OUT_OF_ORDER)],
}  # fmt: skip


@pytest.fixture
def walk(signed_in) -> Walk:
    return Walk(signed_in)


@pytest.fixture
def archived(walk, fake_clock) -> Walk:
    """A file with a seizure, a test, a defence and a discussion, archived without a fault."""
    walk.to_filed()
    for kind in ("sampling_record", "testing_commission", "result_notice"):
        issue_paper(walk, kind)
    measure = Measuring(walk)
    seized(measure)
    measure.must("zhou", "lift", {"reason": "已经改正"})
    measure.must("chen", "serve_lift", measure_service(returned="完好"))
    walk.conclude()
    walk.must("sun", "pass_case_review", CASE_REVIEW)
    walk.must("zhou", "issue_prior_notice")
    walk.must("chen", "serve_prior_notice", service())
    walk.must("chen", "record_defence", {"received_on": today(), "content": "已经改正"})
    walk.must("chen", "review_defence", {"opinion": "不采纳", "adopted": False})
    fake_clock.advance(days=20)
    walk.must("chen", "submit_legal_review")
    walk.must("qian", "pass_legal_review", LEGAL_REVIEW)
    discuss(walk)
    walk.must("zhou", "decide", DECISION)
    walk.must("chen", "serve_decision", service())
    paid = {"amount_fen": 2_900_000, "paid_on": today(), "reference": "1"}
    walk.must("chen", "record_payment", paid)
    walk.must("chen", "publish_decision", publication())
    walk.must("zhou", "close", {"note": "已缴清"})
    walk.must("zheng", "archive")
    return walk


def checked(walk: Walk) -> dict[str, list[int]]:
    """Return the numbers of the items by verdict."""
    db.session.remove()  # what was written past the session is read anew
    answer = walk.as_("chen").get(f"/cases/{walk.case_id}/self-check")
    assert answer.status_code == 200, answer.text
    found: dict[str, list[int]] = {"met": [], "defect": [], "not_yet": []}
    for item in answer.json["items"]:
        found[item["verdict"]].append(item["number"])
        assert bool(item["reasons"]) == (item["verdict"] == "defect")
        assert all(reason["text"] and "条" in reason["basis"] for reason in item["reasons"])
    assert answer.json["counts"] == {verdict: len(some) for verdict, some in found.items()}
    return found


@contextmanager
def forced(connection, walk: Walk, statements: list[str]) -> Iterator[None]:
    """Write past every guard and trigger, and undo it."""
    with connection.begin_nested() as savepoint:
        connection.execute(text("set local session_replication_role = replica"))
        for statement in statements:
            done = connection.execute(text(statement), {"case": walk.case_id})
            assert done.rowcount, statement
        yield
        savepoint.rollback()


def test_an_archived_file_without_faults_meets_every_item_it_has(archived) -> None:
    assert checked(archived) == {
        "met": list(range(1, 25)), "defect": [], "not_yet": [25]
    }  # fmt: skip


def test_each_fault_forced_into_a_file_is_named(archived, connection) -> None:
    named = {}
    for number, statements in FORCED.items():
        with forced(connection, archived, statements):
            named[number] = checked(archived)["defect"]

    assert named == {number: [number] for number in range(1, 26)}


def test_a_daily_penalty_in_its_order_is_met(archived, connection) -> None:
    with forced(connection, archived, [CORRECTION.format(IN_ORDER)]):
        assert 25 in checked(archived)["met"]


def test_a_new_case_is_checked_for_what_it_already_has(walk) -> None:
    walk.to_filed()

    found = checked(walk)

    assert found["defect"] == []
    assert found["met"] == [3, 4, 5, 8, 12, 24]


def test_another_district_may_not_check_a_file(walk, signed_in) -> None:
    walk.to_filed()

    answer = signed_in("huli-all").get(f"/cases/{walk.case_id}/self-check")

    assert answer.status_code == 404
