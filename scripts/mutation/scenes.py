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
from scripts.forge.trial import attacked, told_in_two_ways
from scripts.mutation.examples import EXAMPLES, WHOLE
from scripts.mutation.verifiers import SMALL_SEGMENT, verifier_for
from scripts.stack.paths import ROOT, VAR

KEPT = VAR / "mutants"


@dataclass(frozen=True)
class Trial:
    """A package with what the sound verifier says of it, the lines it reaches and how long that
    took; without a path it stands for a group of examples.
    """

    number: str
    path: str
    trust: dict[str, Any]
    seen: dict[str, Any] | None
    said: list[str]
    lines: list[int]
    seconds: float


def said_of(trial: Trial, module: ModuleType) -> list[str]:
    """Return what a verifier says: of an attack what fails, of an honest package everything."""
    if not trial.path:
        return [str(EXAMPLES[trial.number](module))]
    findings = module.audit(trial.path, trial.trust, trial.seen)
    is_attack = trial.number in ATTACKS
    said = {f"{f.status} {f.code}" for f in findings if not is_attack or f.status == "FAIL"}
    return sorted(said | told_in_two_ways(findings))


@cache
def trials() -> list[Trial]:
    """Return what there is to try on, cheapest first."""
    examples = [_measured(Trial(name, "", {}, None, [], [], 0)) for name in EXAMPLES]
    packages = sorted(_packages(), key=lambda one: (one.number not in VARIANTS, one.seconds))
    # The whole program is tried last: it is run a dozen times.
    return [*(one for one in examples if one.number != WHOLE), *packages,
            *(one for one in examples if one.number == WHOLE)]  # fmt: skip


def _packages() -> list[Trial]:
    """Return the packages, made anew when verifier or forge changed."""
    folder = KEPT / _digest(["forge"])
    index = folder / "trials.json"
    if not index.exists():
        for old in KEPT.glob("*/"):
            shutil.rmtree(old)
        folder.mkdir(parents=True)
        made = [_kept(folder, number, make()) for number, make in _makers().items()]
        index.write_text(json.dumps([asdict(one) for one in made]))
    return [Trial(**one) for one in json.loads(index.read_text())]


def _makers() -> dict[str, Callable[[], Scene]]:
    # Bound as defaults: each maker has its own attack.
    attacks = {number: (lambda one=one: attacked(one)) for number, one in ATTACKS.items()}
    return {**VARIANTS, **attacks}


def digest_of_all() -> str:
    """Return what names this verifier together with all that it is tried on."""
    return _digest(["forge", "mutation"])


def _digest(folders: list[str]) -> str:
    sources = [path for name in folders for path in sorted((ROOT / "scripts" / name).rglob("*.py"))]
    content = b"".join(path.read_bytes() for path in [*sources, Path(__file__)])
    return hashlib.sha256(assembled() + content).hexdigest()[:16]


def _kept(folder: Path, number: str, scene: Scene) -> Trial:
    if scene.is_zip:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = scene.bag.write_zip(folder / f"{number}.zip", scene.extra)
    else:
        path = scene.bag.write_folder(folder / number)
    return _measured(Trial(number, str(path), scene.trust, scene.seen, [], [], 0))


def _measured(trial: Trial) -> Trial:
    # Signatures of packages are remembered: only the examples are asked for their arithmetic.
    module = verifier_for("stamps" if trial.path else "curves")
    began = time.monotonic()
    said = said_of(trial, module)
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
        said_of(trial, module)
    finally:
        sys.settrace(None)
    facts = {**asdict(trial), "said": said, "lines": sorted(reached), "seconds": seconds}
    return Trial(**facts)


def _is_ours(code: CodeType) -> bool:
    return code.co_filename == "verify.py"


def use_small_segments() -> None:
    """Let the forge make segments that are quickly read."""
    sizes.SEGMENT = SMALL_SEGMENT
