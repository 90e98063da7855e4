"""Keys that sign certificates and stamps: RSA, ECDSA and SM2, each the same for the same name."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from scripts.forge.curve import SM2, multiple
from scripts.forge.der import bits, integer, oid, sequence
from scripts.forge.world import N, secret_of

RSA_SHA256, RSA_KEY = "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"
EC_KEY, EC_SHA256 = "1.2.840.10045.2.1", "1.2.840.10045.4.3.2"
EC_SHA384, EC_SHA512 = "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"
P256_CURVE, SM2_CURVE, SM2_SM3 = (
    "1.2.840.10045.3.1.7", "1.2.156.10197.1.301", "1.2.156.10197.1.501",
)  # fmt: skip
SM2_IDENTITY = b"1234567812345678"
DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512(),
}  # fmt: skip


@dataclass(frozen=True)
class Key:
    """A signer: its public key as certificates hold it, its algorithm, and how it signs."""

    spki: bytes
    algorithm: str
    sign: Callable[[bytes], bytes]


def public_of_curve(curve: str, point: bytes, kind: str = EC_KEY) -> bytes:
    """Return a SubjectPublicKeyInfo of a point of a curve."""
    return sequence(sequence(oid(kind), oid(curve)), bits(point))


@cache
def p256(name: str, digest: str = "sha256", algorithm: str = EC_SHA256) -> Key:
    """Return a P-256 key that signs over that digest."""
    secret = int.from_bytes(secret_of(name), "big") % (N - 1) + 1
    private = ec.derive_private_key(secret, ec.SECP256R1())
    form = Encoding.X962, PublicFormat.UncompressedPoint
    point = private.public_key().public_bytes(*form)

    def sign(message: bytes) -> bytes:
        if digest == "sm3":
            over = hashlib.new("sm3", message).digest()
            return private.sign(over, ec.ECDSA(Prehashed(hashes.SHA256())))
        return private.sign(message, ec.ECDSA(DIGESTS[digest]))

    return Key(public_of_curve(P256_CURVE, point), algorithm, sign)


@cache
def rsa_key(size: int = 2048) -> Key:
    """Return an RSA key that signs by PKCS #1 v1.5 over SHA-256; another in each process."""
    private = rsa.generate_private_key(65537, size)
    spki = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Key(spki, RSA_SHA256, lambda m: private.sign(m, padding.PKCS1v15(), DIGESTS["sha256"]))


@cache
def sm2(name: str) -> Key:
    """Return an SM2 key that signs over SM3 under the usual identity."""
    secret = int.from_bytes(secret_of(name), "big") % (SM2.n - 2) + 1
    x, y = multiple(SM2, secret, SM2.base)
    point = b"\x04" + x.to_bytes(32) + y.to_bytes(32)
    return Key(
        public_of_curve(SM2_CURVE, point), SM2_SM3, lambda m: _sm2_signature(secret, (x, y), m)
    )


def _sm2_signature(secret: int, public: tuple[int, int], message: bytes) -> bytes:
    n = SM2.n
    numbers = (SM2.p - 3, SM2.b, *SM2.base, *public)
    known = b"".join(number.to_bytes(32) for number in numbers)
    length = (8 * len(SM2_IDENTITY)).to_bytes(2)
    identity = hashlib.new("sm3", length + SM2_IDENTITY + known).digest()
    e = int.from_bytes(hashlib.new("sm3", identity + message).digest())
    k = int.from_bytes(secret_of(f"{secret} {message.hex()}")) % (n - 1) + 1
    r = (e + multiple(SM2, k, SM2.base)[0]) % n
    s = pow(1 + secret, -1, n) * (k - r * secret) % n
    return sequence(integer(r), integer(s))
