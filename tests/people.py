"""Signed-in people for tests."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "xunzheng-test-2026"
API = "/api/v1"


class ReadingClient(FlaskClient):
    """A client that has read the whole of an answer before it asks for anything else."""

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> TestResponse:
        """Send a request."""
        return super().open(*args, buffered=buffered, **kwargs)


@dataclass
class SignedIn:
    """A browser of one person; sends the CSRF token, keys and revisions as the applications do."""

    client: FlaskClient
    csrf_token: str
    session: dict[str, Any]

    @property
    def person_id(self) -> str:
        """The person's id."""
        return str(self.session["person"]["id"])

    def get(self, path: str, **query: Any) -> TestResponse:
        """GET a path under /api/v1."""
        return self.client.get(
            API + path, query_string={k: v for k, v in query.items() if v is not None}
        )

    def put(self, path: str, body: Any, *, revision: int | None = None) -> TestResponse:
        """PUT a JSON body, with If-Match when a revision is given."""
        headers = {"X-CSRF-Token": self.csrf_token}
        if revision is not None:
            headers["If-Match"] = f'"{revision}"'
        return self.client.put(API + path, json=body, headers=headers)

    def post(
        self,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        revision: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> TestResponse:
        """POST a JSON body with an idempotency key (a new one unless given) and, when given,
        If-Match.
        """
        sent = {
            "X-CSRF-Token": self.csrf_token,
            "Idempotency-Key": key or str(uuid4()),
            **(headers or {}),
        }
        if revision is not None:
            sent["If-Match"] = f'"{revision}"'
        return self.client.post(API + path, json={} if body is None else body, headers=sent)

    def patch(self, path: str, body: Any, *, revision: int) -> TestResponse:
        """PATCH a JSON body at a revision."""
        headers = {"X-CSRF-Token": self.csrf_token, "If-Match": f'"{revision}"'}
        return self.client.patch(API + path, json=body, headers=headers)

    def act(self, thing: str, action: str, form: Any = None) -> TestResponse:
        """Do an action at the thing's present revision."""
        revision = self.get(thing).json["revision"]
        return self.post(f"{thing}/actions/{action}", form, revision=revision)


def sign_in(app: Flask, account_name: str, password: str = PASSWORD) -> SignedIn:
    """Sign in through the API."""
    client = app.test_client()
    answer = client.post(
        f"{API}/session", json={"account_name": account_name, "password": password}
    )
    assert answer.status_code == 201, answer.text
    return SignedIn(client, answer.json["csrf_token"], answer.json)
