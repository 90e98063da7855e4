"""The daily head map: how long each chain was, and what a case held, at an earlier day."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from backend.exports.verifier.chains import MOST_NAMED, Event
from backend.exports.verifier.digests import Tree, hash_leaf, root_from_path
from backend.exports.verifier.notes import Log
from backend.exports.verifier.package import Package
from backend.exports.verifier.reading import load_json, unbase64, whole
from backend.exports.verifier.report import Report

HEADS = "data/log/heads.json"
MAP_FORMAT = "xunzheng.heads/1"


class Head(NamedTuple):
    """A chain as it was on the day of a map: its length and last record."""

    seq: int
    hash: str


class Ending:
    """How a chain ends: with all that the daily maps show of it, and the record of this export."""

    def __init__(self, export_id: str, heads: list[Head]) -> None:
        self._export_id, self._heads = export_id, {head.seq: head.hash for head in heads}
        self._has_two_heads = any(self._heads[head.seq] != head.hash for head in heads)
        self._is_mapped = bool(heads)
        self.exported: dict[str, Any] = {}

    def take(self, event: Event) -> None:
        """Take in the next record."""
        if self._heads.get(event.seq) == event.hash:
            del self._heads[event.seq]
        if event.action == "exported" and event.detail["export_id"] == self._export_id:
            self.exported = dict(event.detail)

    def tell(self, report: Report, label: str) -> None:
        """Add a line: what is left of the maps' heads are records that are not here."""
        hidden = sorted(self._heads)
        note = "seq " + ", ".join(str(number) for number in hidden[:MOST_NAMED])
        is_whole = not hidden and not self._has_two_heads and bool(self.exported)
        report.add("PASS" if is_whole else "FAIL", "E8", label, "" if is_whole else note)
        if not self._is_mapped:
            report.add("INFO", "E8", label)


class Heads:
    """What the proven entries of the head maps say."""

    def __init__(self) -> None:
        self.heads: dict[str, list[Head]] = {}
        self.cases: dict[str, set[str]] = {}
        self._left: dict[str, dict[str, int]] = {}
        self._mapped: dict[tuple[str, str], int] = {}

    def must_hold(self, case_id: str) -> set[str]:
        """Return the exhibits that a map shows in the case and no later record takes out."""
        return {
            exhibit_id
            for exhibit_id in self.cases.get(case_id, set())
            if self._left.get(exhibit_id, {}).get(case_id, -1) < self._mapped[(case_id, exhibit_id)]
        }

    def take(self, entry: dict[str, Any], log: Log) -> bool:
        """Take in an entry of a map; tell whether it is proven. Raises ValueError or KeyError."""
        event = _logged(entry, log)
        if event is None or event["action"] != "daily_heads":
            return False
        detail, leaf = event["detail"], unbase64(entry["leaf"])
        path = [unbase64(node) for node in entry["map_path"]]
        root = root_from_path(hash_leaf(leaf), whole(entry["index"]), whole(entry["count"]), path)
        is_in_map = (detail["format"], detail["count"]) == (MAP_FORMAT, entry["count"])
        if not is_in_map or root is None or root.hex() != detail["root"]:
            return False
        facts = load_json(leaf)
        if not facts["case_id"]:
            self._add(facts)
            return True
        items = [unbase64(item) for item in entry["items"]]
        tree = Tree()
        for item in items:
            tree.add(item)
        if (tree.size, tree.root().hex()) != (facts["items"], facts["items_root"]):
            return False
        for item in items:
            read = load_json(item)
            self._add(read)
            self.cases.setdefault(facts["case_id"], set()).add(read["subject_id"])
            place = (facts["case_id"], read["subject_id"])
            self._mapped[place] = max(entry["leaf_index"], self._mapped.get(place, -1))
        return True

    def _add(self, item: dict[str, Any]) -> None:
        self.heads.setdefault(item["subject_id"], []).append(Head(whole(item["seq"]), item["head"]))

    def take_leaving(self, entry: dict[str, Any], log: Log) -> bool:
        """Take in the record by which an exhibit left its cases; tell whether it is proven."""
        event = _logged(entry, log)
        if event is None or event["action"] not in ("unlinked", "disposed"):
            return False
        left = self._left.setdefault(event["subject_id"], {})
        if event["action"] == "unlinked":
            if event["detail"]["kind"] != "case":
                return False
            cases = {event["detail"]["subject_id"]}
        else:
            cases = set(self.cases)
        for case_id in cases:
            left[case_id] = max(entry["leaf_index"], left.get(case_id, -1))
        return True


def _logged(entry: dict[str, Any], log: Log) -> dict[str, Any] | None:
    record, path = unbase64(entry["event"]), [unbase64(node) for node in entry["path"]]
    root = root_from_path(hash_leaf(record), whole(entry["leaf_index"]), log.size, path)
    facts: dict[str, Any] = load_json(record)
    return facts if root == log.root else None


def read_heads(package: Package, log: Log, heads: Heads) -> list[str]:
    """Take in the package's entries; return those that are not proven, by number.

    Raises ValueError or KeyError for a file that cannot be read.
    """
    content = load_json(package.read(HEADS))
    wrong = []
    for number, entry in enumerate(content["heads"], 1):
        if not heads.take(entry, log):
            wrong.append(str(number))
    for number, entry in enumerate(content["left"], 1):
        if not heads.take_leaving(entry, log):
            wrong.append(f"left {number}")
    return wrong


def export_id_of(package: Package) -> str:
    """Return the id of the export the package is of; raises KeyError or ValueError."""
    info = package.read("bag-info.txt").decode("utf-8")
    found, *_ = re.findall(r"^External-Identifier: (\S+)$", info, re.MULTILINE)
    return str(found)
