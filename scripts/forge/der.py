"""Writing DER by hand, odd where a forger wants it odd."""

from datetime import datetime

SEQUENCE, SET, INTEGER, BIT_STRING, OCTET_STRING, UTF8 = 0x30, 0x31, 2, 3, 4, 12
OID, BOOLEAN, UTC_TIME, GENERAL_TIME = 6, 1, 0x17, 0x18


def der(tag: int, *parts: bytes) -> bytes:
    """Return one element around the others."""
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content


def sequence(*parts: bytes) -> bytes:
    """Return a SEQUENCE of elements."""
    return der(SEQUENCE, *parts)


def integer(number: int) -> bytes:
    """Return an INTEGER."""
    return der(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, signed=True))


def octets(content: bytes) -> bytes:
    """Return an OCTET STRING."""
    return der(OCTET_STRING, content)


def bits(content: bytes) -> bytes:
    """Return a BIT STRING of whole octets."""
    return der(BIT_STRING, b"\0", content)


def oid(dotted: str) -> bytes:
    """Return an OBJECT IDENTIFIER."""
    first, second, *others = map(int, dotted.split("."))
    content = b""
    for number in (40 * first + second, *others):
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(number & 0x7F | 0x80)
        content += bytes(reversed(groups))
    return der(OID, content)


def general_time(moment: datetime) -> bytes:
    """Return a GeneralizedTime."""
    return der(GENERAL_TIME, moment.strftime("%Y%m%d%H%M%SZ").encode())


def utc_time(moment: datetime) -> bytes:
    """Return a UTCTime."""
    return der(UTC_TIME, moment.strftime("%y%m%d%H%M%SZ").encode())


def name(common: str) -> bytes:
    """Return a distinguished name of an organisation and a common name."""
    pairs = (("2.5.4.10", "Bureau"), ("2.5.4.3", common))
    return sequence(
        *(der(SET, sequence(oid(kind), der(UTF8, text.encode()))) for kind, text in pairs)
    )
