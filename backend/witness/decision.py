"""Whether a checkpoint is cosigned (c2sp.org/tlog-witness, add-checkpoint)."""

import base64
import hashlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from backend.kernel import notes
from backend.kernel.merkle import is_consistent
from backend.witness.keys import read_key
from backend.witness.state import Memory, Seen

MOST_STEPS = 63
PLAIN = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    status: int
    body: str = ""
    content_type: str = PLAIN


@dataclass(frozen=True)
class Request:
    """What a log sends: the size it believes we know, the proof from there, the new checkpoint."""

    old_size: int
    path: list[bytes]
    note: str
    checkpoint: notes.CheckpointText


class Witness:
    """One witness: its name and key, the logs it knows, and its memory of them."""

    def __init__(
        self,
        folder: Path,
        name: str,
        logs: Iterable[notes.VerifierKey],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._name = name
        self._key = read_key(folder)
        self._logs = {log.name: log for log in logs}
        self._memory = Memory(folder)
        self._clock = clock
        # Looking and remembering are one step, or two requests could roll the memory back.
        self._turn = threading.Lock()

    def add_checkpoint(self, body: bytes) -> Answer:
        """Cosign the checkpoint, or say why not; what is cosigned is remembered first."""
        try:
            request = parse_request(body)
        except ValueError:
            return Answer(400)
        log = self._logs.get(request.checkpoint.origin)
        if log is None:
            return Answer(404)
        if not notes.is_signed(request.note, log):
            return Answer(403)
        if request.old_size > request.checkpoint.size:
            return Answer(400)
        with self._turn:
            return self._decide(request)

    def _decide(self, request: Request) -> Answer:
        new = Seen(request.checkpoint.size, request.checkpoint.root)
        seen = self._memory.of(request.checkpoint.origin) or Seen(0, b"")
        is_fork = seen.size == new.size and seen.size > 0 and seen.root != new.root
        if is_fork:
            self._keep_as_proof(request)
        if is_fork or request.old_size != seen.size:
            return Answer(409, f"{seen.size}\n", SIZE)
        old = (seen.size, seen.root or new.root)
        if not is_consistent("sha256", old, (new.size, new.root), request.path):
            self._keep_as_proof(request)
            return Answer(422)
        self._memory.keep(request.checkpoint.origin, new)
        text, _ = notes.split_note(request.note)
        return Answer(200, notes.cosign(text, self._name, self._key, int(self._clock())))

    def _keep_as_proof(self, request: Request) -> None:
        """Keep a signed checkpoint that contradicts what the log had signed before."""
        digest = hashlib.sha256(request.note.encode()).hexdigest()[:16]
        path = self._folder / "refused" / f"{request.checkpoint.size}-{digest}.note"
        path.parent.mkdir(exist_ok=True)
        path.write_text(request.note, encoding="utf-8")


def parse_request(body: bytes) -> Request:
    """Read the body of add-checkpoint; raises ValueError when it is malformed."""
    head, separator, note = body.decode().partition("\n\n")
    first, *steps = head.split("\n")
    word, _, size = first.partition(" ")
    if not separator or word != "old" or not size.isdecimal() or str(int(size)) != size:
        raise ValueError("no old size")
    if len(steps) > MOST_STEPS:
        raise ValueError("too long a proof")
    path = [base64.b64decode(step, validate=True) for step in steps]
    if any(len(step) != 32 for step in path):
        raise ValueError("not hashes")
    text, _ = notes.split_note(note)
    return Request(int(size), path, note, notes.parse_checkpoint(text))
