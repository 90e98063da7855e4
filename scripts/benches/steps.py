"""Steps of the penalty procedure a second, through the API: from filing to the archive, by several
people at once.
"""

import argparse
import json
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from backend.kernel.ids import new_id
from scripts.benches._cpu import cpu_seconds
from scripts.benches._phones import API, Browser
from scripts.benches._procedure import Preparation, Taken, way
from scripts.benches.facts import say_figure
from scripts.stack.environment import Place
from scripts.stack.paths import VAR
from scripts.stack.stack import Stack, free_port, remove_data

LEAST = 300.0
"""Steps a second on two cores."""
ANSWERS = {"minimal": {"Prefer": "return=minimal"}, "whole": {}}


@dataclass(frozen=True)
class Round:
    """What one step took for all cases: each answer's seconds, and all of them together."""

    times: list[float]
    seconds: float


def run(arguments: list[str]) -> int:
    """Take many cases through the procedure and return 1 when the steps are too slow."""
    parser = argparse.ArgumentParser(prog="scripts/bench steps")
    parser.add_argument("--cases", type=int, default=160)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--answers", nargs="*", choices=list(ANSWERS), default=list(ANSWERS))
    chosen = parser.parse_args(arguments)
    var = VAR / "bench-steps"
    remove_data(var)
    place = Place(var, free_port(), api_processes=2, log_format="json")
    rates = []
    with Stack(place) as stack:
        url = stack.environment["XZ_DATABASE_URL"].replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as line:
            preparation = Preparation(place.port, line)
            stack.supervisor.kill("worker")
            postgres = int((var / "postgres" / "postmaster.pid").read_text().split()[0])
            pids = {"api": stack.supervisor.pids()["api"], "postgres": postgres}
            for answers in chosen.answers:
                rates.append(_measure(preparation, place.port, pids, chosen, answers))
    remove_data(var)
    return 0 if max(rates) >= LEAST else 1


def _measure(
    preparation: Preparation,
    port: int,
    pids: dict[str, int],
    chosen: argparse.Namespace,
    answers: str,
) -> float:
    example, *cases = preparation.propose(chosen.cases + 1)
    steps = way(preparation.weighing(example))
    before, facts = cpu_seconds(pids), {"answers": answers, "clients": chosen.clients}
    rounds: dict[str, Round] = {}
    people = {
        account: [Browser(port, account) for _ in range(chosen.clients)]
        for account in {step.account for step in steps}
    }
    for revision, step in enumerate(steps, start=1):
        if step.needs_papers:
            preparation.issue_papers()
        teams = [cases[index :: chosen.clients] for index in range(chosen.clients)]
        rounds[step.action] = _take(step, people[step.account], teams, revision, ANSWERS[answers])
    after, count = cpu_seconds(pids), len(cases) * len(steps)
    for action, one in rounds.items():
        rate = len(cases) / one.seconds
        p95 = round(statistics.quantiles(one.times, n=20)[-1] * 1000, 1)
        say_figure("steps", action, rate, "steps/s", p95_ms=p95, **facts)
    rate = count / sum(one.seconds for one in rounds.values())
    cpu = {f"{name}_ms": round((after[name] - before[name]) * 1000 / count, 2) for name in pids}
    say_figure("steps", "all steps", rate, "steps/s", steps=count, cases=len(cases), **cpu, **facts)
    return rate


def _take(
    step: Taken,
    people: Sequence[Browser],
    teams: Sequence[list[str]],
    revision: int,
    prefer: dict[str, str],
) -> Round:
    """Let the clients take one step on all their cases, all at the same time."""
    times: list[float] = []
    refused: list[str] = []

    def work(person: Browser, mine: list[str]) -> None:
        person.close()  # the server may have let go of a connection that rested
        for case_id in mine:
            headers = {
                "Content-Type": "application/json",
                "Idempotency-Key": str(new_id()),
                "If-Match": f'"{revision}"',
                **prefer,
            }
            path = f"{API}/cases/{case_id}/actions/{step.action}"
            body = json.dumps(step.form(int(case_id.replace("-", ""), 16))).encode()
            began = time.perf_counter()
            status, _, answer = person.send("POST", path, body, headers)
            times.append(time.perf_counter() - began)
            if status != 200:
                refused.append(answer.decode()[:500])

    threads = [threading.Thread(target=work, args=pair) for pair in zip(people, teams, strict=True)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if refused:
        raise RuntimeError(f"{len(refused)} of {step.action} were refused: {refused[0]}")
    return Round(times, seconds)
