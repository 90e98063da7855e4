"""Signing receipts."""

from dataclasses import dataclass

from backend.kernel.db import Json
from backend.kernel.jcs import canonical_bytes
from backend.ledger import keys, rules


@dataclass(frozen=True)
class SignedReceipt:
    """A receipt: the statement's exact bytes, the Ed25519 signature over them, the key's id."""

    statement: bytes
    signature: bytes
    key_id: str


def sign_receipt(statement: Json) -> SignedReceipt:
    """Sign what was received; format, key id and the promise of inclusion are added here.

    Raises KeyMissing where the receipts' private key is not at hand.
    """
    key = keys.receipt_private_key()
    key_id = keys.key_id_of(key.public_key())
    whole = {
        **statement,
        "v": rules.RECEIPT_FORMAT,
        "key_id": key_id,
        "include_within_s": rules.INCLUDE_WITHIN_S,
    }
    signed = canonical_bytes(whole)
    return SignedReceipt(signed, key.sign(signed), key_id)
