"""Puts the verifier's parts together into the one file that a court gets."""

import ast
import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = "backend.exports.verifier"
PARTS = (
    "words", "reading", "digests", "curves", "edwards", "der", "certificates", "stamps", "package",
    "report", "notes", "timeline",
    "chains", "heads", "devices", "custody", "captures", "exhibits", "bag",
    "workers", "audit", "command",
)  # fmt: skip
OPENING = '''#!/usr/bin/env python3
"""Verifies an evidence package of Xunzheng 巡证 offline: one file, standard library, Python 3.8+.

    python3 verify.py PACKAGE --trust trust.json [--seen seen.json] [--lang zh|en] [--json]

PACKAGE is the ZIP or its unpacked folder. trust.json must come by another way.
Exit code 0: every check passed; 1: at least one failed. SKIP means not checked and is no PASS.
"""

from __future__ import annotations

'''
ENDING = """

if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
"""


@cache
def assembled() -> bytes:
    """Return verify.py: the same bytes from the same parts, always."""
    imports: set[str] = set()
    bodies, names = [], set[str]()
    for part in PARTS:
        source = (HERE / f"{part}.py").read_text(encoding="utf-8")
        tree = ast.parse(source)
        own = _defined(tree)
        if names & own:
            raise ValueError(f"{part} defines again: {sorted(names & own)}")
        names |= own
        imports |= _imports(tree)
        bodies.append(f"# --- {_title(tree)}\n\n{_body(source, tree)}")
    head = OPENING + "\n".join(sorted(imports, key=_place)) + "\n\n\n"
    return (head + "\n\n\n".join(bodies) + "\n" + ENDING).encode()


def sha256_of_verifier() -> str:
    """Return the digest by which a trusted copy is known."""
    return hashlib.sha256(assembled()).hexdigest()


def _place(line: str) -> tuple[bool, str]:
    return line.startswith("from "), line


def _title(tree: ast.Module) -> str:
    return (ast.get_docstring(tree) or "").splitlines()[0]


def _imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in tree.body:
        is_own = isinstance(node, ast.ImportFrom) and str(node.module).startswith(PACKAGE)
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if isinstance(node, ast.Import | ast.ImportFrom) and not is_own and not is_future:
            module = f"from {node.module} " if isinstance(node, ast.ImportFrom) else ""
            found |= {f"{module}import {alias.name}" for alias in node.names}
    return found


def _defined(tree: ast.Module) -> set[str]:
    defined = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.Assign):
            targets = [name for target in node.targets for name in ast.walk(target)]
            defined |= {name.id for name in targets if isinstance(name, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            defined.add(node.target.id)
    return defined


def _body(source: str, tree: ast.Module) -> str:
    """Return the part's own lines, from what follows its last import."""
    is_head = [
        number
        for number, node in enumerate(tree.body)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    last = tree.body[is_head[-1]]
    return "\n".join(source.splitlines()[last.end_lineno :]).strip("\n")
