"""Runs the bare Flask application that the product's photos are counted beside."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from scripts.stack.embedded import database_url
from scripts.stack.paths import ROOT
from scripts.stack.postgres import ensure_database, url_of
from scripts.stack.stack import free_port

FLOOR_PROCESSES, FLOOR_THREADS = 2, 8


@contextmanager
def floor_server(var: Path) -> Iterator[tuple[int, int]]:
    """Run the floor on the same database server and disk as the product."""
    database_url(var)
    ensure_database(var / "postgres", "floor")
    url = url_of(var / "postgres", "floor").replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(
            "create table if not exists photo (id bigint generated always as identity primary key,"
            " digest text not null, size bigint, taken text, place text)"
        )
    folder = var / "objects" / "floor"
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    environment = {**os.environ, "FLOOR_DATABASE": url, "FLOOR_FOLDER": str(folder)}
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", str(FLOOR_PROCESSES),
            "--blocking-threads", str(FLOOR_THREADS), "--no-ws", "scripts.benches._floor:app",
        ],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}/")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - a fixed http address
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer")
