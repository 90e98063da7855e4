"""A signed-in person's connection to a server; it repeats itself safely when the server dies."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import urllib3
from urllib3.exceptions import HTTPError

Json = dict[str, Any]
API = "/api/v1"
PATIENCE_S = 90.0
PASSWORD = "xunzheng-demo-2026"  # noqa: S105 - printed at every start of a demonstration
AFTER_RESTART = {502, 503, 504}


class UnexpectedAnswerError(RuntimeError):
    """The server answered otherwise than the story needs."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Json:
        """The body as JSON."""
        loaded: Json = json.loads(self.body)
        return loaded


@dataclass
class Server:
    """The server's address and, for the kill run, what to do after each write."""

    url: str
    after_write: Callable[[], None] = lambda: None
    pool: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(timeout=60.0, retries=False)
    )

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answer:
        """Send a request until an answer comes; every request of the API is safe to repeat."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                found = self.pool.request(method, self.url + path, body=body, headers=headers)
            except HTTPError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)
                continue
            if found.status in AFTER_RESTART and time.monotonic() < deadline:
                time.sleep(0.3)
                continue
            sent = {name.lower(): value for name, value in found.headers.items()}
            answer = Answer(found.status, found.data, sent)
            if method != "GET":
                self.after_write()
            return answer


@dataclass
class Browser:
    """One person at work."""

    server: Server
    account_name: str
    cookie: str = ""
    csrf_token: str = ""
    person_id: str = ""

    def sign_in(self) -> None:
        """Sign in with the demonstration's password."""
        credentials = {"account_name": self.account_name, "password": PASSWORD}
        answer = self._send("POST", "/session", credentials)
        if answer.status != 201:
            raise UnexpectedAnswerError(
                f"sign-in of {self.account_name}: {answer.status} {answer.json}"
            )
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        self.csrf_token = answer.json["csrf_token"]
        self.person_id = answer.json["person"]["id"]

    def _send(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        sent = {"Content-Type": "application/json", "Cookie": self.cookie}
        sent |= {"X-CSRF-Token": self.csrf_token, **(headers or {})}
        content = None if body is None else json.dumps(body).encode()
        return self.server.send(method, API + path, sent, content)

    def ask(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send a request whatever the answer; sign in again when the session has ended."""
        answer = self._send(method, path, body, headers)
        if answer.status == 401:
            self.sign_in()
            answer = self._send(method, path, body, headers)
        return answer

    def _must(self, method: str, path: str, answer: Answer) -> Answer:
        if answer.status >= 300:
            raise UnexpectedAnswerError(f"{method} {path}: {answer.status} {answer.body.decode()}")
        return answer

    def get(self, path: str) -> Json:
        """GET a resource."""
        return self._must("GET", path, self.ask("GET", path)).json

    def get_bytes(self, path: str) -> Answer:
        """GET content."""
        return self._must("GET", path, self.ask("GET", path))

    def put(self, path: str, body: Json) -> Json:
        """PUT a resource."""
        return self._must("PUT", path, self.ask("PUT", path, body)).json

    def post(self, path: str, body: Json | None = None) -> Json:
        """POST a command under a new key."""
        headers = {"Idempotency-Key": str(uuid4())}
        return self._must("POST", path, self.ask("POST", path, body or {}, headers)).json

    def try_step(self, thing: str, action: str, form: Json | None = None) -> Answer:
        """Take a step at the thing's present revision, whatever the answer."""
        revision = self.get(thing)["revision"]
        headers = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{revision}"'}
        return self.ask("POST", f"{thing}/actions/{action}", form or {}, headers)

    def step(self, thing: str, action: str, form: Json | None = None) -> Json:
        """Take a step that is allowed."""
        return self._must(
            "POST", f"{thing}/actions/{action}", self.try_step(thing, action, form)
        ).json

    def send_bytes(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> str:
        """Send a tus request and return its Location; an upload that is whole already is done."""
        sent = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
        sent |= {"Cookie": self.cookie, "X-CSRF-Token": self.csrf_token, **headers}
        answer = self.server.send(method, API + path, sent, content)
        if answer.status >= 300 and answer.status != 409:
            raise UnexpectedAnswerError(f"{method} {path}: {answer.status} {answer.body.decode()}")
        return answer.headers.get("location", "")


def wait_until(what: str, check: Callable[[], Json | None], seconds: float = 180.0) -> Json:
    """Return what `check` finds, asking again until it finds something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = check()
        if found is not None:
            return found
        time.sleep(0.25)
    raise UnexpectedAnswerError(f"{what}: nothing after {seconds:.0f} s")
