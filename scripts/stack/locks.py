"""A lock between processes, held as long as the block lasts."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class InUseError(RuntimeError):
    """Another process holds the lock."""


@contextmanager
def only_one(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold `path` for this process alone; the system lets go even after kill -9."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise InUseError(str(path)) from None
        yield
