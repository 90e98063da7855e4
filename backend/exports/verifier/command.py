"""The command line."""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
from collections import Counter
from typing import Any

from backend.exports.verifier.audit import Audit, run_audit
from backend.exports.verifier.package import LARGEST_RECORD_FILE
from backend.exports.verifier.reading import MALFORMED, load_json
from backend.exports.verifier.words import plain_line

SEEN = "xunzheng.seen/1"
MOST_JOBS = 8


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="核验巡证证据包 / Verify a Xunzheng evidence package"
    )
    parser.add_argument("package", help="证据包:ZIP 或解压后的文件夹 / the ZIP or its folder")
    parser.add_argument(
        "--trust", required=True, help="trust.json,须从包外取得 / not from the package"
    )
    parser.add_argument(
        "--seen",
        help="记住所见日志的文件，通过后更新 / remembers the log you saw, renewed on success",
    )
    parser.add_argument("--lang", choices=("zh", "en"), help="输出语言 / language of the output")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, MOST_JOBS),
                        help="同时使用的处理器核数 / processor cores to use")  # fmt: skip
    return parser


def _refuse_inside(parser: argparse.ArgumentParser, given: argparse.Namespace) -> None:
    inside = os.path.join(os.path.realpath(given.package), "")
    for name in ("trust", "seen"):
        path = getattr(given, name)
        if path and os.path.realpath(path).startswith(inside):
            parser.error(
                os.path.basename(path) + " 不能取自证据包 / must not come from the package"
            )


def read_seen(path: str | None, origin: str) -> dict[str, Any] | None:
    """Return what was seen of this log before; raises ValueError for a file that is none."""
    if not path or not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        content = load_json(file.read(LARGEST_RECORD_FILE))
    if content["v"] != SEEN:
        raise ValueError("not a seen file: " + path)
    seen: dict[str, Any] | None = content["logs"].get(origin)
    return seen


def write_seen(path: str, audit: Audit) -> None:
    """Remember the package's checkpoint, beside those of other logs."""
    logs: dict[str, Any] = {}
    if os.path.exists(path):
        with open(path, "rb") as file:
            logs = load_json(file.read(LARGEST_RECORD_FILE))["logs"]
    root = base64.b64encode(audit.log.root).decode()
    logs[audit.log.note.origin] = {"size": audit.log.size, "root": root}
    with open(path + ".new", "w", encoding="utf-8") as fresh:
        json.dump({"v": SEEN, "logs": logs}, fresh, indent=1)
    os.replace(path + ".new", path)


def _tell(audit: Audit, given: argparse.Namespace) -> bool:
    findings = audit.report.findings
    counts = Counter(finding.status for finding in findings)
    passed = counts["FAIL"] == 0
    if given.json:
        lines = [finding._asdict() for finding in findings]
        result = {"result": "PASS" if passed else "FAIL", "counts": counts, "checks": lines}
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
        return passed
    for finding in findings:
        sys.stdout.write(plain_line(finding, given.lang) + "\n")
    verdict = "PASS  核验通过 / verified" if passed else "FAIL  核验不通过 / NOT verified"
    totals = ", ".join(f"{key} {counts[key]}" for key in sorted(counts))
    sys.stdout.write(verdict + "  " + totals + "\n")
    return passed


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each check and return the exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    _refuse_inside(parser, given)
    try:
        with open(given.trust, "rb") as file:
            trust = load_json(file.read(LARGEST_RECORD_FILE))
        seen = read_seen(given.seen, str(trust["origin"]))
        audit = run_audit(given.package, trust, seen, given.jobs)
        passed = _tell(audit, given)
        if passed and given.seen:
            write_seen(given.seen, audit)
    except (OSError, *MALFORMED) as error:
        sys.stdout.write("FAIL  " + (str(error) or type(error).__name__) + "\n")
        return 1
    return 0 if passed else 1
