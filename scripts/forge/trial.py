"""Putting a scene before the verifier."""

import sys
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from backend.exports.verifier.assembly import assembled
from scripts.forge.attacks import Attack
from scripts.forge.scene import Scene, honest_scene

MODULE = "xunzheng_verify"


def load(source: bytes | Any, name: str = MODULE) -> ModuleType:
    """Return the verifier as a module, from its text or its syntax tree."""
    module = ModuleType(name)
    sys.modules[name] = module
    exec(compile(source, "verify.py", "exec"), module.__dict__)  # noqa: S102 - our own program
    return module


@cache
def verifier() -> ModuleType:
    """Return the assembled verifier as it is shipped."""
    return load(assembled())


def attacked(attack: Attack) -> Scene:
    """Return the scene after an attack."""
    scene = honest_scene()
    attack.apply(scene)
    if not attack.keeps_manifests:
        scene.bag.rebag()
    return scene


def findings_of(scene: Scene, verify: ModuleType | None = None) -> list[Any]:
    """Return what the verifier says of a scene."""
    verify = verify or verifier()
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        if scene.is_zip:
            path = scene.bag.write_zip(where / "package.zip", scene.extra)
        else:
            path = scene.bag.write_folder(where / "package")
        found: list[Any] = verify.audit(str(path), scene.trust, scene.seen)
        return found


def failing(findings: list[Any]) -> set[str]:
    """Return the codes that fail."""
    return {finding.code for finding in findings if finding.status == "FAIL"}


OF_THE_WHOLE = {"A0", "B1", "B2", "B3", "C1", "D1", "D2", "D4", "E9", "L1", "L2", "L3"}
"""Checks that are made once; the others are made for each exhibit, device or stamp."""
TOLD_ONCE = {"A0", "C1", "E9", "L1", "L2", "L3"}


def told_in_two_ways(findings: list[Any]) -> set[str]:
    """Return the codes that pass and fail at once, or are told again; there must be none."""
    passed = {_named(one) for one in findings if one.status == "PASS"}
    failed = {_named(one) for one in findings if one.status == "FAIL"}
    told = Counter(one.code for one in findings)
    twice = {code for code in TOLD_ONCE if told[code] > 1}
    return {code for code, _ in passed & failed} | twice


def _named(finding: Any) -> tuple[str, str]:
    return finding.code, "" if finding.code in OF_THE_WHOLE else finding.subject
