"""WebDriver BiDi over a websocket: one command at a time, and its answer."""

import itertools
import json
import time
from contextlib import ExitStack, suppress
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from tests.kill.foreign.browser import BrowserFailed

ANSWERS_WITHIN_S = 180
MAX_ANSWER = 64 * 1024 * 1024


class BidiLine:
    """A session with a browser."""

    def __init__(self, url: str) -> None:
        self._held = ExitStack()
        # The other side is dead when one hangs up: it is not waited for.
        line = connect(url, compression=None, max_size=MAX_ANSWER, proxy=None, close_timeout=0.1)
        self._socket: ClientConnection = self._held.enter_context(line)
        self._ids = itertools.count(1)
        self.ask("session.new", capabilities={})

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result; raises BrowserFailed."""
        number = next(self._ids)
        end = time.monotonic() + ANSWERS_WITHIN_S
        try:
            self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
            while True:
                answer = json.loads(self._socket.recv(timeout=end - time.monotonic()))
                if answer.get("id") == number:
                    break
        except (WebSocketException, TimeoutError, OSError) as error:
            raise BrowserFailed(f"{method}: {error}") from error
        if answer["type"] != "success":
            raise BrowserFailed(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def close(self) -> None:
        """Hang up."""
        with suppress(WebSocketException, OSError):
            self._held.close()
