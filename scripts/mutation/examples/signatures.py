"""Signatures a verifier must accept or refuse, most of them odd in a single number."""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from types import ModuleType
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

from scripts.forge.world import N, ed25519_key, make_phone

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
SM2_VECTOR = (
    0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020,
    0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13,
    0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3,
    0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA,
)
"""GB/T 32918.5, annex A.2."""
SM2_SECRET = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
SM2_MESSAGE = b"message digest"
SM2_SMALL = (
    0x0A3721DB9207E1C46E24F06EC2D2D4D785617828A72B72F62370952E0572E033,
    0x8CE19C69102762056B4EA4ED593676FD3F4CD5F2EA2AA138227401ACFD5708B4,
    0x8FC24480325C48DEB35AC7FEFB486F55A7B36FB063F3B61566898D7F,
    0x8FC24480325C48DEB35AC7FEFB486F55A7B36FB1BA9D092F3CC7A323,
)
"""One of the few signatures whose s has a second name in 256 bits; found among 2³² messages."""
SM2_SMALL_MESSAGE = (5350863293).to_bytes(8)
BITS = 2048
INFO = bytes.fromhex("3031300d060960864801650304020105000420")
Signature = tuple[Any, ...]


class Examples(NamedTuple):
    """What a function must accept and what it must refuse without raising anything."""

    function: str
    good: list[Signature]
    bad: list[Signature]


def signatures_hold(verify: ModuleType) -> bool:
    """Tell whether every signature is judged as it should be."""
    return all(_holds(verify, one) for one in _examples()) and (
        _points_hold(verify) and _no_points_hold(verify)
    )


def _holds(verify: ModuleType, examples: Examples) -> bool:
    verifies = vars(verify)[examples.function]
    return all(verifies(*one) for one in examples.good) and not any(
        verifies(*one) for one in examples.bad
    )


@cache
def _examples() -> list[Examples]:
    return [_raw_p256(), _p256(), _ed25519(), _sm2(), _rsa()]


def _raw_p256() -> Examples:
    phone = make_phone("x", "example")
    signature, spki = phone.sign(b"m"), phone.spki
    r, s = signature[:32], signature[32:]
    pairs = [
        (spki, bytes(64)), (spki, r + bytes(32)), (spki, bytes(32) + s), (spki, signature[:-1]),
        (spki, N.to_bytes(32) + s), (spki, r + N.to_bytes(32)), (spki[:-1], signature),
        (spki[:-1] + bytes([spki[-1] ^ 1]), signature), (spki + b"x", signature),
        (spki, signature[:63] + bytes([signature[63] ^ 1])), (b"x" + spki[1:], signature),
        (spki, signature + b"\0"), (spki, b"\0" + signature),
        (spki[:26] + b"\6" + spki[27:], r + s),
    ]  # fmt: skip
    bad = [(key, one, b"m") for key, one in [*pairs, _short_key(), _short_signature()]]
    return Examples("p256_verifies", [(spki, signature, b"m")], [*bad, (spki, signature, b"n")])


def _short_key() -> tuple[bytes, bytes]:
    """Return a key whose last coordinate needs an octet less, written without it."""
    phones = (make_phone("x", f"example {number}") for number in count())
    phone = next(phone for phone in phones if phone.spki[59] == 0)
    return phone.spki[:59] + phone.spki[60:], phone.sign(b"m")


def _short_signature() -> tuple[bytes, bytes]:
    """Return a signature whose s needs an octet less, written without it."""
    phone = make_phone("x", "example")
    signature = next(one for one in (phone.sign(b"m") for _ in count()) if one[32] == 0)
    return phone.spki, signature[:32] + signature[33:]


def _p256() -> Examples:
    phone, digest = make_phone("x", "example"), hashlib.sha256(b"m").digest()
    signature = phone.sign(b"m")
    x, y = (int.from_bytes(phone.spki[start : start + 32]) for start in (27, 59))
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    numbers = [
        (x, y, r + P, s), (x, y, r + N * P, s), (x, y, *_to_nowhere(phone.key, digest)),
        (x, y, r - P, s), (x, y, r + N, s), (x, y, r, s + N), (x, y, r, s - N),
        (x, y, r, 0), (x, y, r, N), (x + P, y, r, s), (x, y + P, r, s), (x, y + 1, r, s),
        (x, y, r + 1, s),
    ]  # fmt: skip
    good = [(x, y, r, s, digest), (x, y, r, s, digest + b"more")]
    bad = [(*one, digest) for one in numbers]
    return Examples("ecdsa_verifies", good, [*bad, _through_nowhere()])


def _to_nowhere(key: ec.EllipticCurvePrivateKey, digest: bytes) -> tuple[int, int]:
    """Return a signature whose check leads to the neutral point, which has no coordinate."""
    return -int.from_bytes(digest) * pow(key.private_numbers().private_value, -1, N) % N, 1


def _through_nowhere() -> Signature:
    """Return a signature whose check adds a key to its opposite; whoever doubles there accepts."""
    secret = 2
    key, twice = (
        ec.derive_private_key(one, ec.SECP256R1()).public_key().public_numbers()
        for one in (secret, 2 * secret)
    )
    digest = (-twice.x * secret % N).to_bytes(32)
    return key.x, key.y, twice.x, twice.x, digest


