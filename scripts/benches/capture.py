"""Signed photos a second until nothing waits, beside a bare Flask application's photos a second."""

import argparse
import hashlib
import http.client
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import psycopg

from backend.demo.phone import Phone
from scripts.benches._cpu import cpu_seconds, wait_until_at_rest
from scripts.benches._floor_server import floor_server
from scripts.benches._phones import Browser, Request, approved_phone, at_once, photos
from scripts.benches.facts import say_figure
from scripts.stack.environment import Place
from scripts.stack.paths import VAR
from scripts.stack.stack import Stack, free_port, remove_data

CLIENTS = {1: 200, 8: 800, 32: 960}
"""Photos of one run by the number of clients."""
WAITING = """
select exists (select from exhibit where state = 'verified' and examined_at is null),
       exists (select from exhibit where compared_at is null and examination_version is not null),
       exists (select from outbox_event where dispatched_at is null),
       exists (select from outbox_event where unfinished_jobs > 0)
"""
"""Asked again and again beside the work, so each is answered by an index of what waits."""
UNFINISHED = """
select count(*) from exhibit
where state = 'received' or (state = 'verified' and (examined_at is null or compared_at is null))
"""


@dataclass(frozen=True)
class Rates:
    """Photos a second until the last receipt, the last examination and the last job; and the 95th
    percentile of the answers' times in seconds.
    """

    receipted: float
    examined: float
    empty: float
    p95: float


@dataclass(frozen=True)
class Meters:
    """Whose processor time is measured: process numbers by name."""

    product: dict[str, int]
    floor: dict[str, int]


def run(arguments: list[str]) -> int:
    """Measure product and floor in turns, and print rates and their ratio."""
    parser = argparse.ArgumentParser(prog="scripts/bench capture")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, nargs="*", default=list(CLIENTS))
    chosen = parser.parse_args(arguments)
    var = VAR / "bench-capture"
    remove_data(var)
    place = Place(var, free_port(), api_processes=2)
    with Stack(place) as stack, floor_server(var) as (floor_port, floor_pid):
        database = stack.environment["XZ_DATABASE_URL"].replace("+psycopg", "")
        phones = [approved_phone(place.port, "chen.officer") for _ in range(max(chosen.clients))]
        _product(phones, 2 * len(phones), database)
        wait_until_at_rest(stack.supervisor.pids())
        postgres = int((var / "postgres" / "postmaster.pid").read_text().split()[0])
        meters = Meters(
            {**stack.supervisor.pids(), "postgres": postgres},
            {"floor": floor_pid, "postgres": postgres},
        )
        for clients in chosen.clients:
            _compare(clients, chosen.rounds, phones[:clients], floor_port, database, meters)
    remove_data(var)
    return 0


def _compare(
    clients: int,
    rounds: int,
    phones: list[Phone],
    floor_port: int,
    database: str,
    meters: Meters,
) -> None:
    count = CLIENTS.get(clients, 10 * clients)
    facts = {"clients": clients, "photos": count, "rounds": rounds, "photo_kb": 200}
    floors, ours, cpu, floor_cpu = [], [], [], []
    for _ in range(rounds):
        before = cpu_seconds(meters.floor)
        floors.append(_floor_rate(floor_port, clients, count))
        floor_cpu.append(_per_photo(before, meters.floor, count))
        before = cpu_seconds(meters.product)
        ours.append(_product(phones, count, database))
        cpu.append(_per_photo(before, meters.product, count))
    say_figure("capture", "floor", statistics.median(floors), "photos/s", **facts)
    for name in ("receipted", "examined", "empty"):
        rates = [getattr(one, name) for one in ours]
        ratios = [rate / floor for rate, floor in zip(rates, floors, strict=True)]
        say_figure("capture", name, statistics.median(rates), "photos/s", **facts)
        say_figure("capture", f"{name}_ratio", statistics.median(ratios), "x", **facts)
    say_figure("capture", "p95", statistics.median(one.p95 for one in ours) * 1000, "ms", **facts)
    for name in meters.floor:
        spent = statistics.median(one[name] for one in floor_cpu)
        say_figure("capture", f"floor_cpu_{name}", spent, "ms/photo", **facts)
    for name in meters.product:
        spent = statistics.median(one[name] for one in cpu)
        say_figure("capture", f"cpu_{name}", spent, "ms/photo", **facts)


