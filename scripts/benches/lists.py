"""How long a page of the list of cases takes among a million: first, deep, filtered, searched."""

import argparse
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import text

from backend.app import Backend, create_app
from backend.cli import make_keys, migrate_database
from backend.demo.service import PASSWORD, seed_city
from backend.kernel import clock
from backend.kernel.db import session, unit_of_work
from backend.settings import Settings
from scripts.benches.facts import say_figure
from scripts.stack.paths import VAR
from scripts.stack.postgres import ensure_database, start_postgres, stop_postgres, url_of

LIMIT_MS = 50
FILL = Path(__file__).with_suffix(".sql")
MOVE = """
update person set authority_id = (select id from authority where kind = 'city')
where account_name = :account
"""
READERS = {"city": "zhou.head", "district": "zheng.liaison"}
STATES = ("investigating", "defence", "hearing", "executing", "archived")
VIOLATIONS = ("outfall_setting", "discharge_above_standard")
PARTS = ("化工", "电镀", "宏达", "鑫源", "有限", "湖滨", "食品", "同安", "不存", "龙机")


def run(arguments: list[str]) -> int:
    """Fill a database, ask for pages as an office worker does, and return 1 when they are slow."""
    parser = argparse.ArgumentParser(prog="scripts/bench lists")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args(arguments)
    worst = 0.0
    with _city() as (app, line):
        _fill(line, given.cases)
        kinds = _questions(random.Random(7), _officers(line))  # noqa: S311 - the same each run
        for reader, account in READERS.items():
            with app.test_client() as client:
                _sign_in(client, account)
                facts = {"cases": given.cases, "reader": reader}
                for name, question in kinds.items():
                    worst = max(worst, _measure(client, name, question, given.rounds, facts))
                worst = max(worst, _walk(client, 4 * given.rounds, facts))
    return 1 if worst > LIMIT_MS else 0


@contextmanager
def _city() -> Iterator[tuple[Backend, psycopg.Connection[Any]]]:
    data_dir = VAR / "bench" / "postgres"
    start_postgres(data_dir)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ensure_database(data_dir, "bench_lists")
        url = url_of(data_dir, "bench_lists")
        migrate_database(url)
        make_keys(folder)
        settings = Settings(
            database_url=SecretStr(url),
            redis_url=SecretStr("redis://127.0.0.1:1/0"),
            object_store_url=SecretStr((folder / "objects").as_uri()),
            secret_key=SecretStr("b" * 48),
            key_dir=folder,
            object_lock="off",
            demo=True,
        )
        app = create_app(settings)
        app.extensions["kick_relay"] = lambda: None  # nothing is sent anywhere
        clock.shift_by(timedelta)  # nor is a demonstration's clock asked for
        with app.app_context(), unit_of_work():
            if seed_city():
                session().execute(text(MOVE), {"account": READERS["city"]})
        try:
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as line:
                yield app, line
        finally:
            stop_postgres(data_dir)


def _fill(line: psycopg.Connection[Any], cases: int) -> None:
    # Filled once: the same database answers the next run.
    if line.execute("select count(*) >= %s from penalty_case", (cases,)).fetchone() == (True,):
        return
    began = time.monotonic()
    line.execute("set session_replication_role = replica")
    line.execute("set synchronous_commit = off")
    line.execute("select set_config('bench.cases', %s, false)", (str(cases),))
    line.execute("truncate penalty_case, deadline cascade")
    for statement in FILL.read_text(encoding="utf-8").split(";\n"):
        line.execute(statement.encode())
    seconds = time.monotonic() - began
    say_figure("lists", "fill", seconds, "s", cases=cases)


def _officers(line: psycopg.Connection[Any]) -> list[str]:
    found = line.execute(
        "select distinct investigator_ids[1]::text from penalty_case limit 400"
    ).fetchall()
    return [row[0] for row in found]


def _sign_in(client: FlaskClient, account: str) -> None:
    body = {"account_name": account, "password": PASSWORD}
    answer = client.post("/api/v1/session", json=body)
    if answer.status_code != 201:
        raise RuntimeError(answer.text)


Question = Callable[[], dict[str, Any]]


def _questions(chance: random.Random, officers: list[str]) -> dict[str, Question]:
    def year() -> int:
        return chance.randrange(2019, 2026)

    def month() -> dict[str, Any]:
        first = f"{year()}-{chance.randrange(1, 13):02d}"
        return {"filed_from": f"{first}-01", "filed_to": f"{first}-28"}

    pick = chance.choice
    number = itertools.count(chance.randrange(1000))
    return {
        "first page": dict,
        "state": lambda: {"state": pick(STATES)},
        "violation": lambda: {"violation_code": pick(VIOLATIONS)},
        "state and violation": lambda: {
            "state": pick(STATES), "violation_code": pick(VIOLATIONS)
        },
        "investigator": lambda: {"investigator_id": pick(officers)},
        "filed in a month": month,
        "filed until a year": lambda: {"filed_to": f"{year()}-06-30"},
        "filed in a month, by state": lambda: month() | {"state": pick(STATES)},
        "overdue": lambda: {"overdue": "true"},
        "overdue, by state": lambda: {"overdue": "true", "state": pick(STATES)},
        "two characters": lambda: {"q": pick(PARTS)},
        "two characters, by state": lambda: {"q": pick(PARTS), "state": pick(STATES)},
        "one character": lambda: {"q": pick("工龙限湖不")},
        "part of a name": lambda: {"q": pick(("鑫源电镀", "宏达化工", "集美食品", "湖滨南路"))},
        "number": lambda: {"q": f"〔{year()}〕{next(number) * 97 % 900_000}"},
        "year": lambda: {"q": str(year())},
    }  # fmt: skip


def _measure(
    client: FlaskClient, name: str, question: Question, rounds: int, facts: dict[str, Any]
) -> float:
    asked = [_ask(client, question()) for _ in range(rounds)]
    return _say(name, [one[:2] for one in asked], facts)


def _walk(client: FlaskClient, pages: int, facts: dict[str, Any]) -> float:
    cursor, asked = None, []
    for _ in range(pages):
        seconds, items, cursor = _ask(client, {"cursor": cursor} if cursor else {})
        asked.append((seconds, items))
    return _say("page after page", asked, facts)


def _ask(client: FlaskClient, query: dict[str, Any]) -> tuple[float, int, str | None]:
    began = time.perf_counter()
    answer = client.get("/api/v1/cases", query_string={"limit": 50, **query})
    seconds = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(answer.text)
    page: dict[str, Any] = answer.get_json()
    return seconds, len(page["items"]), page["next_cursor"]


def _say(name: str, asked: list[tuple[float, int]], facts: dict[str, Any]) -> float:
    times = [seconds * 1000 for seconds, _ in asked]
    p95 = statistics.quantiles(times, n=20)[-1]
    rows = sum(items for _, items in asked)
    say_figure(
        "lists", name, p95, "ms p95", p50=round(statistics.median(times), 1), rows=rows, **facts
    )
    return p95
