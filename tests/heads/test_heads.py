"""The daily map commits to every chain's newest event and to which exhibits a case has."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from backend.heads import log_heads_now, proof_for_case, proof_for_exhibit
from backend.heads.jobs import log_daily_heads
from backend.heads.rules import build_map, map_root
from backend.heads.service import KEPT_MAPS
from backend.kernel.ids import new_id
from backend.kernel.merkle import hash_leaf, hash_node
from backend.ledger import list_custody
from tests.phones import enrol_phone

HEADS = {new_id(): (number + 1, f"{number:064x}") for number in range(5)}
A, B, C, D, E = HEADS
CASE = new_id()


def root_from_path(leaf: bytes, index: int, count: int, path: list[bytes]) -> bytes:
    """RFC 9162 §2.1.3.2, written anew."""
    at, last, value = index, count - 1, hash_leaf("sha256", leaf)
    for step in path:
        if at & 1 or at == last:
            value = hash_node("sha256", step, value)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            value = hash_node("sha256", value, step)
        at, last = at >> 1, last >> 1
    return value


@pytest.mark.unit
def test_leaves_are_sorted_and_a_case_is_one_of_them() -> None:
    leaves = build_map([(A, None), (C, CASE), (B, CASE), (D, None)], HEADS)

    records = [leaf.record for leaf in leaves]
    assert records == sorted(records)
    (case,) = [leaf for leaf in leaves if leaf.case_id == CASE]
    facts = json.loads(case.record)
    assert (facts["case_id"], facts["items"]) == (str(CASE), 2)
    assert facts["items_root"] == map_root(case.items).hex()
    assert [json.loads(item)["subject_id"] for item in case.items] == sorted([str(B), str(C)])


@pytest.mark.unit
@pytest.mark.parametrize(
    "other",
    [
        ([(B, CASE)], HEADS),
        ([(B, CASE), (C, CASE), (E, CASE)], HEADS),
        ([(B, CASE), (C, CASE)], {**HEADS, C: (9, "f" * 64)}),
        ([(B, CASE), (C, None)], HEADS),
    ],
)
def test_another_item_or_another_head_gives_another_root(other) -> None:
    whole = build_map([(B, CASE), (C, CASE)], HEADS)

    assert map_root(leaf.record for leaf in whole) != map_root(
        leaf.record for leaf in build_map(*other)
    )


@pytest.mark.unit
def test_an_exhibit_without_a_chain_is_in_no_map() -> None:
    assert build_map([(new_id(), None), (new_id(), CASE)], HEADS) == []


@pytest.fixture
def exhibits(signed_in):
    """Two exhibits of one phone."""
    phone = enrol_phone(signed_in("wang"))
    return [phone.deliver().id for _ in range(2)]


def test_map_proves_an_exhibits_newest_event(provers, exhibits, session) -> None:
    checkpoint = provers.make_log_current()

    for exhibit_id in exhibits:
        proof = proof_for_exhibit(exhibit_id, checkpoint.tree_size)
        detail = json.loads(proof.event)["detail"]
        facts, chain = json.loads(proof.leaf), list_custody(exhibit_id)
        assert (facts["seq"], facts["head"]) == (chain[-1].seq, chain[-1].hash)
        root = root_from_path(proof.leaf, proof.index, proof.count, proof.path)
        assert root.hex() == detail["root"]
        assert proof.count == detail["count"]
        assert proof.event_leaf_index < checkpoint.tree_size


def test_map_proves_a_cases_items(provers, exhibits, session, city) -> None:
    case_id = new_id()
    session.execute(
        text(
            "insert into exhibit_link"
            " (exhibit_id, kind, subject_id, authority_id, label, linked_by_id, linked_at)"
            " select id, 'case', :case, authority_id, 'x', :person, now() from exhibit"
        ),
        {"case": case_id, "person": city.people["wang"]},
    )
    checkpoint = provers.make_log_current()

    proof = proof_for_case(case_id, checkpoint.tree_size)

    assert [json.loads(item)["subject_id"] for item in proof.items] == sorted(exhibits)
    assert json.loads(proof.leaf)["items_root"] == map_root(proof.items).hex()
    assert proof_for_exhibit(exhibits[0], checkpoint.tree_size) is None


def test_a_map_that_the_tree_does_not_hold_yet_proves_nothing(provers, exhibits) -> None:
    first = provers.make_log_current()
    later = provers.make_log_current()

    in_time = proof_for_exhibit(exhibits[0], first.tree_size)
    assert in_time.event_leaf_index < first.tree_size
    newest = proof_for_exhibit(exhibits[0], later.tree_size)
    assert first.tree_size <= newest.event_leaf_index
    assert proof_for_exhibit(exhibits[0], 1) is None


def test_daily_work_logs_one_map_a_day(exhibits, session, fake_clock) -> None:
    for _ in range(2):
        log_daily_heads()
    fake_clock.advance(days=1)
    log_daily_heads()

    days = session.scalars(text("select day from head_map order by day")).all()
    assert [day - days[0] for day in days] == [timedelta(), timedelta(days=1)]


def test_only_the_newest_maps_keep_their_leaves(exhibits, session) -> None:
    for _ in range(KEPT_MAPS + 2):
        log_heads_now()

    maps = session.scalar(text("select count(*) from head_map"))
    kept = session.scalar(text("select count(distinct map_id) from head_leaf"))
    assert (maps, kept) == (KEPT_MAPS + 2, KEPT_MAPS)


def test_authorities_without_exhibits_log_nothing(city, session) -> None:
    assert log_heads_now() == 0
