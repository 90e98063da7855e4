"""What a changed verifier is tried on: forged packages, made once and kept, and the lines of the
verifier that each of them reaches.
"""

import hashlib
import json
import shutil
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

from backend.exports.verifier.assembly import assembled
from scripts.forge import sizes
from scripts.forge.attacks import ATTACKS
from scripts.forge.honest import VARIANTS
from scripts.forge.scene import Scene
from scripts.forge.trial import attacked, load
from scripts.stack.paths import ROOT, VAR
from scripts.suite.mutant_examples import examples_hold

SMALL_BLOCK, SMALL_SEGMENT = 1 << 14, 1 << 16
KEPT = VAR / "mutants"
EXAMPLES = "examples"


@dataclass(frozen=True)
class Trial:
    """A package with what the sound verifier says of it, the lines it reaches and how long that
    took; without a path it stands for the arithmetic's own examples.
    """

    number: str
    path: str
    trust: dict[str, Any]
    seen: dict[str, Any] | None
    said: list[str]
    lines: list[int]
    seconds: float


def made_small(module: ModuleType) -> ModuleType:
    """Let a verifier read blocks and segments as small as those of the packages."""
    vars(module).update(BLOCK=SMALL_BLOCK, SEGMENT=SMALL_SEGMENT)
    return module


def said_of(trial: Trial, module: ModuleType) -> list[str]:
    """Return what a verifier says: of an attack what fails, of an honest package everything."""
    if not trial.path:
        return [str(examples_hold(module))]
    findings = module.audit(trial.path, trial.trust, trial.seen)
    is_attack = trial.number in ATTACKS
    return sorted({f"{f.status} {f.code}" for f in findings if not is_attack or f.status == "FAIL"})


def trials() -> list[Trial]:
    """Return what there is to try on, cheapest first; made anew when verifier or forge changed."""
    folder = KEPT / _digest()
    index = folder / "trials.json"
    if not index.exists():
        shutil.rmtree(KEPT, ignore_errors=True)
        folder.mkdir(parents=True)
        made = [_measured(Trial(EXAMPLES, "", {}, None, [], [], 0))]
        made += [_kept(folder, number, make()) for number, make in _makers().items()]
        index.write_text(json.dumps([asdict(one) for one in made]))
    read = [Trial(**one) for one in json.loads(index.read_text())]
    return sorted(read, key=lambda one: (one.number not in VARIANTS, one.seconds))


def _makers() -> dict[str, Callable[[], Scene]]:
    # Bound as defaults: each maker has its own attack.
    attacks = {number: (lambda one=one: attacked(one)) for number, one in ATTACKS.items()}
    return {**VARIANTS, **attacks}


@cache
def _digest() -> str:
    sources = sorted((ROOT / "scripts" / "forge").rglob("*.py"))
    own = [Path(__file__), Path(__file__).with_name("mutant_examples.py")]
    content = assembled() + b"".join(path.read_bytes() for path in [*sources, *own])
    return hashlib.sha256(content).hexdigest()[:16]


def _kept(folder: Path, number: str, scene: Scene) -> Trial:
    if scene.is_zip:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = scene.bag.write_zip(folder / f"{number}.zip", scene.extra)
    else:
        path = scene.bag.write_folder(folder / number)
    return _measured(Trial(number, str(path), scene.trust, scene.seen, [], [], 0))


@cache
def _sound() -> ModuleType:
    return made_small(load(assembled(), "xunzheng_sound"))


def _measured(trial: Trial) -> Trial:
    began = time.monotonic()
    said = said_of(trial, _sound())
    seconds = time.monotonic() - began
    reached: set[int] = set()

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if not _is_ours(frame.f_code):
            return None
        if event == "line":
            reached.add(frame.f_lineno)
        return trace

    sys.settrace(trace)
    try:
        said_of(trial, _sound())
    finally:
        sys.settrace(None)
    facts = {**asdict(trial), "said": said, "lines": sorted(reached), "seconds": seconds}
    return Trial(**facts)


def _is_ours(code: CodeType) -> bool:
    return code.co_filename == "verify.py"


def use_small_segments() -> None:
    """Let the forge make segments that are quickly read."""
    sizes.SEGMENT = SMALL_SEGMENT
