"""What the verifier's readers must refuse, and what they must read; no forged package is so odd."""

from types import ModuleType
from typing import Any

REFUSED: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("load_json", (b"1" * 18,)), ("load_json", (b'{"a":1,"a":2}',)), ("load_json", (b"NaN",)),
    ("whole", (True,)), ("whole", (1.0,)), ("whole", ("1",)),
    ("seconds", ("2026-11-20T01:00:00Z",)), ("seconds", ("2026-11-20T01:00:00.000Z\n",)),
    ("unbase64", ("YQ==\n",)), ("unbase64", ("Y*Q==",)),
    ("items_of", (bytes([0x1F, 1, 0]),)), ("items_of", (bytes([0x30, 0x80, 0, 0]),)),
    ("items_of", (bytes([0x30, 0x85, 0, 0, 0, 0, 0]),)), ("items_of", (bytes([0x30, 0x82, 1]),)),
    ("items_of", (bytes([0x30, 0x81, 0x7F]) + bytes(0x7F),)),
    ("items_of", (bytes([0x30, 0x82, 0, 0x80]) + bytes(0x80),)),
    ("items_of", (bytes([0x30, 2, 0]),)),
    ("parse", (bytes([0x30, 0, 0]),)), ("parse", (bytes([0x31, 0]),)),
    ("read_key", ("a+00000000+YQ==", b"\x01")),
    ("read_note", (b"o\n1\nAAAA\n\n",)), ("read_note", (b"o\n0\n" + b"A" * 43 + b"=\n\n",)),
    ("read_note", (b"o\n1\n" + b"A" * 43 + b"=\n",)),
    ("read_note", (b"o\n1\n" + b"A" * 43 + b"=\n\n- n YQ==\n",)),
)  # fmt: skip
REFUSED_ITEMS: tuple[tuple[str, bytes], ...] = (
    ("number_of", b"\x02\x00"), ("number_of", b"\x04\x01\x01"), ("oid_of", b"\x06\x00"),
    ("oid_of", b"\x04\x01\x2a"), ("oid_of", b"\x06\x02\x2a\x86"), ("bits_of", b"\x03\x02\x01\x00"),
    ("bits_of", b"\x04\x02\x00\x00"), ("moment_of", b"\x04\x0f20261120010000Z"),
    ("moment_of", b"\x18\x0e20261120010000"), ("children", b"\x31\x00"),
)  # fmt: skip
READ_ITEMS: tuple[tuple[str, bytes, Any], ...] = (
    ("number_of", b"\x02\x02\xff\x7f", -129), ("oid_of", b"\x06\x03\x2a\x86\x48", "1.2.840"),
    ("oid_of", b"\x06\x02\x88\x37", "2.999"), ("bits_of", b"\x03\x02\x00\x07", b"\x07"),
    ("moment_of", b"\x18\x0f20261120010000Z", 1795136400.0),
    ("moment_of", b"\x18\x1120261120010000.5Z", 1795136400.5),
    ("moment_of", b"\x17\x0d261120010000Z", 1795136400.0),
    ("moment_of", b"\x17\x0d500101000000Z", -631152000.0),
)  # fmt: skip
READ: tuple[tuple[str, tuple[Any, ...], Any], ...] = (
    ("load_json", (b'{"a":' + b"1" * 17 + b"}",), {"a": int("1" * 17)}), ("whole", (0,), 0),
    ("seconds", ("1970-01-01T00:00:01.500Z",), 1.5), ("unbase64", ("YQ==",), b"a"),
    ("items_of", (b"",), []),
)  # fmt: skip
LONG = bytes([0x30, 0x81, 0x80]) + bytes(0x80)
LONGER = bytes([0x30, 0x82, 1, 0]) + bytes(0x100)
LONGEST = bytes([0x30, 0x84, 1, 0, 0, 0]) + bytes(1 << 24)


def readers_hold(verify: ModuleType) -> bool:
    """Tell whether what is odd is refused and what is sound is read."""
    functions = vars(verify)
    refused = all(_refuses(verify, name, given) for name, given in REFUSED)
    items = all(_refuses(verify, name, (_item(verify, one),)) for name, one in REFUSED_ITEMS)
    read = all(functions[name](_item(verify, one)) == wanted for name, one, wanted in READ_ITEMS)
    plain = all(functions[name](*given) == wanted for name, given, wanted in READ)
    whole = all(verify.parse(one).encoded == one for one in (LONG, LONGER, LONGEST))
    return refused and items and read and plain and whole and _names_are_judged(verify)


def _refuses(verify: ModuleType, name: str, given: tuple[Any, ...]) -> bool:
    try:
        vars(verify)[name](*given)
    except verify.MALFORMED:
        return True
    return False


def _item(verify: ModuleType, encoded: bytes) -> Any:
    return verify.Item(encoded[0], encoded[2:], encoded)


def _names_are_judged(verify: ModuleType) -> bool:
    bad = ("../a", "a/../b", "a//b", "/a", "a\\b", "c:d", "a\nb", "a\rb", "a\0b", "./a", "")
    is_safe = verify._is_safe
    return is_safe("data/a.jpg") and not any(is_safe(name) for name in bad)
