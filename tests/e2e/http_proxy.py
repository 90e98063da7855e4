"""A proxy between a phone and its server that notes what passes and may change what is served."""

import http.client
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NOT_PASSED_ON = {"connection", "transfer-encoding", "content-length", "keep-alive"}
CONDITIONS = {"if-none-match", "if-modified-since"}
"""Left away where the answer is changed: the server would say that nothing did."""


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    method: str
    path: str
    headers: Any
    body: bytes
    status: int
    answer_headers: Any
    content: bytes


class HttpProxy(ThreadingHTTPServer):
    """Passes everything on; `changes` by path are done to answers, `exchanges` grows in order."""

    daemon_threads = True

    def __init__(self, server_port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passer)
        self.far_port = server_port
        self.exchanges: list[Exchange] = []
        self.changes: dict[str, Callable[[bytes], bytes]] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def base_url(self) -> str:
        """The address a phone uses."""
        return f"http://localhost:{self.server_port}"


class _Passer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: HttpProxy

    def _pass(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.server.far_port, timeout=60)
        # A phone may hang up in the middle: the line to the server is closed all the same.
        with closing(line) as far:
            self._pass_on(far)

    def _pass_on(self, far: http.client.HTTPConnection) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        change = self.server.changes.get(self.path.partition("?")[0])
        left_away = NOT_PASSED_ON | CONDITIONS if change else NOT_PASSED_ON
        headers = {k: v for k, v in self.headers.items() if k.lower() not in left_away}
        far.request(self.command, self.path, body or None, headers)
        answer = far.getresponse()
        content = answer.read()
        if change is not None and answer.status == 200:
            content = change(content)
        noted = (self.command, self.path, self.headers, body)
        self.server.exchanges.append(Exchange(*noted, answer.status, answer.headers, content))
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in NOT_PASSED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_HEAD = do_DELETE = _pass  # noqa: N815 - their names

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
