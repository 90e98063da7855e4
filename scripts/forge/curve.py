"""Points of short Weierstrass curves in affine form: slow, and apart from the verifier's own."""

from dataclasses import dataclass

Point = tuple[int, int]


@dataclass(frozen=True)
class Curve:
    """y² = x³ - 3x + b modulo p, with a base point of prime order n."""

    p: int
    n: int
    b: int
    base: Point


SM2 = Curve(
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF,
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
    0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
    (
        0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
        0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
    ),
)


def total(curve: Curve, one: Point | None, other: Point | None) -> Point | None:
    """Return the sum of two points; None is the neutral one."""
    if one is None or other is None:
        return one or other
    p = curve.p
    if one[0] == other[0]:
        if (one[1] + other[1]) % p == 0:
            return None
        slope = 3 * (one[0] * one[0] - 1) * pow(2 * one[1], -1, p) % p
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, p) % p
    x = (slope * slope - one[0] - other[0]) % p
    return x, (slope * (one[0] - x) - one[1]) % p


def multiple(curve: Curve, number: int, point: Point) -> Point:
    """Return a multiple that is not the neutral point; raises ValueError for one that is."""
    result: Point | None = None
    step: Point | None = point
    while number:
        if number & 1:
            result = total(curve, result, step)
        step, number = total(curve, step, step), number >> 1
    if result is None:
        raise ValueError("the neutral point")
    return result
