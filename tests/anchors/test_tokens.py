"""A time stamp counts only when it is over our bytes and under a root we trust."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from backend.anchors.errors import TokenInvalid
from backend.anchors.rules import tokens
from backend.anchors.rules.requests import build_request
from backend.anchors.service import local_authority
from backend.anchors.service.checking import LIBRARY, OWN, check_reply
from tests.anchors.conftest import openssl_accepts

NOTE = "xunzheng.example/log\n5\nAAAA\nsm3-root BBBB\n\n— x y\n".encode()
NONCE = 2**62 + 7
pytestmark = pytest.mark.unit


def ask(algorithm: str = "sha256", note: bytes = NOTE) -> bytes:
    return build_request(note, algorithm, NONCE)


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Path:
    """The folder of two authorities of our own."""
    folder = tmp_path_factory.mktemp("own")
    for name in ("a", "b"):
        local_authority.make_authority(folder, name)
    return folder


def root_in(folder: Path, name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / f"{name}-root.pem").read_bytes())


def test_local_stamp_is_accepted_by_openssl_the_library_and_our_parser(own, tmp_path) -> None:
    reply, root = local_authority.stamp(own, "a", ask()), root_in(own, "a")

    assert openssl_accepts(reply, NOTE, root, tmp_path)
    assert check_reply(reply, NOTE, "sha256", NONCE, root).checked_with == LIBRARY
    tokens.check_signature(tokens.read_token(reply), root)


def test_real_authoritys_stamp_is_accepted_by_all_three(authority, tmp_path) -> None:
    reply = authority.reply(ask())

    assert openssl_accepts(reply, NOTE, authority.root, tmp_path)
    checked = check_reply(reply, NOTE, "sha256", NONCE, authority.root)
    assert checked.checked_with == LIBRARY
    assert abs((datetime.now(UTC) - checked.gen_time).total_seconds()) < 60
    tokens.check_signature(tokens.read_token(reply), authority.root)


def test_a_stamp_the_library_cannot_read_is_checked_by_our_parser(authority, tmp_path) -> None:
    authority.configure(f"certs = {authority.folder}/ca.pem")
    reply = authority.reply(ask())

    assert openssl_accepts(reply, NOTE, authority.root, tmp_path)
    assert check_reply(reply, NOTE, "sha256", NONCE, authority.root).checked_with == OWN


def test_sm3_imprints_are_accepted(authority, own) -> None:
    for reply, root in (
        (authority.reply(ask("sm3")), authority.root),
        (local_authority.stamp(own, "a", ask("sm3")), root_in(own, "a")),
    ):
        assert check_reply(reply, NOTE, "sm3", NONCE, root).checked_with == LIBRARY
        with pytest.raises(TokenInvalid, match="时间戳无效"):
            check_reply(reply, NOTE, "sha256", NONCE, root)


@pytest.mark.parametrize("readable", [True, False])
@pytest.mark.parametrize(
    ("note", "nonce", "algorithm"),
    [(NOTE + b"x", NONCE, "sha256"), (NOTE, NONCE + 1, "sha256"), (NOTE, NONCE, "sm3")],
)
def test_other_bytes_other_questions_and_other_digests_are_refused(
    authority, note, nonce, algorithm, readable
) -> None:
    authority.configure("" if readable else f"certs = {authority.folder}/ca.pem")
    reply = authority.reply(ask())

    with pytest.raises(TokenInvalid):
        check_reply(reply, note, algorithm, nonce, authority.root)


@pytest.mark.parametrize("readable", [True, False])
def test_a_rogue_authority_is_refused(authority, own, readable) -> None:
    authority.configure("" if readable else f"certs = {authority.folder}/ca.pem")
    reply = authority.reply(ask())

    with pytest.raises(TokenInvalid):
        check_reply(reply, NOTE, "sha256", NONCE, root_in(own, "a"))


EDITS = {
    "its time": (b"\x18\x0f20", b"\x18\x0f19"),
    "its digest": (hashlib.sha256(NOTE).digest(), hashlib.sha256(b"other").digest()),
    "its policy": (b"\x2a\x03\x04\x01", b"\x2a\x03\x04\x02"),
}


@pytest.mark.parametrize("what", EDITS)
def test_edited_facts_are_refused_by_both_checks(authority, what) -> None:
    reply = authority.reply(ask())
    edited = reply.replace(*EDITS[what])

    assert edited != reply
    with pytest.raises(TokenInvalid):
        check_reply(edited, NOTE, "sha256", NONCE, authority.root)
    with pytest.raises(TokenInvalid, match="时间戳无效"):
        tokens.check_signature(tokens.read_token(edited), authority.root)


def test_every_flipped_byte_of_a_stamp_is_refused(authority) -> None:
    authority.configure(f"certs = {authority.folder}/ca.pem")
    reply = authority.reply(ask())
    honest = tokens.read_token(reply)

    for place in range(0, len(reply), 7):
        flipped = reply[:place] + bytes([reply[place] ^ 1]) + reply[place + 1 :]
        try:
            checked = check_reply(flipped, NOTE, "sha256", NONCE, authority.root)
        except TokenInvalid:
            continue
        # What no signature covers may differ: the other certificates and the status' words.
        assert checked.gen_time == honest.gen_time


@pytest.mark.parametrize("span", [("2001-01-01", "2002-01-01"), ("2049-01-01", "2050-01-01")])
def test_a_certificate_not_valid_at_the_stamps_time_is_refused(tmp_path, monkeypatch, span) -> None:
    since, until = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in span)
    monkeypatch.setattr(local_authority, "FROM", since)
    monkeypatch.setattr(local_authority, "UNTIL", until)
    local_authority.make_authority(tmp_path, "c")
    reply, root = local_authority.stamp(tmp_path, "c", ask()), root_in(tmp_path, "c")

    with pytest.raises(TokenInvalid):
        check_reply(reply, NOTE, "sha256", NONCE, root)
    with pytest.raises(TokenInvalid):
        tokens.check_signature(tokens.read_token(reply), root)


def test_a_stamp_outlives_its_certificate(tmp_path, monkeypatch, fake_clock) -> None:
    monkeypatch.setattr(local_authority, "UNTIL", datetime(2030, 1, 1, tzinfo=UTC))
    local_authority.make_authority(tmp_path, "c")
    reply, root = local_authority.stamp(tmp_path, "c", ask()), root_in(tmp_path, "c")
    fake_clock.advance(days=4000)

    assert check_reply(reply, NOTE, "sha256", NONCE, root).checked_with == LIBRARY


def test_a_certificate_for_anything_else_stamps_nothing(tmp_path, monkeypatch) -> None:
    purpose = x509.oid.ExtendedKeyUsageOID.CODE_SIGNING
    monkeypatch.setattr(local_authority.ExtendedKeyUsageOID, "TIME_STAMPING", purpose)
    local_authority.make_authority(tmp_path, "c")
    monkeypatch.undo()
    reply, root = local_authority.stamp(tmp_path, "c", ask()), root_in(tmp_path, "c")

    with pytest.raises(TokenInvalid):
        check_reply(reply, NOTE, "sha256", NONCE, root)
    with pytest.raises(TokenInvalid):
        tokens.check_signature(tokens.read_token(reply), root)


@pytest.mark.parametrize("reply", [b"", b"\x30\x00", b"no token", b"\x30\x80" * 50])
def test_what_is_no_reply_is_refused(own, reply) -> None:
    with pytest.raises(TokenInvalid):
        check_reply(reply, NOTE, "sha256", NONCE, root_in(own, "a"))
