"""A long video in segments: bytes a second from the first byte to the receipt, and the memory the
server takes for it.
"""

import argparse
import base64
import hashlib
import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

from scripts.benches._cpu import processes, wait_until_at_rest
from scripts.benches._phones import OCTETS, SEGMENT, Browser, approved_phone, video_body
from scripts.benches.facts import say_figure
from scripts.stack.environment import Place
from scripts.stack.paths import VAR
from scripts.stack.stack import Stack, free_port, remove_data

UNITS = {"M": 1024**2, "G": 1024**3}
READ = 256 * 1024


def run(arguments: list[str]) -> int:
    """Send one video and print speed, its ratio to one core's digests, and memory."""
    parser = argparse.ArgumentParser(prog="scripts/bench video")
    parser.add_argument("--size", default="200M", help="such as 200M or 2G")
    parser.add_argument("--chunk", default="300M", help="the size of one PATCH")
    chosen = parser.parse_args(arguments)
    size, chunk = _bytes_of(chosen.size), _bytes_of(chosen.chunk)
    var = VAR / "bench-video"
    remove_data(var)
    var.mkdir(parents=True, exist_ok=True)
    film = var / "film"
    digests = _make_film(film, size)
    place = Place(var, free_port())
    try:
        with Stack(place) as stack:
            _measure(stack, place.port, film, digests, size=size, chunk=chunk)
    finally:
        film.unlink()
        remove_data(var)
    return 0


def _bytes_of(text: str) -> int:
    match = re.fullmatch(r"(\d+)([MG])", text)
    if match is None:
        raise SystemExit(f"not a size: {text}")
    return int(match.group(1)) * UNITS[match.group(2)]


def _make_film(film: Path, size: int) -> list[bytes]:
    seed, digests = os.urandom(SEGMENT), []
    with film.open("wb") as out:
        for start in range(0, size, SEGMENT):
            part = (start.to_bytes(8) + seed[8:])[: min(SEGMENT, size - start)]
            digests.append(hashlib.sha256(part).digest())
            out.write(part)
    return digests


def _measure(
    stack: Stack, port: int, film: Path, digests: list[bytes], *, size: int, chunk: int
) -> None:
    phone = approved_phone(port, "chen.officer")
    exhibit_id, body = video_body(phone, size, digests)
    phone.browser.put(f"/exhibits/{exhibit_id}", body)
    browser = Browser(port, "chen.officer")
    wait_until_at_rest(stack.supervisor.pids())
    core = _dual_hash_speed(film, size)
    memory = Memory(stack.supervisor.pids()["api"])
    began = time.perf_counter()
    with memory:
        _send(browser, exhibit_id, film, size, chunk)
        while not browser.call("GET", f"/exhibits/{exhibit_id}")["receipt"]:
            time.sleep(0.1)
    speed = size / 1e6 / (time.perf_counter() - began)
    facts = {"mb": round(size / 1e6), "chunk_mb": round(chunk / 1e6)}
    say_figure("video", "to_receipt", speed, "MB/s", **facts)
    say_figure("video", "one_core_digests", core, "MB/s", **facts)
    say_figure("video", "ratio", speed / core, "x", target=0.6, **facts)
    say_figure("video", "memory_growth", memory.growth_mib, "MiB", limit=64, **facts)


def _send(browser: Browser, exhibit_id: str, film: Path, size: int, chunk: int) -> None:
    named = base64.b64encode(exhibit_id.encode()).decode()
    location = browser.send_bytes(
        "POST",
        "/uploads",
        b"",
        {"Upload-Length": str(size), "Upload-Metadata": f"exhibit_id {named}"},
    )
    with film.open("rb") as source:
        for start in range(0, size, chunk):
            length = min(chunk, size - start)
            headers = {
                "Upload-Offset": str(start),
                "Content-Type": OCTETS,
                "Content-Length": str(length),
            }
            status, _, answer = browser.send("PATCH", location, _Part(source, length), headers)
            if status != 204:
                raise RuntimeError(f"PATCH at {start}: {status} {answer[:200]!r}")


class _Part:
    """So many bytes of a file, read as they are sent."""

    def __init__(self, source: object, length: int) -> None:
        self._read: Callable[[int], bytes] = source.read  # type: ignore[attr-defined]
        self._left = length

    def read(self, _size: int = READ) -> bytes:
        """Return the next bytes."""
        block = self._read(min(READ, self._left))
        self._left -= len(block)
        return block


def _dual_hash_speed(film: Path, size: int) -> float:
    sha256, sm3, done = hashlib.sha256(), hashlib.new("sm3"), 0
    began = time.perf_counter()
    with film.open("rb") as source:
        while done < min(size, 200 * 1024**2):
            block = source.read(1024**2)
            if not block:
                break
            sha256.update(block)
            sm3.update(block)
            done += len(block)
    return done / 1e6 / (time.perf_counter() - began)


class Memory:
    """How much the resident memory of a program and its children grows, watched twenty times a
    second.
    """

    def __init__(self, session: int) -> None:
        # Found once: to look through all processes so often would be work beside the measured.
        self._processes = [folder for folder, facts in processes() if int(facts[3]) == session]
        self._stop = threading.Event()
        self._before = self._peak = self._now()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def growth_mib(self) -> float:
        """The highest growth seen."""
        return (self._peak - self._before) / 2**20

    def __enter__(self) -> "Memory":
        """Begin to watch."""
        self._before = self._peak = self._now()
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop."""
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            self._peak = max(self._peak, self._now())

    def _now(self) -> int:
        pages = 0
        for folder in self._processes:
            try:
                pages += int((folder / "statm").read_text().split()[1])
            except OSError:
                continue  # it has ended meanwhile
        return pages * os.sysconf("SC_PAGE_SIZE")
