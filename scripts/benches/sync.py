"""Sync: what lost answers and parallel copies leave behind, a slow line's cost, push and pull."""

import argparse
import http.client
import json
import random
import statistics
import threading
import time
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg

from backend.demo.phone import Phone
from backend.kernel.ids import new_id
from scripts.benches._cpu import wait_until_at_rest
from scripts.benches._link import SlowLine
from scripts.benches._phones import API, Browser, at_once, phone_of, photos, report_operation
from scripts.benches.facts import say_figure
from scripts.stack.environment import Place
from scripts.stack.paths import VAR
from scripts.stack.stack import Stack, free_port, remove_data

BATCH = 50
"""As many operations as the phone sends in one request."""
LARGEST_BATCH = 200
LOST = 0.3
COPIES = 50
BATCHES = 10
PULLS = 5
LINK_BITS, LINK_ROUND_TRIP_S = 5e6, 0.2


@dataclass(frozen=True)
class Bench:
    """A running copy, a person's phone and the way to the rows."""

    port: int
    database: str
    browser: Browser
    phone: Phone

    def count(self, note: str) -> tuple[int, int]:
        """Return how many reports have the note, and how many different ones."""
        query = "select count(*), count(distinct id) from incident where note like %s"
        with psycopg.connect(self.database) as line:
            row = line.execute(query, (f"{note}%",)).fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def push(self, operations: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Push a batch and return its results."""
        body = {"device_id": self.phone.device_id, "operations": operations}
        results: list[dict[str, Any]] = self.browser.post("/sync/push", body)["results"]
        return results


def run(arguments: list[str]) -> int:
    """Measure on a fresh copy and print the figures."""
    parser = argparse.ArgumentParser(prog="scripts/bench sync")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--photos", type=int, default=200)
    chosen = parser.parse_args(arguments)
    var = VAR / "bench-sync"
    remove_data(var)
    with Stack(Place(var, free_port(), api_processes=2)) as stack:
        measure(stack, chosen)
    remove_data(var)
    return 0


def measure(stack: Stack, chosen: argparse.Namespace) -> None:
    """Take every figure from a running copy."""
    port, database_url = stack.place.port, stack.environment["XZ_DATABASE_URL"]
    browser = Browser(port, "wang.grid")
    bench = Bench(port, database_url.replace("+psycopg", ""), browser, phone_of(browser, port))
    wait_until_at_rest(stack.supervisor.pids())
    _lose_answers(bench, chosen.records)
    _send_copies(bench)
    # The log and the messages of what was pushed before are not this figure's work, nor the pull's.
    wait_until_at_rest(stack.supervisor.pids())
    _push(bench)
    wait_until_at_rest(stack.supervisor.pids())
    _pull(bench)
    _cross_slow_line(bench, chosen.photos)


def _lose_answers(bench: Bench, records: int) -> None:
    """Push with three answers in ten lost; the phone sends again until it has an answer."""
    note = f"lost answers {new_id()}"
    dice = random.Random(7)  # noqa: S311 - repeatable, not secret
    waiting = [report_operation(f"{note} {n}") for n in range(records)]
    sent = 0
    began = time.monotonic()
    while waiting:
        batch = waiting[:BATCH]
        results = bench.push(batch)
        sent += len(batch)
        if dice.random() < LOST:
            continue
        done = {result["id"] for result in results if result["status"] != "refused"}
        waiting = [one for one in waiting if one["id"] not in done]
    seconds = time.monotonic() - began
    rows, different = bench.count(note)
    facts = {"records": records, "lost_answers": LOST, "operations_sent": sent}
    say_figure("sync", "lost", records - different, "records", **facts)
    say_figure("sync", "duplicate", rows - min(different, records), "records", **facts)
    say_figure("sync", "rate with lost answers", sent / seconds, "1/s", **facts)


def _send_copies(bench: Bench) -> None:
    """Push one record over many connections at the same moment."""
    note = f"copies {new_id()}"
    operation = report_operation(note)
    body = json.dumps({"device_id": bench.phone.device_id, "operations": [operation]})
    headers = {**bench.browser.session_headers, "Content-Type": "application/json"}
    gate = threading.Barrier(COPIES)
    statuses: list[str] = []

    def send() -> None:
        line = http.client.HTTPConnection("127.0.0.1", bench.port, timeout=120)
        gate.wait()
        line.request(
            "POST", f"{API}/sync/push", body, {**headers, "Idempotency-Key": str(new_id())}
        )
        answer = json.loads(line.getresponse().read())
        statuses.append(answer["results"][0]["status"] if "results" in answer else "failed")
        line.close()

    threads = [threading.Thread(target=send) for _ in range(COPIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counted = {status: statuses.count(status) for status in sorted(set(statuses))}
    say_figure("sync", "rows of parallel copies", bench.count(note)[0], "rows", copies=COPIES,
               answers=counted)  # fmt: skip


def _push(bench: Bench) -> None:
    """Push large batches, new ones and the same again."""
    rates: dict[str, list[float]] = {"push new": [], "push again": []}
    for _ in range(BATCHES):
        batch = [report_operation("push") for _ in range(LARGEST_BATCH)]
        for figure in ("push new", "push again"):
            began = time.monotonic()
            bench.push(batch)
            rates[figure].append(LARGEST_BATCH / (time.monotonic() - began))
    for figure, found in rates.items():
        facts = {"batch": LARGEST_BATCH, "each": [round(one) for one in found]}
        say_figure("sync", figure, statistics.median(found), "operations/s", **facts)


def _pull(bench: Bench) -> None:
    """Pull everything that this person may see from the start, several times over."""
    with psycopg.connect(bench.database, autocommit=True) as line:
        line.execute("analyze")  # as the database does by itself within the minute
    seconds = []
    for _ in range(PULLS):
        began = time.monotonic()
        changes, size = _pull_all(bench)
        seconds.append((time.monotonic() - began) * 10_000 / max(changes, 1))
    facts = {"changes": changes, "megabytes": round(size / 1e6, 1),
             "each": [round(one, 3) for one in seconds]}  # fmt: skip
    say_figure("sync", "pull of 10,000 changes", statistics.median(seconds), "s", **facts)


def _pull_all(bench: Bench) -> tuple[int, int]:
    """Pull as the phone does: the next page is asked for when an answer begins, and travels while
    this one is read. Returns how many changes came, in how many bytes.
    """
    first, second = (http.client.HTTPConnection("127.0.0.1", bench.port) for _ in range(2))
    changes, size = 0, 0
    _ask_for_page(bench, first, None)
    while True:
        answer = first.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"pull answered {answer.status}")
        if following := answer.getheader("X-Next-Cursor"):
            _ask_for_page(bench, second, following)
        content = answer.read()
        page = orjson.loads(content)
        size, changes = size + len(content), changes + len(page["changes"])
        if not page["has_more"]:
            return changes, size
        first, second = second, first


def _ask_for_page(bench: Bench, line: http.client.HTTPConnection, cursor: str | None) -> None:
    query = "limit=1000" + (f"&cursor={cursor}" if cursor else "")
    line.request("GET", f"{API}/sync/pull?{query}", headers=bench.browser.session_headers)


def _cross_slow_line(bench: Bench, count: int) -> None:
    """Send reports with a photo each over a slow line: bytes first, then the reports."""
    contents = photos(count)
    size = sum(len(content) for content in contents)
    slow = SlowLine(bench.port, LINK_BITS, LINK_ROUND_TRIP_S)
    line = http.client.HTTPConnection("127.0.0.1", slow.port, timeout=600)
    reports = []
    began = time.monotonic()
    for content in contents:
        request = at_once(bench.phone, content)
        headers = {**bench.browser.session_headers, **request.headers}
        line.request("POST", request.path, request.body, headers)
        answer = json.loads(line.getresponse().read())
        reports.append(report_operation("slow line", (answer["id"],)))
    for start in range(0, count, BATCH):
        body = {"device_id": bench.phone.device_id, "operations": reports[start : start + BATCH]}
        headers = {**bench.browser.session_headers, "Content-Type": "application/json",
                   "Idempotency-Key": str(new_id())}  # fmt: skip
        line.request("POST", f"{API}/sync/push", json.dumps(body), headers)
        line.getresponse().read()
    seconds = time.monotonic() - began
    line.close()
    slow.close()
    facts = {"reports": count, "megabytes": round(size / 1e6, 1), "mbit": LINK_BITS / 1e6,
             "round_trip_ms": LINK_ROUND_TRIP_S * 1000}  # fmt: skip
    say_figure("sync", "slow line, time", seconds, "s", ideal=round(size * 8 / LINK_BITS, 1),
               **facts)  # fmt: skip
    say_figure("sync", "slow line, bytes up per byte of photo", slow.up.carried / size, "x",
               down=slow.down.carried, **facts)  # fmt: skip
