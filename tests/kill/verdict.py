"""The server's rows held against what a phone had promised."""

import sys
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from scripts.stack.stack import Stack
from tests.kill.phone import Phone
from tests.kill.rows import Rows


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


def say(
    capsys: pytest.CaptureFixture[str], phone: Phone, point: str, verdict: Verdict, began: float
) -> None:
    """Print the line of a point."""
    seconds = time.monotonic() - began
    with capsys.disabled():
        sys.stdout.write(f"\n  {phone.browser_name:8} {point:40} {verdict}  ({seconds:.0f} s) ")
        sys.stdout.flush()


def called_verified_too_early(survived: Rows, server: Server) -> list[str]:
    """Return what the phone calls verified and the server has not verified."""
    kept = server.exhibits(survived.device)
    return [
        exhibit_id
        for exhibit_id, exhibit in survived.exhibits.items()
        if exhibit["isVerified"] and kept.get(exhibit_id, {}).get("state") != "verified"
    ]
