"""The signer puts every committed event into the log once and signs only the true tree."""

from pathlib import Path

import pytest
from sqlalchemy import text

from backend.kernel.ids import new_id
from backend.ledger import (
    CheckpointNotReady,
    chain_is_valid,
    inclusion_proof,
    keys,
    latest_checkpoint,
    list_custody,
    queries,
    rules,
    signer,
)
from backend.ledger.errors import LogRewritten
from backend.ledger.signer import sequencing
from tests.ledger.chains import append


def alter(session, statement: str, **values: object) -> None:
    """Do what an administrator of the database can: change rows that are written once."""
    session.execute(text("set local session_replication_role = replica"))
    session.execute(text(statement), values)
    session.execute(text("set local session_replication_role = origin"))
    session.commit()
    session.expire_all()


@pytest.fixture
def five_events(city, session, tmp_path: Path):
    """Five events in the log, one checkpoint for two of them and one for all."""
    subject = new_id()
    for _ in range(2):
        append(city, subject)
    session.commit()
    signer.sign_waiting(tmp_path)
    for _ in range(3):
        append(city, subject)
    session.commit()
    signer.sign_waiting(tmp_path)
    return subject


def test_an_empty_log_gets_a_checkpoint_too(session, tmp_path) -> None:
    with pytest.raises(CheckpointNotReady):
        latest_checkpoint()

    signer.sign_waiting(tmp_path)

    assert latest_checkpoint().tree_size == 0


def test_events_are_in_the_log_once_and_in_order(five_events) -> None:
    events = list_custody(five_events)

    assert [event.leaf_index for event in events] == [0, 1, 2, 3, 4]
    assert [event.logged.tree_size for event in events] == [2, 2, 5, 5, 5]
    assert chain_is_valid(events)


def test_nothing_is_signed_when_nothing_waits(five_events, tmp_path) -> None:
    assert signer.sign_waiting(tmp_path) is None


def test_checkpoint_is_a_note_signed_by_the_log_over_both_roots(five_events) -> None:
    checkpoint = latest_checkpoint()
    lines = checkpoint.note.splitlines()

    assert rules.note_is_signed(checkpoint.note, keys.log_origin(), keys.log_public_key())
    assert lines[:2] == ["xunzheng.example/log", "5"]
    assert lines[3].startswith("sm3-root ")
    assert not rules.note_is_signed(
        checkpoint.note.replace("\n5\n", "\n6\n"), keys.log_origin(), keys.log_public_key()
    )


def test_proof_leads_from_the_event_to_the_signed_root(five_events) -> None:
    event, checkpoint = list_custody(five_events)[2], latest_checkpoint()
    path = inclusion_proof(2, 5)

    right = rules.hash_node("sha256", rules.hash_leaf("sha256", event.record), path[0])
    left = rules.hash_node("sha256", path[1], right)
    assert rules.hash_node("sha256", left, path[2]) == checkpoint.root


def test_an_uncommitted_event_never_enters_the_log(city, session, tmp_path) -> None:
    append(city, new_id())
    session.rollback()

    assert signer.sign_waiting(tmp_path).size == 0


def test_blocks_of_256_leaves_give_the_same_tree(city, session, tmp_path) -> None:
    subject = new_id()
    for _ in range(520):
        append(city, subject)
    session.commit()
    head = signer.sign_waiting(tmp_path)

    assert session.scalar(text("select count(*) from log_block")) == 2
    assert queries.tree_head_from_leaves(520) == head == queries.tree_head(520)


@pytest.mark.parametrize(
    "attack",
    [
        "update log_leaf set leaf_hash = sha256('x') where leaf_index = 1",
        "update log_leaf set leaf_sm3 = sha256('x') where leaf_index = 1",
        "delete from log_leaf where leaf_index = 4",
        "delete from log_leaf where leaf_index = 2",
        "delete from log_leaf where leaf_index = 4; delete from log_checkpoint where tree_size = 5",
        "insert into log_leaf values (5, gen_random_uuid(), sha256('x'), sha256('x'))",
        "delete from log_checkpoint; delete from log_leaf",
    ],
)
def test_a_rewritten_tree_is_never_signed(city, session, five_events, tmp_path, attack) -> None:
    alter(session, attack)
    append(city, new_id())
    session.commit()
    before = session.scalar(text("select count(*) from log_checkpoint"))

    for _ in range(2):
        with pytest.raises((LogRewritten, queries.LogIncomplete)):
            signer.sign_waiting(tmp_path)
    assert session.scalar(text("select count(*) from log_checkpoint")) == before


