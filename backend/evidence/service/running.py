"""The digests of a long upload, computed while it passes through this process."""

import hashlib
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import UUID

from backend.evidence.service.originals import Digests

MOST_UPLOADS = 64
_threads = ThreadPoolExecutor(2, thread_name_prefix="digests")


class RunningDigests:
    """SHA-256 and SM3 of what has passed so far, computed beside the upload's own work."""

    def __init__(self) -> None:
        self.position = 0
        self._sha256, self._sm3 = hashlib.sha256(), hashlib.new("sm3")
        self._under_way: list[Future[None]] = []

    def add(self, block: Any) -> None:
        """Take the next bytes; they must not change before the next call or the end."""
        self.wait()
        self.position += len(block)
        # Side by side: SM3 takes five times as long, and the upload goes on at its pace.
        both = (self._sm3.update, self._sha256.update)
        self._under_way = [_threads.submit(update, block) for update in both]

    def wait(self) -> None:
        """Return when all bytes that were given are in the digests."""
        for one in self._under_way:
            one.result()
        self._under_way = []

    def finish(self) -> Digests:
        """Return the digests of all that passed."""
        self.wait()
        return Digests(self._sha256.hexdigest(), self._sm3.hexdigest(), self.position)


# What a process forgets, or another process received, the worker reads from the store instead.
_known: OrderedDict[UUID, RunningDigests] = OrderedDict()
_lock = threading.Lock()


def take(upload_id: UUID, position: int) -> RunningDigests | None:
    """Return the digests of an upload up to a position, for the caller alone, or None when this
    process has not seen all of it.
    """
    with _lock:
        found = _known.pop(upload_id, None)
    if found is None and position == 0:
        return RunningDigests()
    return found if found is not None and found.position == position else None


def keep(upload_id: UUID, digests: RunningDigests) -> None:
    """Keep the digests for the upload's next request."""
    digests.wait()
    with _lock:
        _known[upload_id] = digests
        while len(_known) > MOST_UPLOADS:
            _known.popitem(last=False)
