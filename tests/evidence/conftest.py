"""Phones of the city's people, and an object store that can fail."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import pytest

from backend.evidence.routes import bodies
from backend.kernel.storage import ObjectStore
from tests.phones import Phone, enrol_phone


@pytest.fixture
def phone(signed_in) -> Phone:
    """The enrolled phone of grid worker Wang."""
    return enrol_phone(signed_in("wang"))


@pytest.fixture
def officer_phone(signed_in) -> Phone:
    """The enrolled phone of officer Chen."""
    return enrol_phone(signed_in("chen"))


class FailingStore:
    """The real store, except where the test makes it fail."""

    def __init__(self, real: ObjectStore) -> None:
        self.real = real
        self.before_put: Callable[[str], None] = lambda _key: None
        self.after_put: Callable[[str], None] = lambda _key: None
        self.before_delete: Callable[[str], None] = lambda _key: None
        self.opened: Callable[[str, BinaryIO], BinaryIO] = lambda _key, source: source
        self.kept: set[str] = set()

    def put_if_absent(self, key: str, source: BinaryIO, size: int) -> bool:
        """Put, with the test's word before and after."""
        self.before_put(key)
        is_new = self.real.put_if_absent(key, source, size)
        self.kept.add(key)
        self.after_put(key)
        return is_new

    def open(self, key: str) -> BinaryIO:
        """Open what the test lets through."""
        return self.opened(key, self.real.open(key))

    def delete(self, key: str) -> None:
        """Delete, after the test's word."""
        self.before_delete(key)
        self.real.delete(key)
        self.kept.discard(key)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    @property
    def staged(self) -> set[str]:
        """What lies in staging."""
        return {key for key in self.kept if key.startswith("staging/")}


@pytest.fixture
def by_worker(monkeypatch) -> None:
    """No file is small enough to be taken in at once: each is staged, and the worker verifies."""
    monkeypatch.setattr(bodies, "MAX_AT_ONCE", 0)


@pytest.fixture
def store(app) -> Iterator[FailingStore]:
    """The application's store, which the test may make fail."""
    real = app.extensions["object_store"]
    failing = FailingStore(real)
    app.extensions["object_store"] = failing
    yield failing
    app.extensions["object_store"] = real
