"""A model of an upload: what a phone sends, and where the server must stand after it."""

import base64
import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from backend.evidence.service.arrival import MAX_AT_ONCE
from tests.evidence.conftest import FailingStore
from tests.phones import Phone

SIZE = 5000
SEGMENT = 1700
PIECE = 700
sizes = st.integers(1, SIZE)
wrong_bytes = st.one_of(st.none(), st.integers(0, SIZE - 1))
"""Which of the bytes that are sent is damaged, if it is among them."""
is_unfinished = precondition(lambda self: self.at < SIZE)


@dataclass
class World:
    """What outlives one example."""

    phone: Phone
    store: FailingStore
    clock: Any
    sign_in: Callable[[], Any]
    take_at_once: Callable[[int], None]


class SendingMachine(RuleBasedStateMachine):
    """A phone that sends an upload over a link that breaks and damages."""

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
        self.open()

    def open(self) -> None:
        """Open an upload where good segments end."""
        answer = self.phone.open_upload(self.capture)
        assert answer.status_code == 201, answer.text
        self.location = answer.headers["Location"]
        self.at, self.bad = self.kept, None
        assert int(answer.headers["Upload-Offset"]) == self.at

    def shown(self) -> Any:
        """What the server shows of the exhibit."""
        return self.phone.person.get(f"/exhibits/{self.capture.id}").json

    def offset(self) -> int:
        """Where the server says the upload stands."""
        return int(self.phone.tus("HEAD", self.location).headers["Upload-Offset"])

    def damaged(self, wrong: int | None) -> bytes:
        """The content with one damaged byte, if any."""
        content = bytearray(self.capture.content)
        if wrong is not None:
            content[wrong] ^= 1
        return bytes(content)

    def took(self, end: int, wrong: int | None) -> int:
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
        content = self.damaged(wrong)[self.at : self.at + size]
        answer = self.phone.send(self.location, self.at, content)
        assert answer.status_code == self.took(self.at + len(content), wrong), answer.text

    @is_unfinished
    @rule(size=sizes, claimed=sizes, wrong=wrong_bytes)
    def lose_the_link_in_the_middle(self, size: int, claimed: int, wrong: int | None) -> None:
        """What came before the break is kept."""
        total = min(claimed, SIZE - self.at)
        came = self.damaged(wrong)[self.at : self.at + min(size, total)]
        self.phone.send(self.location, self.at, came, Content_Length=str(total))
        self.took(self.at + len(came), wrong)

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
        expected = self.took(self.at + len(content), None) if is_right else 460
        assert answer.status_code == expected, answer.text
