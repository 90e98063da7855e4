"""What a transaction has read and need not read again."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.event import listens_for
from sqlalchemy.orm import Session, SessionTransaction

from backend.kernel.db import session

T = TypeVar("T")


def remembered(key: tuple[Any, ...], read: Callable[[], T]) -> T:
    """Return what `read` gave for this key earlier in the running transaction: for rows that a step
    asks for again and again and does not change.
    """
    kept: dict[tuple[Any, ...], Any] = session().info.setdefault("remembered", {})
    if key not in kept:
        kept[key] = read()
    found: T = kept[key]
    return found


def recalled(key: tuple[Any, ...]) -> Any:
    """Return what is remembered for this key, None when nothing is."""
    return session().info.get("remembered", {}).get(key)


def remember(key: tuple[Any, ...], found: object) -> None:
    """Let `remembered` give this for the key: it was read together with other things."""
    session().info.setdefault("remembered", {})[key] = found


def forget_about(subject_id: UUID) -> None:
    """Let everything be read anew that is remembered under keys with this id: it changes now."""
    kept: dict[tuple[Any, ...], Any] = session().info.get("remembered", {})
    for key in [one for one in kept if subject_id in one]:
        del kept[key]


@listens_for(Session, "after_transaction_end")
def _forget(ended: Session, transaction: SessionTransaction) -> None:
    # At the end of a savepoint too: what was read inside it may have been undone with it.
    if transaction.parent is None or transaction.nested:
        ended.info.pop("remembered", None)
