"""What a verifier must know before it opens a package."""

from backend.kernel.db import Json
from backend.ledger import keys, rules


def public_trust() -> Json:
    """Return what a verifier must know beforehand: the log's name and key, the receipts' keys."""
    receipt_key = keys.receipt_public_key()
    return {
        "v": rules.TRUST_FORMAT,
        "origin": keys.log_origin(),
        "log_key": rules.verifier_key(keys.log_origin(), keys.log_public_key()),
        "receipt_keys": [
            {
                "key_id": keys.key_id_of(receipt_key),
                "vkey": rules.verifier_key(keys.receipt_key_name(), receipt_key),
            }
        ],
        "package_format": rules.PACKAGE_FORMAT,
    }
