"""A clock that a demonstration may run ahead, so that working days pass while one watches."""

import time
from datetime import timedelta

from flask import Flask
from redis import Redis

from backend.kernel import clock

KEY = "xunzheng:demo:clock_ahead_s"
CACHE_S = 0.2


class DemoClock:
    """How far ahead all processes of the demonstration are; kept in Redis, read a few times a
    second.
    """

    def __init__(self, connection: Redis) -> None:
        self._connection = connection
        self._ahead = timedelta()
        self._read_at = float("-inf")

    def ahead(self) -> timedelta:
        """Return how far the clock is ahead."""
        if time.monotonic() - self._read_at > CACHE_S:
            stored = self._connection.get(KEY)
            self._ahead = timedelta(seconds=int(stored) if isinstance(stored, bytes) else 0)
            self._read_at = time.monotonic()
        return self._ahead

    def advance(self, days: int) -> None:
        """Run every process's clock ahead by whole days; there is no way back."""
        self._connection.incrby(KEY, days * 86_400)
        self._read_at = float("-inf")


def install_demo_clock(app: Flask) -> None:
    """Let this process follow the demonstration's clock."""
    demo_clock = DemoClock(app.extensions["redis"])
    app.extensions["demo_clock"] = demo_clock
    clock.shift_by(demo_clock.ahead)
