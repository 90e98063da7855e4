"""Killed anywhere and opened again: 0 lost, 0 double, 0 false verified."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Playwright

from scripts.stack.stack import Stack
from tests.kill.phone import KillablePhone, Rows
from tests.kill.points import POINTS, Scene
from tests.kill.proxy import Stop

pytestmark = pytest.mark.e2e


@dataclass
class Verdict:
    """What the server's rows say against the phone's promises."""

    lost: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{len(self.lost)} lost, {len(self.double)} double, {len(self.false)} false verified"


class Server:
    """The server's own rows, read past its API."""

    def __init__(self, stack: Stack) -> None:
        self._url = stack.environment["XZ_DATABASE_URL"].replace("+psycopg", "")

    def exhibits(self, device: str | None) -> dict[str, dict[str, Any]]:
        """Return the exhibits of a device by id."""
        query = "select id::text, state, sha256, segments_root from exhibit where device_id = %s"
        with psycopg.connect(self._url) as line:
            rows = line.execute(query, (device,)).fetchall() if device else []
        return {row[0]: {"state": row[1], "sha256": row[2], "root": row[3]} for row in rows}

    def incidents(self, note: str) -> list[str]:
        """Return the ids of the reports with this note."""
        with psycopg.connect(self._url) as line:
            query = "select id::text from incident where note = %s"
            return [row[0] for row in line.execute(query, (note,))]


@pytest.fixture
def server(stack: Stack) -> Server:
    """The server's rows."""
    return Server(stack)


@pytest.fixture
def phone(stack: Stack, playwright: Playwright, tmp_path: Path) -> Iterator[KillablePhone]:
    """A phone that nobody has used yet."""
    one = KillablePhone(playwright, tmp_path / "profile", stack.place.port)
    yield one
    one.close()


def judge(note: str, promised: Rows, survived: Rows, end: Rows, server: Server) -> Verdict:
    """Hold the promises against what the server has."""
    verdict = Verdict()
    kept = server.exhibits(end.device)
    for exhibit_id, exhibit in promised.exhibits.items():
        there = kept.get(exhibit_id)
        is_same = there is not None and there["state"] == "verified" and (
            there["root"] == exhibit["root"] if exhibit["root"]
            else there["sha256"] == exhibit["sha256"]
        )  # fmt: skip
        if not is_same:
            verdict.lost.append(exhibit_id)
        is_here = exhibit_id in survived.blobs or exhibit["root"]
        if not is_here and not survived.exhibits.get(exhibit_id, {}).get("isCleared"):
            verdict.lost.append(f"bytes of {exhibit_id}")
    verdict.lost += [name for name in promised.recordings if name not in kept]
    verdict.lost += [name for name in promised.reports if name not in server.incidents(note)]
    verdict.double += server.incidents(note)[1:]
    verdict.double += [exhibit_id for exhibit_id in kept if exhibit_id not in end.exhibits]
    return verdict


def say(capsys: pytest.CaptureFixture[str], point: str, verdict: Verdict, began: float) -> None:
    """Print the line of a point."""
    with capsys.disabled():
        seconds = time.monotonic() - began
        sys.stdout.write(f"\n  {point:44} {verdict}  ({seconds:.0f} s) ")
        sys.stdout.flush()


def called_verified_too_early(survived: Rows, server: Server) -> list[str]:
    """Return what the phone calls verified and the server has not verified."""
    kept = server.exhibits(survived.device)
    return [
        exhibit_id
        for exhibit_id, exhibit in survived.exhibits.items()
        if exhibit["isVerified"] and kept.get(exhibit_id, {}).get("state") != "verified"
    ]


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_when_killed(
    point: str,
    phone: KillablePhone,
    server: Server,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    began = time.monotonic()
    note = f"击杀 {point}"
    phone.sign_in()

    promised = POINTS[point](Scene(phone, note, tmp_path))
    survived = phone.reopen_without_network()
    early = called_verified_too_early(survived, server)
    end = phone.finish(note)

    verdict = judge(note, promised, survived, end, server)
    verdict.false += early + called_verified_too_early(end, server)
    say(capsys, point, verdict, began)
    assert end.is_proven, end
    assert len(server.incidents(note)) == 1
    assert verdict == Verdict()
    for exhibit_id, exhibit in survived.exhibits.items():
        if exhibit_id in survived.blobs:
            assert survived.blobs[exhibit_id] == exhibit["sha256"]


def test_nothing_is_lost_when_killed_during_enrolment(
    phone: KillablePhone, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    began, point = time.monotonic(), "during enrolment"
    note = f"击杀 {point}"
    is_enrolment = Stop(
        "answer", lambda head: head.method == "PUT" and "/api/v1/devices/" in head.path
    )
    phone.proxy.arm(is_enrolment)
    phone.app.sign_in("wang.grid")
    phone.keep_session()
    phone.kill_when_reached()

    phone.launch()
    end = phone.finish(note)

    verdict = judge(note, end, end, end, server)
    verdict.false += called_verified_too_early(end, server)
    say(capsys, point, verdict, began)
    assert end.is_proven, end
    assert len(server.incidents(note)) == 1
    assert verdict == Verdict()
