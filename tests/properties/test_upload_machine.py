"""However an upload is cut, damaged, repeated, late or killed, the bytes that arrive are the very
bytes that were signed, once, and nothing else is ever verified.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backend.evidence import jobs, open_original
from backend.evidence.models import Exhibit
from backend.evidence.routes import bodies
from backend.evidence.schemas.formats import RecordMedia
from backend.evidence.service import running, staging
from backend.kernel.db import session
from backend.kernel.errors import StorageFull
from backend.kernel.jobs import run_declared
from backend.ledger import chain_is_valid, list_custody
from tests import phones
from tests.evidence.conftest import FailingStore, phone, store
from tests.phones import OCTETS, Phone, claim_waiting, run_waiting_jobs
from tests.properties.uploads import (
    PIECE,
    SEGMENT,
    SIZE,
    SendingMachine,
    World,
    is_unfinished,
    sizes,
    wrong_bytes,
)

__all__ = ["phone", "store"]


class Killed(Exception):
    """Stands for the end of a process."""


class UploadMachine(SendingMachine):
    """The same with a server and a worker that die, forget, fill up and come late."""

    @contextmanager
    def _killing(self, step: str, calls: int) -> Iterator[None]:
        left = [calls]

        def kill(_key: str) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Killed

        setattr(self.store, step, kill)
        yield
        setattr(self.store, step, lambda _key: None)

    @precondition(lambda self: self.at < SIZE and not (self.is_segmented and self.bad is not None))
    @rule(
        size=sizes,
        calls=st.integers(0, 3),
        step=st.sampled_from(["before_put", "after_put", "before_delete"]),
    )
    def kill_the_server(self, size: int, calls: int, step: str) -> None:
        """Between any object and its row: bytes are here, or they never were."""
        end = min(self.at + size, SIZE)
        with self._killing(step, calls):
            self.phone.send(self.location, self.at, self.capture.content[self.at : end])
        running._known.clear()
        assert self.at <= self.offset() <= end
        self.at = self.offset()

    @precondition(lambda self: self.at < SIZE and not (self.is_segmented and self.bad is not None))
    @rule(size=sizes)
    def fill_the_disk(self, size: int) -> None:
        """A full store refuses; nothing is half-written."""

        def full(_key: str) -> None:
            raise StorageFull

        self.store.before_put = full
        content = self.capture.content[self.at : self.at + size]
        answer = self.phone.send(self.location, self.at, content)
        self.store.before_put = lambda _key: None
        assert answer.status_code == 507

    @rule(size=st.integers(0, SIZE))
    def ask_again_for_an_upload(self, size: int) -> None:
        """The phone forgot its upload; bytes sent along count only at the beginning."""
        content = self.capture.content[:size]
        answer = self.phone.open_upload(self.capture, content=content, Content_Type=OCTETS)
        if self.at == SIZE:
            assert answer.status_code == 409
            return
        assert answer.status_code == 201, answer.text
        self.location = answer.headers["Location"]
        if self.at == 0 or (self.at_once and size == SIZE):
            self.at, self.bad = size, None

    @precondition(lambda self: self.at_once and not self.is_segmented)
    @rule(wrong=wrong_bytes)
    def send_everything_at_once(self, wrong: int | None) -> None:
        """One request beats what was begun, and the same again changes nothing."""
        answer = self.phone.send_at_once(self.capture, self.damaged(wrong))
        assert answer.status_code == 201, answer.text
        self.location = answer.headers["Location"]
        if self.at < SIZE:
            self.at, self.bad = SIZE, wrong

    @rule()
    def register_again(self) -> None:
        """A record that is delivered twice is recorded once."""
        assert self.phone.register(self.capture).status_code == 200

    @is_unfinished
    @rule()
    def give_the_upload_up(self) -> None:
        """A new one begins at nothing."""
        assert self.phone.tus("DELETE", self.location).status_code == 204
        self.open()

    @is_unfinished
    @rule()
    def come_back_days_later(self) -> None:
        """Staged bytes are gone by then, good segments stay."""
        if self.is_segmented:
            self.kept = max(self.kept, self.at // SEGMENT * SEGMENT)
        self.world.clock.advance(days=8)
        self.phone.person = self.world.sign_in()
        self.open()

    @rule(is_twice=st.booleans(), step=st.sampled_from(["before_put", "after_put"]))
    def let_the_worker_run(self, is_twice: bool, step: str) -> None:
        """The worker may come at any time, die at its first put, and get each job twice."""
        for name, payload in claim_waiting():
            if is_twice:
                with self._killing(step, 0):
                    self._run_until_killed(name, payload)
                run_declared(name, payload)
            run_declared(name, payload)
        run_waiting_jobs()

    def _run_until_killed(self, name: str, payload: dict[str, Any]) -> None:
        try:
            run_declared(name, payload)
        except Killed:
            session().rollback()

    @invariant()
    def only_the_signed_bytes_are_verified(self) -> None:
        """The server stands where the model does."""
        if not hasattr(self, "location"):
            return
        shown = self.shown()
        if shown["state"] == "quarantined" and self.at == SIZE:
            assert self.bad is not None
            self.rejected += 1
            self.open()
        elif shown["state"] == "verified":
            assert (self.at, self.bad) == (SIZE, None)
            assert shown["media"]["sha256"] == hashlib.sha256(self.capture.content).hexdigest()
            assert shown["receipt"] is not None
        else:
            assert shown["receipt"] is None
            assert shown["state"] != "quarantined" or self.rejected > 0
        assert self.offset() == self.at

    def teardown(self) -> None:
        """The rest is sent; the exhibit holds the phone's very bytes, and all is told once."""
        for _ in range(3):
            while self.at < SIZE:
                self.send_the_next_bytes(SIZE, None)
            run_waiting_jobs()
            self.only_the_signed_bytes_are_verified()
        exhibit_id = UUID(self.capture.id)
        assert self.shown()["state"] == "verified"
        with open_original(session().get_one(Exhibit, exhibit_id)) as original:
            assert original.read() == self.capture.content
        self._check_custody(exhibit_id)
        self.world.clock.advance(hours=25)
        jobs.sweep_staging()
        assert self.store.staged == set()

    def _check_custody(self, exhibit_id: UUID) -> None:
        chain = list_custody(exhibit_id)
        told = Counter(event.action for event in chain)
        assert chain_is_valid(chain)
        assert told["stored"] == 1
        assert (told["rejected"], told["received"]) == (self.rejected, self.rejected + 1)


def test_any_schedule_of_an_upload_ends_with_identical_bytes(
    phone: Phone,
    store: FailingStore,
    fake_clock: Any,
    signed_in: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Every death is logged with all it held, which takes longer than dying.
    monkeypatch.setattr(logging.getLogger("backend.kernel.problems"), "disabled", True)
    monkeypatch.setattr(staging, "PIECE_BYTES", PIECE)
    monkeypatch.setattr(phones, "SEGMENT_BYTES", SEGMENT)
    (within,) = RecordMedia.segmented.fields["segment_size"].validators
    monkeypatch.setattr(within, "min", SEGMENT)
    monkeypatch.setattr(within, "max", SEGMENT)

    def take_at_once(most: int) -> None:
        monkeypatch.setattr(bodies, "MAX_AT_ONCE", most)

    world = World(phone, store, fake_clock, lambda: signed_in("wang"), take_at_once)
    run_state_machine_as_test(
        lambda: UploadMachine(world),
        settings=settings(
            max_examples=12,
            stateful_step_count=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