def _points_hold(verify: ModuleType) -> bool:
    # x³ - 3x + b is a square at 0, so that a point stands there and p is its other name.
    y = pow(verify.P256.b, (P + 1) // 4, P)
    known = [
        verify._is_on(verify.P256, *point) for point in ((0, y), (P, y), (0, y + P), (0, y + 1))
    ]
    return known == [True, False, False, False]


def _ed25519() -> Examples:
    key: Ed25519PrivateKey = ed25519_key("example")
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"m")
    order = 2**252 + 27742317777372353535851937790883648493
    larger = int.from_bytes(signature[32:], "little") + order
    neutral = bytes([1, *bytes(31)])
    bad = [
        (public, signature[:32] + larger.to_bytes(32, "little")), (public, signature[:-1]),
        (public[:-1], signature), (b"\xff" * 32, signature), (b"\x02" + bytes(31), signature),
        (public, bytes(64)), (public, bytes(32) + signature[32:]), (public, signature + bytes(1)),
        (public + bytes(1), signature), (neutral + bytes(1), neutral + bytes(32)),
        (neutral, neutral + order.to_bytes(32, "little")),
        (public, signature[:63] + bytes([signature[63] ^ 1])),
    ]  # fmt: skip
    more = [ed25519_key(f"example {number}") for number in range(4)]
    good = [(one.public_key().public_bytes_raw(), one.sign(b"m"), b"m") for one in [key, *more]]
    return Examples("ed25519_verifies", good, [(*one, b"m") for one in bad])


def _no_points_hold(verify: ModuleType) -> bool:
    neutral = verify._ed_point(bytes([1, *bytes(31)])) == (0, 1)
    names = [verify.Q.to_bytes(32, "little"), (verify.Q + 1).to_bytes(32, "little"),
             bytes([1, *bytes(30), 0x80]), bytes([2, *bytes(31)])]  # fmt: skip
    return neutral and all(verify._ed_point(one) is None for one in names)


def _sm2() -> Examples:
    x, y, r, s = SM2_VECTOR
    n = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
    p = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
    numbers = [
        (x, y, r ^ 1, s), (x, y, r, s ^ 1), (x, y ^ 1, r, s), (x, y, 0, s), (x, y, r, 0),
        (x, y, r, n - r), (x, y, r + n, s), (x, y, r - n, s), (x, y, r, s + n), (x, y, r, s - n),
        (x + p, y, r, s), (x, y + p, r, s), (x, y, 1, -SM2_SECRET * pow(1 + SM2_SECRET, -1, n) % n),
    ]  # fmt: skip
    good = [(x, y, r, s, SM2_MESSAGE), (*SM2_SMALL, SM2_SMALL_MESSAGE)]
    renamed = (*SM2_SMALL[:3], SM2_SMALL[3] + n, SM2_SMALL_MESSAGE)
    return Examples("sm2_ok", good, [*((*one, SM2_MESSAGE) for one in numbers), renamed])


class _Rsa(NamedTuple):
    key: rsa.RSAPrivateKey
    n: int
    p: int
    q: int


@cache
def _blum(size: int = BITS) -> _Rsa:
    """Return a key under which squares have square roots that are squares."""
    while True:
        key = rsa.generate_private_key(65537, size)
        numbers = key.private_numbers()
        if numbers.p % 4 == numbers.q % 4 == 3:
            return _Rsa(key, numbers.public_numbers.n, numbers.p, numbers.q)


def _padded(message: bytes, size: int) -> int:
    digest = INFO + hashlib.sha256(message).digest()
    return int.from_bytes(b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest)


def _messages() -> Iterator[bytes]:
    return (b"message %d" % number for number in count())


def _even_root(key: _Rsa, times: int) -> tuple[bytes, bytes]:
    """Return a message with the root that squaring so many times leads back from."""
    for message in _messages():
        number = _padded(message, BITS // 8)
        if all(pow(number, (prime - 1) // 2, prime) == 1 for prime in (key.p, key.q)):
            break
    roots = [pow(number, pow((prime + 1) // 4, times, prime - 1), prime) for prime in key[2:]]
    root = roots[0] + key.p * ((roots[1] - roots[0]) * pow(key.p, -1, key.q) % key.q)
    return root.to_bytes(BITS // 8), message


def _signed(key: _Rsa, is_wanted: Callable[[bytes], bool]) -> tuple[bytes, bytes]:
    """Return the first message whose signature is as wanted, with that signature."""
    for message in _messages():
        signature = key.key.sign(message, padding.PKCS1v15(), SHA256())
        if is_wanted(signature):
            return signature, message
    raise ValueError("no such message")


def _rsa() -> Examples:
    key, e, name = _blum(), 65537, "sha256"
    n, size = key.n, BITS // 8
    pad = padding.PKCS1v15()
    signature = key.key.sign(b"m", pad, SHA256())
    low, of_low = _signed(key, lambda one: int.from_bytes(one) + n < 1 << BITS)
    short, of_short = _signed(key, lambda one: one[0] == 0)
    square, of_square = _even_root(key, 1)
    deep, of_deep = _even_root(key, 64)
    small = _blum(BITS - 1)
    good = [
        (n, e, signature, b"m", name), (n, e, key.key.sign(b"m", pad, SHA384()), b"m", "sha384"),
        (n, e, key.key.sign(b"m", pad, SHA512()), b"m", "sha512"), (n, e, low, of_low, name),
        (n, e, short, of_short, name),
    ]  # fmt: skip
    bad = [
        (n, e, signature, b"n", name), (n, e, signature, b"m", "sha512"),
        (n, e, b"\0" + signature, b"m", name), (n, e, short[1:], of_short, name),
        (n, e, (int.from_bytes(low) + n).to_bytes(size), of_low, name),
        (n, 1, _padded(b"m", size).to_bytes(size), b"m", name),
        (n, 2, square, of_square, name), (n, 1 << 64, deep, of_deep, name),
        (small.n, e, small.key.sign(b"m", pad, SHA256()), b"m", name),
    ]  # fmt: skip
    return Examples("rsa_verifies", good, bad)
