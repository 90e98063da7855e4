"""Putting a scene before the verifier."""

import sys
import tempfile
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
