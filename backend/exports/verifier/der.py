"""DER (X.690), as far as time stamps and certificates need it."""

from __future__ import annotations

import calendar
import re
import time
from typing import NamedTuple

INTEGER, BIT_STRING, OCTET_STRING, OID = 0x02, 0x03, 0x04, 0x06
SEQUENCE, SET, UTC_TIME, GENERAL_TIME, BOOLEAN = 0x30, 0x31, 0x17, 0x18, 0x01


class Item(NamedTuple):
    """One element: its tag, its content, and its whole encoding."""

    tag: int
    content: bytes
    encoded: bytes


def _read_item(data: bytes, start: int) -> tuple[Item, int]:
    tag, length, place = data[start], data[start + 1], start + 2
    if tag & 0x1F == 0x1F:
        raise ValueError("DER: long tag")
    if length & 0x80:
        count = length & 0x7F
        length, place = int.from_bytes(data[place : place + count], "big"), place + count
        if length < 0x80 or length < 1 << 8 * (count - 1):
            raise ValueError("DER: length is not the shortest")
    if place + length > len(data):
        raise ValueError("DER: too short")
    end = place + length
    return Item(tag, data[place:end], data[start:end]), end


def items_of(data: bytes) -> list[Item]:
    """Return the elements one after the other; raises ValueError or IndexError."""
    items, place = [], 0
    while place < len(data):
        item, place = _read_item(data, place)
        items.append(item)
    return items


def parse(data: bytes, tag: int = SEQUENCE) -> Item:
    """Return the one element that the bytes are; raises ValueError or IndexError."""
    item, end = _read_item(data, 0)
    if end != len(data) or item.tag != tag:
        raise ValueError("DER: not the one element expected")
    return item


def children(item: Item, tag: int = SEQUENCE) -> list[Item]:
    """Return the elements inside one of that tag; raises ValueError."""
    if item.tag != tag:
        raise ValueError("DER: another element expected")
    return items_of(item.content)


def number_of(item: Item) -> int:
    """Return an INTEGER; raises ValueError."""
    if item.tag != INTEGER or not item.content:
        raise ValueError("DER: no integer")
    return int.from_bytes(item.content, "big", signed=True)


def oid_of(item: Item) -> str:
    """Return an OBJECT IDENTIFIER in dotted form; raises ValueError or IndexError."""
    if item.tag != OID or item.content[-1] & 0x80:
        raise ValueError("DER: no object identifier")
    numbers, value = [], 0
    for octet in item.content:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            numbers.append(value)
            value = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(str(number) for number in (first, numbers[0] - 40 * first, *numbers[1:]))


def bits_of(item: Item) -> bytes:
    """Return a BIT STRING of whole octets; raises ValueError."""
    if item.tag != BIT_STRING or item.content[:1] != b"\x00":
        raise ValueError("DER: no bit string of octets")
    return item.content[1:]


def moment_of(item: Item) -> float:
    """Return the seconds since 1970 of a UTCTime or GeneralizedTime; raises ValueError."""
    text = item.content.decode("ascii")
    if item.tag == UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    match = re.match(r"^(\d{14})(\.\d+)?Z\Z", text)
    if item.tag not in (UTC_TIME, GENERAL_TIME) or not match:
        raise ValueError("DER: no time")
    moment = calendar.timegm(time.strptime(match.group(1), "%Y%m%d%H%M%S"))
    return moment + float("0" + (match.group(2) or ".0"))


def context(items: list[Item], number: int) -> Item | None:
    """Return the element with a context tag, if there is one."""
    return next((item for item in items if item.tag in (0x80 | number, 0xA0 | number)), None)
