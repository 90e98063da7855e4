"""The log submits its newest checkpoint and keeps only cosignatures that hold."""

import pytest
from sqlalchemy import text

from backend.kernel import notes
from backend.kernel.ids import new_id
from backend.ledger import latest_checkpoint, public_trust, signer, witness_newest, witnessed_note
from tests.ledger.chains import append
from tests.ledger.test_signer import alter
from tests.proofs import settings_with


@pytest.fixture
def grow(city, session, provers):
    """Add events and sign them."""

    def by(count: int) -> None:
        for _ in range(count):
            append(city, new_id())
        session.commit()
        signer.sign_waiting(provers.folder)

    return by


def cosignatures(session) -> list[int]:
    rows = session.execute(text("select tree_size from log_cosignature order by 1"))
    return [size for (size,) in rows]


def test_newest_checkpoint_gets_the_witness_line(provers, grow) -> None:
    grow(3)

    witness_newest()

    assert notes.cosigned_at(witnessed_note(latest_checkpoint()), provers.witness) is not None


def test_a_checkpoint_is_submitted_once_and_sizes_in_between_are_left_out(
    provers, grow, session
) -> None:
    for count in (2, 3):
        grow(count)
    witness_newest()
    witness_newest()
    grow(4)
    witness_newest()

    assert cosignatures(session) == [5, 9]


def test_a_log_that_forgot_what_the_witness_knows_asks_again_from_there(
    provers, grow, session
) -> None:
    grow(3)
    witness_newest()
    alter(session, "delete from log_cosignature")
    grow(2)

    witness_newest()

    assert cosignatures(session) == [5]


def test_a_line_of_another_witness_is_not_kept(provers, grow, session) -> None:
    grow(1)
    (url,) = provers.app.extensions["settings"].witnesses
    stranger = notes.VerifierKey(provers.witness.name, notes.COSIGNATURE, b"x" * 32)

    with settings_with(provers.app, witnesses={url: str(stranger)}):
        witness_newest()

    assert cosignatures(session) == []


def test_a_witness_that_is_away_leaves_the_log_as_it_is(provers, grow, session) -> None:
    grow(1)

    with settings_with(provers.app, witnesses={"http://127.0.0.1:1": str(provers.witness)}):
        witness_newest()

    assert cosignatures(session) == []


def test_trust_names_witnesses_and_roots(provers, client, session) -> None:
    trust = client.get("/api/v1/log/trust").json

    assert trust == public_trust()
    assert trust["v"] == "xunzheng.trust/2"
    assert trust["witness_keys"] == [str(provers.witness)]
    assert [root["name"] for root in trust["tsa_roots"]] == ["local-a", "local-b"]
    assert trust["max_anchor_delay_s"] == 86400
