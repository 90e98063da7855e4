"""The newest checkpoint is stamped by every authority, once, whatever one of them does."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from backend.anchors import anchor_checkpoint, anchors_of, first_anchors_over, last_anchors_up_to
from backend.anchors.jobs import anchor_log
from backend.anchors.service.checking import LIBRARY
from backend.kernel.ids import new_id
from backend.ledger import latest_checkpoint, signer
from tests.anchors.conftest import openssl_accepts
from tests.ledger.chains import append
from tests.proofs import settings_with


@pytest.fixture
def grow(city, session, provers):
    """Add events and sign them."""

    def by(count: int) -> int:
        for _ in range(count):
            append(city, new_id())
        session.commit()
        signer.sign_waiting(provers.folder)
        return latest_checkpoint().tree_size

    return by


@pytest.fixture
def trusting(provers, http_authority):
    """Settings with the HTTP authority beside a local one, and its root in the key folder."""
    root = provers.app.extensions["settings"].key_dir / "tsa" / "far-root.pem"
    root.write_bytes(http_authority.authority.root.public_bytes(Encoding.PEM))
    with settings_with(provers.app, tsa={"far": http_authority.url, "local-a": "local:a"}):
        yield http_authority
    root.unlink()


def names(size: int) -> list[str]:
    return [anchor.authority_name for anchor in anchors_of(size)]


def test_both_authorities_stamp_the_exact_note(provers, grow, tmp_path) -> None:
    size = grow(3)

    anchor_log()

    anchors, note = anchors_of(size), latest_checkpoint().note.encode()
    assert [anchor.authority_name for anchor in anchors] == ["local-a", "local-b"]
    assert [(anchor.note, anchor.checked_with) for anchor in anchors] == [(note, LIBRARY)] * 2


def test_the_log_is_stamped_every_ten_minutes_while_it_grows(
    provers, grow, session, fake_clock
) -> None:
    counts = []
    for minutes, growth in ((0, 1), (0, 1), (9, 0), (2, 0), (11, 0), (11, 1)):
        fake_clock.advance(minutes=minutes)
        grow(growth)
        anchor_log()
        counts.append(session.scalar(text("select count(*) from anchor")))

    assert counts == [2, 2, 2, 4, 4, 6]


def test_an_empty_log_is_not_stamped(provers, grow, session) -> None:
    grow(0)

    anchor_log()

    assert session.scalar(text("select count(*) from anchor")) == 0


def test_a_real_authority_over_http_is_kept_with_its_raw_reply(
    provers, grow, trusting, tmp_path
) -> None:
    (far, near) = anchor_checkpoint(grow(2))

    assert (far.authority_name, near.authority_name) == ("far", "local-a")
    assert openssl_accepts(far.reply, far.note, trusting.authority.root, tmp_path)
    assert trusting.asked == ["application/timestamp-query"]


@pytest.mark.parametrize(
    ("status", "content_type"),
    [
        (500, "application/timestamp-reply"),
        (302, "application/timestamp-reply"),
        (200, "text/html"),
    ],
)
def test_an_authority_that_answers_otherwise_does_not_stop_the_other(
    provers, grow, trusting, status, content_type
) -> None:
    trusting.status, trusting.content_type = status, content_type
    size = grow(1)

    anchor_checkpoint(size)
    assert names(size) == ["local-a"]

    trusting.status, trusting.content_type = 200, "application/timestamp-reply"
    anchor_checkpoint(size)
    assert names(size) == ["far", "local-a"]


def test_an_authority_that_is_away_or_unknown_is_left_out(provers, grow) -> None:
    size = grow(1)
    tsa = {"away": "http://127.0.0.1:1/", "odd": "file:///etc/passwd", "local-a": "local:a"}

    with settings_with(provers.app, tsa=tsa):
        anchor_checkpoint(size)

    assert names(size) == ["local-a"]


def test_a_stamp_under_another_root_is_not_kept(provers, grow, http_authority) -> None:
    folder = provers.app.extensions["settings"].key_dir / "tsa"
    (folder / "rogue-root.pem").write_bytes((folder / "a-root.pem").read_bytes())

    with settings_with(provers.app, tsa={"rogue": http_authority.url}):
        assert anchor_checkpoint(grow(1)) == []
    (folder / "rogue-root.pem").unlink()


def test_sm3_stamps_are_kept_too(provers, grow, trusting, tmp_path) -> None:
    with settings_with(provers.app, tsa={"far": trusting.url + "#sm3", "own": "local:a#sm3"}):
        anchors = anchor_checkpoint(grow(1))

    assert [anchor.authority_name for anchor in anchors] == ["far", "own"]
    assert openssl_accepts(anchors[0].reply, anchors[0].note, trusting.authority.root, tmp_path)


def test_a_size_that_was_never_signed_is_not_stamped(provers, grow) -> None:
    grow(3)

    assert anchor_checkpoint(2) == []


def test_anchors_bracket_a_leaf(provers, grow) -> None:
    for count in (2, 3, 4):
        anchor_checkpoint(grow(count))

    assert {anchor.tree_size for anchor in first_anchors_over(2)} == {5}
    assert {anchor.tree_size for anchor in first_anchors_over(1)} == {2}
    assert first_anchors_over(9) == []
    assert first_anchors_over(5, up_to=8) == []
    assert {anchor.tree_size for anchor in last_anchors_up_to(8)} == {5}
    assert last_anchors_up_to(1) == []


def test_stamps_follow_the_applications_clock(provers, grow, fake_clock) -> None:
    fake_clock.advance(days=100)

    (anchor, _) = anchor_checkpoint(grow(1))

    assert (anchor.gen_time - datetime.now(UTC)).days >= 99


@pytest.mark.parametrize("statement", ["delete from anchor", "delete from log_cosignature"])
def test_what_outsiders_said_is_written_once(provers, grow, session, statement) -> None:
    grow(1)
    anchor_log()

    with pytest.raises(DatabaseError, match="is written once"), session.begin_nested():
        session.execute(text(statement))


def paper(**changes: object) -> dict[str, object]:
    checkpoint = latest_checkpoint()
    return {
        "tree_size": checkpoint.tree_size,
        "root": checkpoint.root.hex(),
        "register": "法制科登记簿 2026-03",
        "stamped_at": "2026-11-22T06:00:00.000Z",
        "page": "cGFnZQ==",
        **changes,
    }


def test_a_root_filed_on_paper_is_recorded_by_the_liaison(provers, grow, signed_in) -> None:
    size = grow(2)
    liaison = signed_in("zheng")

    answer = liaison.post("/log/anchors", paper())

    assert answer.status_code == 201, answer.text
    assert answer.json["kind"] == "paper_register"
    (anchor,) = anchors_of(size)
    assert (anchor.reply, anchor.checked_with) == (b"page", "person")
    assert first_anchors_over(0) == []


@pytest.mark.parametrize("changes", [{"tree_size": 99}, {"root": "00" * 32}])
def test_a_root_the_log_never_signed_is_not_recorded(provers, grow, signed_in, changes) -> None:
    grow(2)

    answer = signed_in("zheng").post("/log/anchors", paper(**changes))

    assert (answer.status_code, answer.json["code"]) == (404, "checkpoint_unknown")


def test_others_may_not_record_paper(provers, grow, signed_in) -> None:
    grow(2)

    assert signed_in("wang").post("/log/anchors", paper()).status_code == 403


def test_status_tells_what_is_behind(provers, grow, signed_in, fake_clock) -> None:
    grow(2)
    provers.make_log_current()
    person = signed_in("zheng")
    well = person.get("/log/status").json

    fake_clock.advance(minutes=30)
    grow(1)
    fake_clock.advance(minutes=30)
    late = person.get("/log/status").json

    assert well["tree_size"] == 2
    assert well["witness"]["tree_size"] == 2
    assert [one["problem"] for one in (well["witness"], *well["authorities"])] == [None] * 3
    assert {anchor["authority_name"] for anchor in well["anchors"]} == {"local-a", "local-b"}
    assert [one["problem"] for one in (late["witness"], *late["authorities"])] == ["behind"] * 3


def test_status_tells_since_when_events_wait(provers, city, session, signed_in) -> None:
    append(city, new_id())
    session.commit()

    status = signed_in("zheng").get("/log/status").json

    assert (status["queued"], status["checkpoint"], status["heads"]) == (1, None, None)
    assert status["oldest_queued_at"] is not None