def test_an_altered_event_is_found_when_the_signer_starts(session, five_events, tmp_path) -> None:
    alter(session, "update custody_event set bytes = bytes || 'x' where seq = 3")

    with pytest.raises(LogRewritten):
        signer.check_whole_log(tmp_path)


def test_a_leaf_altered_inside_a_full_block_is_found_when_the_signer_starts(
    city, session, tmp_path
) -> None:
    subject = new_id()
    for _ in range(257):
        append(city, subject)
    session.commit()
    signer.sign_waiting(tmp_path)
    signer.check_whole_log(tmp_path)
    alter(session, "update log_leaf set leaf_sm3 = sha256('x') where leaf_index = 7")

    with pytest.raises(LogRewritten):
        signer.check_whole_log(tmp_path)


def test_signer_that_died_before_its_note_trusts_its_own_signature(
    city, session, five_events, tmp_path
) -> None:
    (tmp_path / "log.state").unlink()
    append(city, new_id())
    session.commit()

    assert signer.sign_waiting(tmp_path).size == 6


def test_a_checkpoint_of_another_key_is_no_ground_to_go_on(
    city, session, five_events, tmp_path
) -> None:
    (tmp_path / "log.state").unlink()
    alter(session, "update log_checkpoint set note = replace(note, '— ', '— x')")
    append(city, new_id())
    session.commit()

    with pytest.raises(LogRewritten):
        signer.sign_waiting(tmp_path)


def test_an_event_removed_from_the_queue_gets_its_place_in_the_log(
    city, session, five_events, tmp_path
) -> None:
    append(city, five_events)
    session.commit()
    alter(session, "delete from log_queue")

    signer.queue_lost_events()
    signer.sign_waiting(tmp_path)

    assert list_custody(five_events)[-1].leaf_index == 5


def test_a_superuser_who_disables_the_triggers_is_found_out(
    city, session, five_events, tmp_path
) -> None:
    session.execute(text("alter table custody_event disable trigger all"))
    session.execute(text("update custody_event set bytes = bytes || 'x' where seq = 2"))
    session.execute(text("alter table custody_event enable trigger all"))
    session.commit()

    with pytest.raises(LogRewritten) as refused:
        signer.check_whole_log(tmp_path)
    assert refused.value.facts == {"leaf_index": 1}


def test_a_whole_consistent_history_that_is_another_one_is_never_signed(
    city, session, five_events, tmp_path
) -> None:
    """Every table rewritten so that it agrees with itself: only the memory of the root knows."""
    forged = rules.hash_leaf("sha256", b"forged")
    alter(session, "update log_leaf set leaf_hash = :leaf where leaf_index = 1", leaf=forged)
    head = queries.tree_head(5)
    note = rules.sign_note(
        rules.note_text(keys.log_origin(), head), keys.log_origin(), keys.log_private_key()
    )
    alter(
        session,
        "update log_checkpoint set root = :root, note = :note where tree_size = 5",
        root=head.root,
        note=note,
    )
    append(city, new_id())
    session.commit()

    with pytest.raises(LogRewritten):
        signer.sign_waiting(tmp_path)


def test_a_tree_that_does_not_extend_the_signed_one_is_refused_by_its_proof(
    city, session, five_events
) -> None:
    """What the signer proves before it signs, asked with another root than was signed."""
    other = rules.TreeHead(3, rules.hash_leaf("sha256", b"x"), rules.hash_leaf("sm3", b"x"))

    with pytest.raises(LogRewritten):
        sequencing.prove_extension(other, queries.tree_head(5))
    sequencing.prove_extension(queries.tree_head(3), queries.tree_head(5))
