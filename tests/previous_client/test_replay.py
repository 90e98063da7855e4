"""A phone not updated yet works on: what it sends is taken, what it reads is there."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.accounts.models import EnrolmentChallenge, GridAssignment, Person
from backend.evidence.models import Exhibit
from backend.kernel import clock
from tests.factories import City, _password_hash
from tests.people import SignedIn, sign_in
from tests.phones import run_waiting_jobs
from tests.proofs import Provers

RELEASES = sorted(Path(__file__).parent.glob("*.json"))
"""Recorded from each release that phones may still run; the newest but one at least."""


FREE = {"exif", "examination"}
"""What was read out of a file: the fields differ from file to file."""


def body_of(exchange: dict[str, Any]) -> bytes:
    return base64.b64decode(exchange["body"])


def person_of(exchanges: list[dict[str, Any]]) -> dict[str, Any]:
    """Return who was signed in while it was recorded."""
    sessions = (each["answer"] for each in exchanges if each["path"] == "/api/v1/session")
    person: dict[str, Any] = next(sessions)["person"]
    return person


def admit(session: Session, city: City, exchanges: list[dict[str, Any]]) -> None:
    """Let the recorded person and the recorded proof of the phone's key count here."""
    recorded = person_of(exchanges)
    person_id, authority_id = UUID(recorded["id"]), city.authorities["siming"]
    session.add(
        Person(
            id=person_id,
            authority_id=authority_id,
            account_name="recorded",
            full_name=recorded["full_name"],
            password_hash=_password_hash(),
            roles=recorded["roles"],
            is_active=True,
            is_demo=False,
            failed_attempts=0,
            locked_until=None,
        )
    )
    session.flush()
    session.add(
        GridAssignment(
            grid_id=city.grids["siming-03"], person_id=person_id, authority_id=authority_id
        )
    )
    enrolments = [json.loads(body_of(each)) for each in exchanges if each["method"] == "PUT"]
    for enrolment in enrolments:
        session.add(
            EnrolmentChallenge(
                challenge=enrolment["challenge"],
                authority_id=authority_id,
                person_id=person_id,
                expires_at=clock.now() + timedelta(minutes=5),
                used_at=None,
            )
        )
    session.commit()


def replay(phone: SignedIn, exchanges: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Any]]:
    """Send every request again in its order; addresses of uploads are those of this server."""
    moved: dict[str, str] = {}
    answers = []
    for exchange in exchanges:
        path = exchange["path"]
        for old, new in moved.items():
            path = path.replace(old, new)
        answer = phone.client.open(
            path,
            method=exchange["method"],
            data=body_of(exchange),
            headers={**exchange["headers"], "X-CSRF-Token": phone.csrf_token},
        )
        if exchange["location"] and answer.headers.get("Location"):
            moved[exchange["location"]] = answer.headers["Location"]
        answers.append((exchange, answer))
        run_waiting_jobs()
    return answers


def lacking(recorded: Any, given: Any, where: str = "") -> list[str]:
    """Return what the recorded answer had and this one has not, or has as something else."""
    if recorded is None or given is None:
        return []
    if isinstance(recorded, dict):
        if not isinstance(given, dict):
            return [f"{where}: no object"]
        missing = [f"{where}/{name}: missing" for name in recorded.keys() - given.keys()]
        shared = recorded.keys() & given.keys() - FREE
        return missing + [
            fault
            for name in sorted(shared)
            for fault in lacking(recorded[name], given[name], f"{where}/{name}")
        ]
    if isinstance(recorded, list):
        if not isinstance(given, list):
            return [f"{where}: no list"]
        return lacking_of_its_kind(recorded[0], given, where) if recorded else []
    numbers = (int, float)
    same = isinstance(given, type(recorded)) or (
        isinstance(recorded, numbers) and isinstance(given, numbers)
    )
    return [] if same else [f"{where}: {type(given).__name__}"]


def lacking_of_its_kind(recorded: Any, given: list[Any], where: str) -> list[str]:
    """Compare with the first thing of the same kind; a list may begin with another."""
    kind = recorded.get("kind") if isinstance(recorded, dict) else None
    alike = [each for each in given if kind is None or each.get("kind") == kind]
    return lacking(recorded, alike[0], f"{where}/0") if alike else []


@pytest.fixture(params=RELEASES, ids=lambda path: path.stem)
def exchanges(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """What a phone of that release exchanged with its server."""
    recorded: list[dict[str, Any]] = json.loads(request.param.read_text(encoding="utf-8"))
    return recorded


@pytest.fixture
def replayed(
    app, session: Session, city: City, provers: Provers, exchanges: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], Any]]:
    """All of it sent to today's server."""
    admit(session, city, exchanges)
    provers.make_log_current()
    return replay(sign_in(app, "recorded"), exchanges)


def test_every_request_of_the_previous_release_is_answered_as_before(replayed) -> None:
    differing = [
        (exchange["method"], exchange["path"], exchange["status"], answer.status_code, answer.text)
        for exchange, answer in replayed
        if answer.status_code != exchange["status"]
    ]

    assert replayed
    assert differing == []


def test_answers_still_have_every_field_the_previous_release_was_given(replayed) -> None:
    faults = [
        f"{exchange['path']} {fault}"
        for exchange, answer in replayed
        if exchange["answer"] is not None and answer.is_json
        for fault in lacking(exchange["answer"], answer.json)
    ]

    assert faults == []


def test_every_operation_of_the_previous_release_is_applied(replayed) -> None:
    pushes = [
        (exchange["answer"], answer.json)
        for exchange, answer in replayed
        if exchange["path"] == "/api/v1/sync/push"
    ]

    states = [
        [result["status"] for result in given["results"]] for pair in pushes for given in pair
    ]

    assert states[0::2] == states[1::2]
    assert "applied" in {state for each in states for state in each}


def test_media_of_the_previous_release_are_verified(replayed, session: Session) -> None:
    registered = {
        operation["subject_id"]
        for exchange, _ in replayed
        if exchange["path"] == "/api/v1/sync/push"
        for operation in json.loads(body_of(exchange))["operations"]
        if operation["name"] == "exhibit.register"
    }
    states = {str(key): session.get_one(Exhibit, UUID(key)).state for key in registered}

    assert len(states) == 3
    assert set(states.values()) == {"verified"}


def test_server_names_the_oldest_release_it_serves(client) -> None:
    recorded = {path.stem for path in RELEASES}

    root = client.get("/api/v1")

    assert root.json["app_min_version"] in recorded
    assert client.get("/api/v1/time").headers["X-App-Min-Version"] == root.json["app_min_version"]
