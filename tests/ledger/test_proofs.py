"""Proofs out of the stored log lead to the roots an independent implementation computes."""

import base64

import pytest
from pymerkle import InmemoryTree
from sqlalchemy import text

from backend.kernel.ids import new_id
from backend.ledger import (
    consistency_proof,
    find_checkpoint,
    inclusion_proof,
    latest_checkpoint,
    list_custody,
    rules,
    signer,
    tlog_proof,
    witnessed_note,
)
from tests.ledger.chains import append

SIZES = (3, 260, 300)


@pytest.fixture
def grown(city, session, tmp_path):
    """A log that was signed at three sizes, and the oracle's tree over its records."""
    subject = new_id()
    for before, after in zip((0, *SIZES), SIZES, strict=False):
        for _ in range(after - before):
            append(city, subject)
        session.commit()
        signer.sign_waiting(tmp_path)
    tree = InmemoryTree(algorithm="sha256")
    for event in list_custody(subject):
        tree.append_entry(event.record)
    return tree


def test_every_checkpoint_has_the_oracles_root(grown) -> None:
    roots = [find_checkpoint(size).root for size in SIZES]

    assert roots == [grown.get_root(size) for size in SIZES]
    assert find_checkpoint(4) is None


@pytest.mark.parametrize(("old", "new"), [(0, 3), (3, 260), (3, 300), (256, 257), (300, 300)])
def test_stored_tree_proves_that_each_size_extends_the_one_before(grown, old, new) -> None:
    path = consistency_proof(old, new)
    old_root = grown.get_root(old) if old else b""

    assert rules.is_consistent("sha256", (old, old_root), (new, grown.get_root(new)), path)


@pytest.mark.parametrize(("old", "new"), [(4, 3), (-1, 3), (3, 301)])
def test_sizes_the_log_never_had_are_refused(grown, old, new) -> None:
    with pytest.raises(ValueError, match="no tree"):
        consistency_proof(old, new)


def test_inclusion_path_holds_the_oracles_siblings(grown) -> None:
    proof = grown.prove_inclusion(260, 300).serialize()["path"]

    assert [step.hex() for step in inclusion_proof(259, 300)] == proof[1:]


def test_tlog_proof_is_the_published_text_form(grown) -> None:
    note = witnessed_note(latest_checkpoint())
    lines = tlog_proof(2, inclusion_proof(2, 300), note).split("\n")

    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 2"]
    end = lines.index("")
    assert [base64.b64decode(line) for line in lines[2:end]] == inclusion_proof(2, 300)
    assert "\n".join(lines[end + 1 :]) == note


def test_cosignatures_follow_the_logs_own_line_in_the_order_of_their_names(grown, session) -> None:
    for name in ("z", "a"):
        session.execute(
            text("insert into log_cosignature values (300, :name, :line, now())"),
            {"name": name, "line": f"— {name} AAAAAAA=\n"},
        )

    note = witnessed_note(latest_checkpoint())

    assert note == latest_checkpoint().note + "— a AAAAAAA=\n— z AAAAAAA=\n"
