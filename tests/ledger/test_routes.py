"""The log's public face."""

import base64
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from backend.ledger import keys, rules, sign_receipt, signer
from backend.ledger.models import LogCheckpoint

STATEMENT = {
    "exhibit_id": "e", "sha256": "0" * 64, "sm3": "1" * 64, "size": 3, "event_hash": "2" * 64,
    "issued_at": "2026-11-22T06:05:00.000Z",
}  # fmt: skip


def test_everybody_may_read_the_newest_checkpoint(client, session, tmp_path) -> None:
    assert client.get("/api/v1/log/checkpoint").status_code == 404
    signer.sign_waiting(tmp_path)

    answer = client.get("/api/v1/log/checkpoint")

    assert answer.content_type == "text/plain; charset=utf-8"
    assert rules.note_is_signed(answer.text, "xunzheng.example/log", keys.log_public_key())


def test_checkpoint_tells_phones_when_it_was_signed(client, session, tmp_path) -> None:
    signer.sign_waiting(tmp_path)
    issued_at = session.scalar(select(LogCheckpoint.issued_at))

    answer = client.get("/api/v1/log/checkpoint")

    assert answer.last_modified == issued_at.replace(microsecond=0)


def test_trust_names_the_log_and_the_receipt_keys(client, session) -> None:
    trust = client.get("/api/v1/log/trust").json

    assert trust["origin"] == "xunzheng.example/log"
    assert trust["log_key"].startswith("xunzheng.example/log+")
    assert trust["receipt_keys"][0]["key_id"] == keys.key_id_of(keys.receipt_public_key())


def test_receipt_verifies_under_the_published_key(client, session) -> None:
    receipt = sign_receipt(STATEMENT)
    published = client.get("/api/v1/log/trust").json["receipt_keys"][0]
    raw = base64.b64decode(published["vkey"].split("+", 2)[2])[1:]

    Ed25519PublicKey.from_public_bytes(raw).verify(receipt.signature, receipt.statement)
    statement = json.loads(receipt.statement)
    assert statement["key_id"] == published["key_id"] == receipt.key_id
    assert statement["include_within_s"] == 60
