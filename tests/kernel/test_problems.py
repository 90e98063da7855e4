"""Failures leave as problems: named, without internals, without personal data."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from backend.kernel.db import session
from backend.kernel.ids import new_id
from tests.incidents.test_routes import a_report


def test_values_of_a_failed_statement_stay_out_of_its_message(app) -> None:
    with pytest.raises(ProgrammingError) as failure:
        session().execute(text("select * from nowhere where name = :name"), {"name": "王秀英"})

    assert "王秀英" not in str(failure.value)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"{" * 5000])
def test_body_that_is_no_report_is_a_client_s_error(signed_in, body: bytes) -> None:
    wang = signed_in("wang")

    answer = wang.client.put(
        f"/api/v1/incidents/{new_id()}",
        data=body,
        headers={"X-CSRF-Token": wang.csrf_token, "Content-Type": "application/json"},
    )

    assert 400 <= answer.status_code < 500
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    "odd",
    [
        {"note": 7},
        {"note": "字" * 2001},
        {"occurred_at": "2026-11-22T06:05:00"},
        {"occurred_at": "yesterday"},
        {"position": {"lon": 1e400, "lat": 24.0}},
        {"position": {**a_report()["position"], "lon": "NaN"}},
        {"position": {**a_report()["position"], "lat": 91}},
        {"exhibit_ids": ["not-a-uuid"]},
        {"exhibit_ids": None},
        {"category_code": ["outfall"]},
        {"verdict": "guilty"},
    ],
)
def test_odd_field_is_refused_and_named(signed_in, odd: dict) -> None:
    answer = signed_in("wang").put(f"/incidents/{new_id()}", a_report(**odd))

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"].startswith(f"/{next(iter(odd))}")


def test_path_that_is_no_route_is_a_problem_with_a_request_id(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert answer.headers["X-Request-Id"] == answer.json["request_id"]


def test_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    answer = client.patch("/api/v1/session")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
