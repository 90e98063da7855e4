"""However an upload is cut, lost, repeated or killed, the bytes that arrive are the same bytes."""

import base64
import hashlib
import random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend.evidence.service import staging
from backend.kernel.errors import StorageFull
from tests.evidence.conftest import FailingStore, phone, store
from tests.phones import OCTETS, Phone, run_waiting_jobs

__all__ = ["phone", "store"]

SIZE = 5000
PIECE = 700
sizes = st.integers(1, SIZE)


class Killed(Exception):
    """Stands for the end of the server's process."""


class UploadMachine(RuleBasedStateMachine):
    """A phone and a link that does everything links do."""

    def __init__(self, phone: Phone, store: FailingStore) -> None:
        super().__init__()
        self.phone, self.store = phone, store
        content = random.Random(phone.seq).randbytes(SIZE)
        self.capture = phone.capture(content, kind="file", media={"mime": "text/plain"})
        phone.register(self.capture)
        self.location = self._open()
        self.reached = 0

    def _open(self, content: bytes = b"", **headers: str) -> str:
        answer = self.phone.open_upload(self.capture, content=content, **headers)
        assert answer.status_code in {201, 409}, answer.text
        return answer.headers.get("Location") or self.location

    def _offset(self) -> int:
        return int(self.phone.tus("HEAD", self.location).headers["Upload-Offset"])

    def _send(self, start: int, content: bytes, **headers: str) -> int:
        return self.phone.send(self.location, start, content, **headers).status_code

    @rule(size=sizes)
    def send_the_next_bytes(self, size: int) -> None:
        """The ordinary case; whether the answer arrives makes no difference here."""
        start = self._offset()
        status = self._send(start, self.capture.content[start : start + size])
        assert status == 204 or start == SIZE

    @rule(size=sizes, back=st.integers(1, SIZE))
    def repeat_bytes_whose_answer_was_lost(self, size: int, back: int) -> None:
        """Bytes from an older offset are refused."""
        offset = self._offset()
        start = max(0, offset - back)
        if start < offset:
            sent = self.capture.content[start : min(start + size, SIZE)]
            assert self._send(start, sent) == 409

    @rule(ahead=st.integers(1, 100))
    def send_from_too_far(self, ahead: int) -> None:
        """Bytes that would leave a hole are refused."""
        assert self._send(self._offset() + ahead, b"x") == 409

    @rule(size=sizes, claimed=sizes)
    def lose_the_link_in_the_middle(self, size: int, claimed: int) -> None:
        """What came before the break is kept."""
        start = self._offset()
        if start < SIZE:
            total = min(claimed, SIZE - start)
            came = self.capture.content[start : start + min(size, total)]
            self._send(start, came, Content_Length=str(total))
            assert self._offset() == start + len(came)

    @rule(size=sizes, is_right=st.booleans())
    def send_with_a_checksum(self, size: int, is_right: bool) -> None:
        """A body is kept with its own checksum only."""
        start = self._offset()
        content = self.capture.content[start : start + size]
        digest = hashlib.sha256(content if is_right else b"other" + content).digest()
        if content:
            said = f"sha256 {base64.b64encode(digest).decode()}"
            status = self._send(start, content, Upload_Checksum=said)
            assert status == (204 if is_right else 460)

    @rule(size=sizes, puts=st.integers(0, 3), is_before=st.booleans())
    def kill_the_server_around_a_put(self, size: int, puts: int, is_before: bool) -> None:
        """A piece is an object and a row, or it never was."""
        left = [puts]

        def kill(key: str) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Killed

        name = "before_put" if is_before else "after_put"
        setattr(self.store, name, kill)
        start = self._offset()
        self._send(start, self.capture.content[start : start + size])
        setattr(self.store, name, lambda _key: None)

    @rule(size=sizes)
    def fill_the_disk(self, size: int) -> None:
        """A full store refuses; nothing is half-written."""

        def full(key: str) -> None:
            raise StorageFull

        self.store.before_put = full
        start = self._offset()
        status = self._send(start, self.capture.content[start : start + size])
        self.store.before_put = lambda _key: None
        assert status == 507 or start == SIZE

    @rule(size=st.integers(0, SIZE))
    def ask_again_for_an_upload(self, size: int) -> None:
        """The phone forgot its upload; bytes sent along count only at the beginning."""
        self.location = self._open(self.capture.content[:size], Content_Type=OCTETS)

    @rule()
    def give_the_upload_up(self) -> None:
        """A new one begins at nothing."""
        if self.phone.tus("DELETE", self.location).status_code == 204:
            self.location, self.reached = self._open(), 0

    @rule()
    def let_the_worker_run(self) -> None:
        """The worker may come at any time."""
        run_waiting_jobs()

    @invariant()
    def nothing_that_arrived_goes_back(self) -> None:
        """The offset only grows."""
        offset = self._offset()
        assert self.reached <= offset <= SIZE
        self.reached = offset

    def teardown(self) -> None:
        """The rest is sent; the exhibit holds the phone's very bytes."""
        start = self._offset()
        if start < SIZE:
            assert self._send(start, self.capture.content[start:]) == 204
        run_waiting_jobs()
        shown = self.phone.person.get(f"/exhibits/{self.capture.id}").json
        assert shown["state"] == "verified"
        digest = shown["media"]["sha256"]
        with self.store.open(f"orig/sha256/{digest[:2]}/{digest[2:4]}/{digest}") as original:
            assert original.read() == self.capture.content


def test_any_schedule_of_an_upload_ends_with_identical_bytes(
    phone: Phone, store: FailingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "PIECE_BYTES", PIECE)

    run_state_machine_as_test(
        lambda: UploadMachine(phone, store),
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
