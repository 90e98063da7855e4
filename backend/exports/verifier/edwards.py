"""Ed25519 signatures (RFC 8032), with tables of multiples for each key."""

from __future__ import annotations

import functools
import hashlib

Q = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q
BASE = (
    0x216936D3CD6E53FEC0A4E231FDD6DC5C692CC7609525A7B2C9562D608F25D51A,
    0x6666666666666666666666666666666666666666666666666666666666666658,
)
ROW_BITS = 8
ROWS = 32


def _ed_add(a: tuple[int, int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Add a prepared point (y-x, y+x, 2dxy) to one in extended coordinates."""
    p, q = (a[1] - a[0]) * b[0] % Q, (a[1] + a[0]) * b[1] % Q
    t, z = a[3] * b[2] % Q, 2 * a[2]
    e, f, g, h = q - p, z - t, z + t, q + p
    return (e * f % Q, g * h % Q, f * g % Q, e * h % Q)


def _prepare(points: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int]]:
    products, total = [], 1
    for point in points:
        products.append(total)
        total = total * point[2] % Q
    inverse, result = pow(total, -1, Q), []
    for point, before in zip(reversed(points), reversed(products)):  # noqa: B905 - Python 3.8
        one = inverse * before % Q
        inverse = inverse * point[2] % Q
        x, y = point[0] * one % Q, point[1] * one % Q
        result.append(((y - x) % Q, (y + x) % Q, 2 * D * x * y % Q))
    return result[::-1]


@functools.lru_cache(maxsize=16)
def _ed_multiples(x: int, y: int) -> list[list[tuple[int, int, int]]]:
    rows, base = [], (x, y, 1, x * y % Q)
    for _ in range(ROWS):
        step = _prepare([base])[0]
        row = [base]
        for _ in range(2, 1 << ROW_BITS):
            row.append(_ed_add(row[-1], step))
        base = _ed_add(row[-1], step)
        rows.append(_prepare(row))
    return rows


def _ed_times(
    total: tuple[int, int, int, int], number: int, point: tuple[int, int]
) -> tuple[int, int, int, int]:
    for row in _ed_multiples(*point):
        digit = number & ((1 << ROW_BITS) - 1)
        number >>= ROW_BITS
        if digit:
            total = _ed_add(total, row[digit - 1])
    return total


@functools.lru_cache(maxsize=64)
def _ed_point(encoded: bytes) -> tuple[int, int] | None:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(x2, (Q + 3) // 8, Q)
    if (x * x - x2) % Q:
        x = x * pow(2, (Q - 1) // 4, Q) % Q
    if y >= Q or (x * x - x2) % Q or (x == 0 and sign):
        return None
    return (Q - x if x & 1 != sign else x, y)


def ed25519_verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a signature verifies (RFC 8032 §5.1.7), in its only canonical form."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, s = _ed_point(public), int.from_bytes(signature[32:], "little")
    if key is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    h = int.from_bytes(digest, "little") % ORDER
    # R = s·B - h·A, compared in its encoding: another encoding of R is no signature.
    x, y, z, _ = _ed_times(_ed_times((0, 1, 1, 0), s, BASE), h, (Q - key[0], key[1]))
    inverse = pow(z, -1, Q)
    encoded = y * inverse % Q | (x * inverse % Q & 1) << 255
    return encoded.to_bytes(32, "little") == signature[:32]
