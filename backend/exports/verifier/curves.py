"""Signatures on the curves P-256 and SM2, with tables of multiples for each key."""

from __future__ import annotations

import functools
import hashlib
from typing import Any, NamedTuple

from backend.exports.verifier.digests import new_sm3

NEUTRAL = (1, 1, 0)
BASE_BITS, KEY_BITS = 8, 6


class Curve(NamedTuple):
    """y² = x³ - 3x + b over the prime field of p, with a generator of prime order n."""

    p: int
    n: int
    b: int
    x: int
    y: int


P256 = Curve(
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
SM2 = Curve(
    2**256 - 2**224 - 2**96 + 2**64 - 1,
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
    0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
SPKI_P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + b"\x04"
SM2_IDENTITY = b"1234567812345678"


def _double(curve: Curve, a: tuple[int, int, int]) -> tuple[int, int, int]:
    p = curve.p
    z2 = a[2] * a[2] % p
    slope = 3 * (a[0] - z2) * (a[0] + z2) % p
    y2 = a[1] * a[1] % p
    s = 4 * a[0] * y2 % p
    x = (slope * slope - 2 * s) % p
    return (x, (slope * (s - x) - 8 * y2 * y2) % p, 2 * a[1] * a[2] % p)


def _add(curve: Curve, a: tuple[int, int, int], b: tuple[int, int]) -> tuple[int, int, int]:
    """Add an affine point to one in Jacobian coordinates; z = 0 is the neutral point."""
    x1, y1, z1 = a
    if not z1:
        return (b[0], b[1], 1)
    p = curve.p
    z2 = z1 * z1 % p
    h, r = (b[0] * z2 - x1) % p, (b[1] * z1 * z2 - y1) % p
    if not h:
        return NEUTRAL if r else _double(curve, a)
    h2 = h * h % p
    h3, v = h * h2 % p, x1 * h2 % p
    x = (r * r - h3 - 2 * v) % p
    return (x, (r * (v - x) - y1 * h3) % p, h * z1 % p)


def _affine(curve: Curve, points: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Return points, none of them neutral, in affine form with one inversion for all."""
    p, products, total = curve.p, [], 1
    for _, _, z in points:
        products.append(total)
        total = total * z % p
    inverse, result = pow(total, -1, p), []
    for (x, y, z), before in zip(reversed(points), reversed(products)):  # noqa: B905 - Python 3.8
        one = inverse * before % p
        inverse = inverse * z % p
        result.append((x * one * one % p, y * one * one * one % p))
    return result[::-1]


@functools.lru_cache(maxsize=128)
def _multiples(curve: Curve, x: int, y: int, bits: int) -> list[list[tuple[int, int]]]:
    """Return 1·2^i·P, 2·2^i·P … for every i that is a multiple of `bits`, as many as fit into so
    many bits, so that a product needs additions only.
    """
    rows, base = [], (x, y)
    for _ in range(0, curve.n.bit_length(), bits):
        row = [(base[0], base[1], 1)]
        for _ in range(2, 1 << bits):
            row.append(_add(curve, row[-1], base))
        row.append(_add(curve, row[-1], base))
        flat = _affine(curve, row)
        base = flat.pop()
        rows.append(flat)
    return rows


def _times_and_sum(curve: Curve, u: int, v: int, key: tuple[int, int]) -> tuple[int, int, int]:
    """Return u·G + v·key."""
    total = NEUTRAL
    for number, point, bits in ((u, (curve.x, curve.y), BASE_BITS), (v, key, KEY_BITS)):
        for row in _multiples(curve, point[0], point[1], bits):
            digit = number & ((1 << bits) - 1)
            number >>= bits
            if digit:
                total = _add(curve, total, row[digit - 1])
    return total


def _is_on(curve: Curve, x: int, y: int) -> bool:
    return x < curve.p and y < curve.p and (y * y - (x * x - 3) * x - curve.b) % curve.p == 0


def ecdsa_verifies(x: int, y: int, r: int, s: int, digest: bytes) -> bool:
    """Tell whether an ECDSA signature on P-256 verifies over a message's digest."""
    n = P256.n
    if not _is_on(P256, x, y) or not 0 < r < n or not 0 < s < n:
        return False
    w = pow(s, -1, n)
    e = int.from_bytes(digest[:32], "big")
    total = _times_and_sum(P256, e * w % n, r * w % n, (x, y))
    return bool(total[2]) and (total[0] * pow(total[2], -2, P256.p) - r) % P256.p % n == 0


def p256_verifies(spki: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a raw r‖s signature (ECDSA, SHA-256) verifies under an SPKI public key."""
    if len(spki) != 91 or not spki.startswith(SPKI_P256) or len(signature) != 64:
        return False
    x, y = int.from_bytes(spki[27:59], "big"), int.from_bytes(spki[59:], "big")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    return ecdsa_verifies(x, y, r, s, hashlib.sha256(message).digest())


def _sm3(data: bytes) -> bytes:
    sm3: Any = new_sm3(len(data))
    if sm3 is None:
        raise ValueError("SM3 cannot be computed here")
    sm3.update(data)
    return bytes.fromhex(sm3.hexdigest())


def sm2_ok(x: int, y: int, r: int, s: int, message: bytes) -> bool:
    """Tell whether an SM2 signature (GB/T 32918.2, SM3, the usual identity) verifies."""
    n, p = SM2.n, SM2.p
    if not _is_on(SM2, x, y) or not 0 < r < n or not 0 < s < n or not (r + s) % n:
        return False
    numbers = (p - 3, SM2.b, SM2.x, SM2.y, x, y)
    length = (8 * len(SM2_IDENTITY)).to_bytes(2, "big")
    known = b"".join(number.to_bytes(32, "big") for number in numbers)
    e = int.from_bytes(_sm3(_sm3(length + SM2_IDENTITY + known) + message), "big")
    total = _times_and_sum(SM2, s, (r + s) % n, (x, y))
    return bool(total[2]) and (e + total[0] * pow(total[2], -2, p) % p - r) % n == 0
