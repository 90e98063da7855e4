"""The changes that a mutation run makes in the verifier, one at a time."""

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from backend.exports.verifier.assembly import HERE, PARTS, assembled

FLIPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
TOLERANCES = {"CLOCK_TOLERANCE_S": (60, 600)}


@dataclass(frozen=True)
class Mutant:
    """One change: the node it is made in, by its number in the walk, and how."""

    number: int
    kind: str
    function: str
    text: str
    lines: range

    @property
    def name(self) -> str:
        """What the list of equivalent changes calls it."""
        return f"{self.function} | {self.kind} | {self.text}"


@cache
def tree_of_verifier() -> ast.Module:
    """Return the shipped verifier's syntax tree."""
    return ast.parse(assembled())


@cache
def _nodes() -> list[ast.AST]:
    return list(ast.walk(tree_of_verifier()))


@cache
def parts_of_functions() -> dict[str, str]:
    """Return which part of the verifier defines each function and class."""
    found = {}
    for part in PARTS:
        for node in ast.parse((HERE / f"{part}.py").read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[node.name] = part
    return found


def mutants() -> Iterator[Mutant]:
    """Yield every change to be tried."""
    tree = tree_of_verifier()
    functions, statements = _functions(tree), _statements(tree)
    times: Counter[tuple[str, str, str]] = Counter()
    for number, node in enumerate(_nodes()):
        function = functions.get(id(node), "")
        for kind in _kinds(node) if function else _module_kinds(node):
            statement = statements.get(id(node), node)
            lines = _lines(node if isinstance(node, ast.If | ast.While) else statement)
            text = ast.unparse(node.test if isinstance(node, ast.If | ast.IfExp) else node)[:90]
            text = text.replace("\n", " ").strip()
            times[function, kind, text] += 1
            nth = times[function, kind, text]
            yield Mutant(number, kind, function, text + (f" ({nth})" if nth > 1 else ""), lines)


def _lines(node: ast.AST) -> range:
    node = node.test if isinstance(node, ast.If | ast.While) else node
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)  # type: ignore[attr-defined]


def _functions(tree: ast.Module) -> dict[int, str]:
    """Return, a node, the function or `Class.method` it stands in."""
    found = {}
    for top in tree.body:
        if isinstance(top, ast.FunctionDef | ast.ClassDef):
            found.update({id(node): top.name for node in ast.walk(top)})
    return found


def _statements(tree: ast.Module) -> dict[int, ast.AST]:
    """Return, a node, the smallest statement it stands in."""
    found: dict[int, ast.AST] = {}
    for statement in ast.walk(tree):
        if isinstance(statement, ast.stmt):
            # Outer statements come first in the walk, so the innermost is what remains.
            found.update({id(node): statement for node in ast.walk(statement)})
    return found


def _kinds(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Compare):
        return [f"flip {n}" for n, one in enumerate(node.ops) if type(one) in FLIPS]
    if isinstance(node, ast.BoolOp):
        return [f"drop {place}" for place in range(len(node.values))]
    if isinstance(node, ast.If | ast.IfExp):
        return ["never", "always"]
    if isinstance(node, ast.comprehension):
        return [f"every {place}" for place in range(len(node.ifs))]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ["affirm"]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return ["omit"]
    return []


def _module_kinds(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return [f"set {value}" for value in TOLERANCES.get(node.targets[0].id, ())]
    return []


def changed(mutant: Mutant) -> ast.Module:
    """Return the one changed function, class or assignment."""
    numbered = _nodes()[mutant.number]
    own = next(
        top for top in tree_of_verifier().body if any(one is numbered for one in ast.walk(top))
    )
    tree = ast.Module(body=[copy.deepcopy(own)], type_ignores=[])
    pairs = zip(ast.walk(own), ast.walk(tree.body[0]), strict=True)
    node = next(copied for original, copied in pairs if original is numbered)
    kind, _, which = mutant.kind.partition(" ")
    if kind in ("affirm", "omit"):
        return _without(tree, node)
    _CHANGES[kind](node, which)
    return ast.fix_missing_locations(tree)


def _flip(node: ast.Compare, which: str) -> None:
    node.ops[int(which)] = FLIPS[type(node.ops[int(which)])]()


def _drop(node: ast.BoolOp, which: str) -> None:
    del node.values[int(which)]
    if len(node.values) == 1:
        # An operation of one value does not compile: the value stands twice.
        node.values *= 2


def _never(node: ast.If | ast.IfExp, _: str) -> None:
    node.test = ast.copy_location(ast.Constant(value=False), node.test)


def _always(node: ast.If | ast.IfExp, _: str) -> None:
    node.test = ast.copy_location(ast.Constant(value=True), node.test)


def _every(node: ast.comprehension, which: str) -> None:
    del node.ifs[int(which)]


def _without(tree: ast.Module, node: ast.AST) -> ast.Module:
    class Without(ast.NodeTransformer):
        """Leaves out a call, or the `not` before an expression."""

        def visit(self, visited: ast.AST) -> Any:
            """Replace the one node."""
            if visited is not node:
                return self.generic_visit(visited)
            return visited.operand if isinstance(visited, ast.UnaryOp) else ast.Pass()

    for number, top in enumerate(tree.body):
        tree.body[number] = Without().visit(top)
    return ast.fix_missing_locations(tree)


def _set(node: ast.Assign, which: str) -> None:
    node.value = ast.copy_location(ast.Constant(value=int(which)), node.value)


_CHANGES: dict[str, Callable[[Any, str], None]] = {
    "flip": _flip, "drop": _drop, "never": _never, "always": _always, "every": _every,
    "set": _set,
}  # fmt: skip
