"""`scripts/test mutants`: changes the verifier in one place at a time and asks whether an attack,
an honest package or the arithmetic's own examples notice.
"""

import __future__

import multiprocessing
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from backend.exports.verifier.assembly import assembled
from scripts.forge.trial import load
from scripts.suite.mutant_scenes import (
    EXAMPLES,
    Trial,
    made_small,
    said_of,
    trials,
    use_small_segments,
)
from scripts.suite.mutations import Mutant, changed, mutants, parts_of_functions

PROCESSES = 2
PATIENCE_S = 20
TOLD_EVERY = 50
MOST_MEMORY = 2 << 30
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.txt")
CURVES = ("ed25519_verifies", "p256_verifies", "rsa_verifies")
BELOW_CURVES = {"digests", "curves", "edwards"}
BELOW_STAMPS = {*BELOW_CURVES, "reading", "der", "certificates", "stamps"}


class TooLong(BaseException):
    """A changed verifier does not end; no check of its own may take this for a malformed file."""


def noticed_by(mutant: Mutant) -> str:
    """Return what notices the change, or nothing."""
    try:
        signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
        with _changed_verifier(mutant) as module:
            for trial in _reaching(mutant):
                signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
                if said_of(trial, module) != trial.said:
                    return trial.number
    except (Exception, TooLong) as error:
        return type(error).__name__
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return ""


def _reaching(mutant: Mutant) -> list[Trial]:
    part = parts_of_functions().get(mutant.function, "")
    if part in BELOW_CURVES:
        # What they remember hides the lines from those who ask again; the examples ask for all.
        return [trial for trial in _trials() if trial.number in (EXAMPLES, "honest")]
    if not mutant.function:
        return _trials()
    return [trial for trial in _trials() if not set(mutant.lines).isdisjoint(trial.lines)]


@cache
def _trials() -> list[Trial]:
    return trials()


@contextmanager
def _changed_verifier(mutant: Mutant) -> Iterator[ModuleType]:
    """Give the verifier with one change; arithmetic that it does not touch is remembered."""
    part = parts_of_functions().get(mutant.function, "")
    if not part or part in BELOW_CURVES:
        yield made_small(load(changed(mutant), "xunzheng_mutant"))
        return
    module = _sound()
    names = vars(module)
    before = dict(names)
    names.update({name: _remembered(name) for name in CURVES})
    if part not in BELOW_STAMPS:
        names["check_stamp"] = _remembered("check_stamp")
    try:
        flags = __future__.annotations.compiler_flag
        code = compile(changed(mutant), "verify.py", "exec", flags=flags, dont_inherit=True)
        exec(code, names)  # noqa: S102 - our own program, changed
        yield module
    finally:
        names.clear()
        names.update(before)


@cache
def _remembered(name: str) -> Callable[..., Any]:
    compute = vars(_apart())[name]
    known: dict[Any, tuple[bool, Any]] = {}

    def remembered(*given: Any) -> Any:
        key = tuple(tuple(one) if isinstance(one, list) else one for one in given)
        if key not in known:
            try:
                known[key] = (True, compute(*given))
            except Exception as error:
                known[key] = (False, error)
        is_result, outcome = known[key]
        if is_result:
            return outcome
        raise outcome

    return remembered


@cache
def _sound() -> ModuleType:
    return made_small(load(assembled(), "xunzheng_sound"))


@cache
def _apart() -> ModuleType:
    # Remembered results come from a verifier that is never changed.
    return made_small(load(assembled(), "xunzheng_apart"))


def _begin() -> None:
    def stop(_: int, __: FrameType | None) -> None:
        raise TooLong

    signal.signal(signal.SIGALRM, stop)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


@cache
def equivalents() -> dict[str, str]:
    """Return the changes that change nothing a package could show, each with its reason."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    pairs = (line.rsplit("  # ", 1) for line in lines if line and not line.startswith("#"))
    return {pair[0]: pair[1] for pair in pairs}


def main(arguments: list[str]) -> int:
    """Try every change, or every n-th; print the score and each survivor; return 1 when one
    survives that the list of equivalent changes does not explain.
    """
    step = int(arguments[0]) if arguments else 1
    began = time.monotonic()
    use_small_segments()
    everything = list(mutants())
    unknown = sorted(equivalents().keys() - {one.name for one in everything})
    print(f"{len(_trials())} packages to try on, {time.monotonic() - began:.0f} s", flush=True)
    tried = [one for one in everything[::step] if one.name not in equivalents()]
    survivors: list[Mutant] = []
    with multiprocessing.get_context("fork").Pool(PROCESSES, _begin) as pool:
        outcomes = pool.imap(noticed_by, tried)
        for number, (mutant, noticed) in enumerate(zip(tried, outcomes, strict=True), 1):
            if number % TOLD_EVERY == 0:
                print(f"… {number} of {len(tried)}", flush=True)
            if not noticed:
                survivors.append(mutant)
                print(f"survives: line {mutant.lines.start}: {mutant.name}", flush=True)
    for name in unknown:
        print(f"explained, but no such change: {name}")
    share = 100 * (len(tried) - len(survivors)) / max(1, len(tried))
    seconds = time.monotonic() - began
    print(f"{len(tried) - len(survivors)} of {len(tried)} changes noticed ({share:.1f} %), "
          f"{len(equivalents())} explained, {seconds:.0f} s")  # fmt: skip
    return 1 if survivors or unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
