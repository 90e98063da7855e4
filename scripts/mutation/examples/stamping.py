"""What an example of a stamp is, and the root and unit that most of them are by."""

from datetime import timedelta
from functools import cache
from typing import NamedTuple

from scripts.forge.keys import (
    p256,
)
from scripts.forge.tokens import (
    ROOT_SAYS,
    Identity,
    Wish,
    certify,
    reply_of,
)

MESSAGE = b"a checkpoint"
SECOND = timedelta(seconds=1)


class Case(NamedTuple):
    """A reply with the roots that are trusted and what lies beside; `moment` None is to refuse."""

    name: str
    reply: bytes
    roots: tuple[bytes, ...]
    others: tuple[bytes, ...]
    moment: float | None


@cache
def root() -> Identity:
    """Return the trusted root."""
    return certify("root", p256("root"), says=ROOT_SAYS)


@cache
def unit() -> Identity:
    """Return the unit that stamps."""
    return certify("unit", p256("unit"), root())


def good(name: str, wish: Wish, by: Identity | None = None) -> Case:
    """Return a reply that must be accepted."""
    return case(name, wish, by, is_good=True)


def bad(name: str, wish: Wish, by: Identity | None = None) -> Case:
    """Return a reply that must be refused."""
    return case(name, wish, by, is_good=False)


def case(name: str, wish: Wish, by: Identity | None, *, is_good: bool) -> Case:
    """Return a reply by a unit under the trusted root."""
    moment = wish.at.timestamp() if is_good else None
    return Case(name, reply_of(by or unit(), MESSAGE, wish), (root().encoded,), (), moment)
