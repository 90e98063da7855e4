"""However an upload is cut, damaged, repeated, late or killed, the bytes that arrive are the very
bytes that were signed, once, and nothing else is ever verified.
"""

import base64
import hashlib
import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
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
from backend.evidence.service.arrival import MAX_AT_ONCE
from backend.kernel.db import session
from backend.kernel.errors import StorageFull
from backend.kernel.jobs import run_declared
from backend.ledger import chain_is_valid, list_custody
from tests import phones
from tests.evidence.conftest import FailingStore, phone, store
from tests.phones import OCTETS, Phone, claim_waiting, run_waiting_jobs

__all__ = ["phone", "store"]

SIZE = 5000
SEGMENT = 1700
PIECE = 700
sizes = st.integers(1, SIZE)
wrong_bytes = st.one_of(st.none(), st.integers(0, SIZE - 1))
"""Which of the bytes that are sent is damaged, if it is among them."""
is_unfinished = precondition(lambda self: self.at < SIZE)
is_finished = precondition(lambda self: self.at == SIZE)


class Killed(Exception):
    """Stands for the end of a process."""


@dataclass
class World:
    """What outlives one example."""

    phone: Phone
    store: FailingStore
    clock: Any
    sign_in: Callable[[], Any]
    take_at_once: Callable[[int], None]


class UploadMachine(RuleBasedStateMachine):
    """A phone, a link, a server and a worker that do everything they can do."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world, self.phone, self.store = world, world.phone, world.store
        self.at = 0
        """Where the upload must stand."""
        self.bad: int | None = None
        """A damaged byte that the server has taken in."""
        self.kept = 0
        """Up to where segments stay when an upload is lost."""
        self.rejected = 0

    @initialize(is_segmented=st.booleans(), at_once=st.booleans())
    def register(self, is_segmented: bool, at_once: bool) -> None:
        """Begin with a capture of either form; the server takes small files at once or not."""
        self.phone.person = self.world.sign_in()
        self.world.take_at_once(MAX_AT_ONCE if at_once else 0)
        self.is_segmented, self.at_once = is_segmented, at_once
        content = random.Random(self.phone.seq).randbytes(SIZE)
        self.capture = self.phone.capture(
            content, kind="file", media={"mime": "text/plain"}, is_segmented=is_segmented
        )
        assert self.phone.register(self.capture).status_code == 201
        self._open()

    def _open(self) -> None:
        answer = self.phone.open_upload(self.capture)
        assert answer.status_code == 201, answer.text
        self.location = answer.headers["Location"]
        self.at, self.bad = self.kept, None
        assert int(answer.headers["Upload-Offset"]) == self.at

    def _shown(self) -> Any:
        return self.phone.person.get(f"/exhibits/{self.capture.id}").json

    def _offset(self) -> int:
        return int(self.phone.tus("HEAD", self.location).headers["Upload-Offset"])

    def _damaged(self, wrong: int | None) -> bytes:
        content = bytearray(self.capture.content)
        if wrong is not None:
            content[wrong] ^= 1
        return bytes(content)

    def _took(self, end: int, wrong: int | None) -> int:
        """Move the model on by bytes that came, and return the status of the answer."""
        if wrong is not None and self.at <= wrong < end:
            self.bad = wrong
        if self.is_segmented and self.bad is not None:
            start = self.bad // SEGMENT * SEGMENT
            if end >= min(start + SEGMENT, SIZE):
                self.at, self.bad = start, None
                return 460
        self.at = end
        return 204

    @is_unfinished
    @rule(size=sizes, wrong=wrong_bytes)
    def send_the_next_bytes(self, size: int, wrong: int | None) -> None:
        """The ordinary case; a damaged segment is refused as soon as it is whole."""
        content = self._damaged(wrong)[self.at : self.at + size]
        answer = self.phone.send(self.location, self.at, content)
        assert answer.status_code == self._took(self.at + len(content), wrong), answer.text

    @is_unfinished
    @rule(size=sizes, claimed=sizes, wrong=wrong_bytes)
    def lose_the_link_in_the_middle(self, size: int, claimed: int, wrong: int | None) -> None:
        """What came before the break is kept."""
        total = min(claimed, SIZE - self.at)
        came = self._damaged(wrong)[self.at : self.at + min(size, total)]
        self.phone.send(self.location, self.at, came, Content_Length=str(total))
        self._took(self.at + len(came), wrong)

    @rule(start=st.integers(0, SIZE + 100))
    def send_out_of_order(self, start: int) -> None:
        """Bytes from any other offset are refused and change nothing."""
        if start != self.at:
            content = self.capture.content[start:] or b"x"
            assert self.phone.send(self.location, start, content).status_code == 409

    @is_unfinished
    @rule(size=sizes, is_right=st.booleans())
    def send_with_a_checksum(self, size: int, is_right: bool) -> None:
        """A body is kept with its own checksum only."""
        content = self.capture.content[self.at : self.at + size]
        digest = hashlib.sha256(content if is_right else b"other" + content).digest()
        said = f"sha256 {base64.b64encode(digest).decode()}"
        answer = self.phone.send(self.location, self.at, content, Upload_Checksum=said)
        expected = self._took(self.at + len(content), None) if is_right else 460
        assert answer.status_code == expected, answer.text

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
        assert self.at <= self._offset() <= end
        self.at = self._offset()

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
        answer = self.phone.send_at_once(self.capture, self._damaged(wrong))
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
        self._open()

    @is_unfinished
    @rule()
    def come_back_days_later(self) -> None:
        """Staged bytes are gone by then, good segments stay."""
        if self.is_segmented:
            self.kept = max(self.kept, self.at // SEGMENT * SEGMENT)
        self.world.clock.advance(days=8)
        self.phone.person = self.world.sign_in()
        self._open()

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
        shown = self._shown()
        if shown["state"] == "quarantined" and self.at == SIZE:
            assert self.bad is not None
            self.rejected += 1
            self._open()
        elif shown["state"] == "verified":
            assert (self.at, self.bad) == (SIZE, None)
            assert shown["media"]["sha256"] == hashlib.sha256(self.capture.content).hexdigest()
            assert shown["receipt"] is not None
        else:
            assert shown["receipt"] is None
            assert shown["state"] != "quarantined" or self.rejected > 0
        assert self._offset() == self.at

    def teardown(self) -> None:
        """The rest is sent; the exhibit holds the phone's very bytes, and all is told once."""
        for _ in range(3):
            while self.at < SIZE:
                self.send_the_next_bytes(SIZE, None)
            run_waiting_jobs()
            self.only_the_signed_bytes_are_verified()
        exhibit_id = UUID(self.capture.id)
        assert self._shown()["state"] == "verified"
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
