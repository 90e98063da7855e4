"""What a verifier must know before it opens a package; features above add their parts."""

from collections.abc import Callable

from backend.kernel.db import Json
from backend.ledger import keys, rules

Part = Callable[[], Json]
_parts: list[Part] = []


def adds_to_trust(part: Part) -> Part:
    """Declare that what the function returns belongs into trust.json too."""
    _parts.append(part)
    return part


def public_trust() -> Json:
    """Return what a verifier must know beforehand: the log's name and keys, the receipts' keys,
    witnesses, and what other features declared.
    """
    receipt_key = keys.receipt_public_key()
    trust: Json = {
        "v": rules.TRUST_FORMAT,
        "origin": keys.log_origin(),
        "log_key": rules.verifier_key(keys.log_origin(), keys.log_public_key()),
        "receipt_keys": [
            {
                "key_id": keys.key_id_of(receipt_key),
                "vkey": rules.verifier_key(keys.receipt_key_name(), receipt_key),
            }
        ],
        "witness_keys": [str(vkey) for _, vkey in keys.witnesses()],
        "tsa_roots": [],
        "report_roots": [],
        "max_anchor_delay_s": keys.max_anchor_delay_s(),
        "package_format": rules.PACKAGE_FORMAT,
    }
    if (second := keys.sm2_vkey()) is not None:
        trust["log_sm2_key"] = str(second)
    for part in _parts:
        trust |= part()
    return trust
