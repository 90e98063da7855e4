"""`scripts/test mutants`: changes the verifier in one place at a time and asks whether the attacks,
the honest package or the arithmetic's own examples notice.
"""

import ast
import copy
import multiprocessing
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from backend.exports.verifier.assembly import assembled
from scripts.forge import sizes
from scripts.forge.attacks import ATTACKS
from scripts.forge.scene import Scene, honest_scene
from scripts.forge.trial import attacked, failing, findings_of, load
from scripts.suite.mutant_examples import examples_hold

SMALL_BLOCK, SMALL_SEGMENT = 1 << 14, 1 << 16
PATIENCE_S = 60
FLIPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
SKIPPED = {"main", "_parser", "_tell", "plain_line", "write_seen", "read_seen", "_refuse_inside",
           "_sm3_block", "_rotate", "SlowSm3", "look_at_all", "shown"}  # fmt: skip
"""Printing, the command line and what runs only without a library have tests of their own."""


@dataclass(frozen=True)
class Mutant:
    """One change: the node it is made in, by its number in the walk, and how."""

    number: int
    kind: str
    line: int
    function: str
    text: str


def mutants() -> Iterator[Mutant]:
    """Yield every change to be tried."""
    tree = ast.parse(assembled())
    places = {id(node): name for name, node in _functions(tree)}
    for number, node in enumerate(ast.walk(tree)):
        function = places.get(id(node), "")
        if not function or function in SKIPPED:
            continue
        for kind in _kinds(node):
            yield Mutant(number, kind, node.lineno, function, ast.unparse(node)[:90])  # type: ignore[attr-defined]


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for top in tree.body:
        if isinstance(top, ast.FunctionDef | ast.ClassDef):
            for node in ast.walk(top):
                yield top.name, node


def _kinds(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in FLIPS:
        return ["flip"]
    if isinstance(node, ast.BoolOp):
        return [f"drop {place}" for place in range(len(node.values))]
    if isinstance(node, ast.If):
        return ["never"]
    return []


def changed(mutant: Mutant) -> ast.Module:
    """Return the verifier's tree with the change made."""
    tree = copy.deepcopy(_tree())
    node = next(node for number, node in enumerate(ast.walk(tree)) if number == mutant.number)
    if isinstance(node, ast.Compare):
        node.ops[0] = FLIPS[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp):
        del node.values[int(mutant.kind.split()[1])]
    elif isinstance(node, ast.If):
        node.test = ast.copy_location(ast.Constant(value=False), node.test)
    return tree


@cache
def _tree() -> ast.Module:
    return ast.parse(assembled())


@cache
def _scenes() -> list[tuple[str, Scene, set[str]]]:
    sizes.SEGMENT = SMALL_SEGMENT
    scenes = [(one.number, attacked(one), one.codes) for one in ATTACKS.values()]
    return [("0", honest_scene(), set[str]()), *scenes]


def _ready(module: ModuleType) -> ModuleType:
    vars(module).update(BLOCK=SMALL_BLOCK, SEGMENT=SMALL_SEGMENT)
    return module


def noticed_by(mutant: Mutant) -> str:
    """Return what notices the change, or nothing."""
    began = time.monotonic()
    try:
        module = _ready(load(changed(mutant), "xunzheng_mutant"))
        if not examples_hold(module):
            return "examples"
        for number, scene, codes in _scenes():
            if failing(findings_of(scene, module)) != codes:
                return number
            if time.monotonic() - began > PATIENCE_S:
                return "slow"
    except Exception as error:
        return type(error).__name__
    return ""


def main(arguments: list[str]) -> int:
    """Try every mutant, or every n-th; print the score and each survivor."""
    step = int(arguments[0]) if arguments else 1
    tried = list(mutants())[::step]
    wrong = [
        n
        for n, scene, codes in _scenes()
        if failing(findings_of(scene, _ready(load(assembled(), "xunzheng_sound")))) != codes
    ]
    if wrong:
        print(f"not even the sound verifier is right about: {wrong}")
        return 1
    survivors = 0
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for mutant, noticed in zip(tried, pool.imap(noticed_by, tried), strict=True):
            if not noticed:
                survivors += 1
                where = f"{mutant.function} line {mutant.line} {mutant.kind}"
                print(f"survives: {where}: {mutant.text}", flush=True)
    noticed_count = len(tried) - survivors
    share = 100 * noticed_count // max(1, len(tried))
    print(f"{noticed_count} of {len(tried)} changes noticed ({share} %)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
