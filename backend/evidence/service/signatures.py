"""The signatures under capture records."""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_public_key

from backend.accounts import p256_verifies
from backend.evidence.rules.capture import SignedCapture


def signature_is_valid(public_key: bytes, capture: SignedCapture) -> bool:
    """Tell whether a capture's signature verifies under a device's SPKI key."""
    key = _public_key(public_key)
    if not isinstance(key, EllipticCurvePublicKey):
        return False
    return p256_verifies(key, capture.signature, capture.signed_bytes)


@lru_cache(maxsize=4096)
def _public_key(spki: bytes) -> PublicKeyTypes:
    # Reading a key takes longer than verifying with it.
    return load_der_public_key(spki)