def _per_photo(before: dict[str, float], roots: dict[str, int], count: int) -> dict[str, float]:
    after = cpu_seconds(roots)
    return {name: (after[name] - before[name]) * 1000 / count for name in roots}


def _product(phones: list[Phone], count: int, database: str) -> Rates:
    content = photos(count)
    share = [content[index :: len(phones)] for index in range(len(phones))]
    work = [
        [at_once(phone, photo) for photo in mine] for phone, mine in zip(phones, share, strict=True)
    ]
    senders = [_sender_of(phone) for phone in phones]
    began = time.perf_counter()
    times = _send_all(senders, work)
    ends = [time.perf_counter()]
    with psycopg.connect(database, autocommit=True) as line:
        waiting = _waiting(line)
        while waiting[0]:
            time.sleep(0.02)
            waiting = _waiting(line)
        ends.append(time.perf_counter())
        while any(waiting):
            time.sleep(0.02)
            waiting = _waiting(line)
        ends.append(time.perf_counter())
        _check_finished(line)
    p95 = statistics.quantiles(times, n=20)[-1]
    receipted, examined, empty = (count / (end - began) for end in ends)
    return Rates(receipted, examined, empty, p95)


def _waiting(line: psycopg.Connection[tuple[Any, ...]]) -> tuple[bool, ...]:
    return line.execute(WAITING).fetchone() or (False,)


def _check_finished(line: psycopg.Connection[tuple[Any, ...]]) -> None:
    (unfinished,) = line.execute(UNFINISHED).fetchone() or (0,)
    if unfinished:
        raise RuntimeError(f"nothing waits, and {unfinished} photos are not finished")


def _sender_of(phone: Phone) -> Callable[[Request], int]:
    browser = phone.browser
    if not isinstance(browser, Browser):
        raise TypeError("a bench phone speaks HTTP")
    browser.close()  # the server hangs up on a line that rests for long
    return lambda request: browser.send("POST", request.path, request.body, request.headers)[0]


def _floor_rate(port: int, clients: int, count: int) -> float:
    content = photos(count)
    share = [content[index::clients] for index in range(clients)]
    work = [[_floor_request(photo) for photo in mine] for mine in share]
    lines = [http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(clients)]
    began = time.perf_counter()
    _send_all([_floor_sender(line) for line in lines], work)
    return count / (time.perf_counter() - began)


def _floor_request(photo: bytes) -> Request:
    return Request("/photos", photo, {"X-SHA256": hashlib.sha256(photo).hexdigest()})


def _floor_sender(line: http.client.HTTPConnection) -> Callable[[Request], int]:
    def send(request: Request) -> int:
        line.request("POST", request.path, request.body, request.headers)
        answer = line.getresponse()
        answer.read()
        return answer.status

    return send


def _send_all(senders: list[Callable[[Request], int]], work: list[list[Request]]) -> list[float]:
    """Send each list by its own sender, all at the same time; return how long each answer took."""
    times: list[float] = []
    refused: list[int] = []

    def send(sender: Callable[[Request], int], mine: list[Request]) -> None:
        for request in mine:
            began = time.perf_counter()
            status = sender(request)
            times.append(time.perf_counter() - began)
            if status != 201:
                refused.append(status)

    with ThreadPoolExecutor(len(senders)) as threads:
        # Asked for its end, each raises what broke it off.
        list(threads.map(send, senders, work))
    if refused:
        raise RuntimeError(f"{len(refused)} photos were refused: {sorted(set(refused))}")
    return times
