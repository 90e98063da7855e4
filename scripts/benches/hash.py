"""The product's one-pass digests beside a plain loop of hashlib."""

import argparse
import hashlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from backend.evidence.service.originals import hash_stream
from scripts.benches.facts import say_figure

BLOCK = 1024 * 1024


def run(arguments: list[str]) -> int:
    """Hash the same file in turns and print both speeds and their ratio."""
    parser = argparse.ArgumentParser(prog="scripts/bench hash")
    parser.add_argument("--mb", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        with path.open("wb") as out:
            for _ in range(chosen.mb):
                out.write(os.urandom(BLOCK))
        plain, product = [], []
        for _ in range(chosen.rounds):
            plain.append(_speed(path, _plain_loop, chosen.mb))
            product.append(_speed(path, _product, chosen.mb))
    facts = {"mb": chosen.mb, "rounds": chosen.rounds}
    say_figure("hash", "hashlib", statistics.median(plain), "MB/s", **facts)
    say_figure("hash", "hash_stream", statistics.median(product), "MB/s", **facts)
    ratio = statistics.median(ours / base for ours, base in zip(product, plain, strict=True))
    say_figure("hash", "ratio", ratio, "x", target=0.9, **facts)
    return 0


def _speed(path: Path, work: Callable[[Path], None], size: int) -> float:
    # The processor's time, not the clock's: other work on the machine must not decide.
    began = time.process_time()
    work(path)
    return size * BLOCK / 1e6 / (time.process_time() - began)


def _plain_loop(path: Path) -> None:
    sha256, sm3 = hashlib.sha256(), hashlib.new("sm3")
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            sha256.update(block)
            sm3.update(block)


def _product(path: Path) -> None:
    with path.open("rb") as file:
        hash_stream(file)
