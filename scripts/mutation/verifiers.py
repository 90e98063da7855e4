"""The sound verifier as changed ones start from it: what they do not change is remembered."""

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

from backend.exports.verifier.assembly import assembled
from scripts.forge.trial import load

SMALL_BLOCK, SMALL_SEGMENT = 1 << 14, 1 << 16
CURVES = ("ed25519_verifies", "p256_verifies", "rsa_verifies")
STAMP = "check_stamp"
TABLES = ("_multiples", "_ed_multiples", "_ed_point")
BELOW_CURVES = {"curves", "edwards"}
BELOW_STAMPS = {*BELOW_CURVES, "digests", "reading", "der", "certificates", "stamps"}


def verifier_for(part: str) -> ModuleType:
    """Return the sound verifier; arithmetic that a part does not touch is remembered."""
    module, own = _sound()
    names = vars(module)
    is_below = part in BELOW_CURVES
    names.update({name: own[name] if is_below else _remembered(name) for name in CURVES})
    names[STAMP] = own[STAMP] if part in BELOW_STAMPS else _remembered(STAMP)
    for name in TABLES if is_below else ():
        names[name].cache_clear()
    return module


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
def _sound() -> tuple[ModuleType, dict[str, Any]]:
    module = _made_small("xunzheng_sound")
    return module, dict(vars(module))


@cache
def _apart() -> ModuleType:
    # Remembered results come from a verifier that is never changed.
    return _made_small("xunzheng_apart")


def _made_small(name: str) -> ModuleType:
    """Let a verifier read blocks and segments as small as those of the packages."""
    module = load(assembled(), name)
    vars(module).update(BLOCK=SMALL_BLOCK, SEGMENT=SMALL_SEGMENT)
    return module
