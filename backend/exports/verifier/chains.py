"""Custody chains: record by record, beside their proofs, whatever their length."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from backend.exports.verifier.digests import hash_leaf, root_from_path
from backend.exports.verifier.notes import Log
from backend.exports.verifier.package import Package
from backend.exports.verifier.reading import MALFORMED, load_json, seconds, unbase64, whole
from backend.exports.verifier.report import Report
from backend.exports.verifier.timeline import Timeline

EVENTS = ("xunzheng.event/1", "xunzheng.event/2")
CLOCK_TOLERANCE_S = 120
CHAIN_CODES = ("E5", "E1", "E2", "E3", "E4", "E6", "E7", "E10")
MOST_NAMED = 20


class Proof(NamedTuple):
    """An event's place in the log and the path from there to the root."""

    leaf_index: int
    path: list[bytes]


class Event(NamedTuple):
    """One record of a chain: what it says, its hash, its number and its place in the log."""

    facts: dict[str, Any]
    hash: str
    seq: int
    leaf_index: int

    @property
    def action(self) -> str:
        """What happened."""
        return str(self.facts["action"])

    @property
    def detail(self) -> dict[str, Any]:
        """What else it says."""
        detail: dict[str, Any] = self.facts["detail"]
        return detail

    @property
    def at(self) -> float:
        """When, by the server's clock."""
        return seconds(self.facts["at"])


class Watcher(Protocol):
    """Takes in a chain's events in order."""

    def take(self, event: Event) -> None:
        """Take in the next event."""
        ...


class ChainCheck:
    """Checks one subject's chain; `wrong` holds, a code, the numbers of the records that fail."""

    def __init__(self, log: Log, timeline: Timeline, longest_delay: int) -> None:
        self._log, self._timeline, self._delay = log, timeline, longest_delay
        self.wrong: dict[str, list[int]] = {code: [] for code in CHAIN_CODES}
        self.head = ""
        self.length = 0

    def run(
        self, subject_id: str, records: Iterable[bytes], proofs: Iterable[Proof], watcher: Watcher
    ) -> None:
        """Check every record; what cannot be read ends the chain there."""
        try:
            for record, proof in itertools.zip_longest(records, proofs):
                self.length += 1
                if record is None or proof is None:
                    self._fail("E5")
                if record is not None:
                    self._check(subject_id, record, proof, watcher)
        except MALFORMED:
            self.length += 1
            self._fail("E5")
        if not self.length:
            self._fail("E5")

    def _fail(self, code: str) -> None:
        if len(self.wrong[code]) <= MOST_NAMED:
            self.wrong[code].append(self.length)

    def _check(self, subject_id: str, record: bytes, proof: Proof | None, watcher: Watcher) -> None:
        before, self.head = self.head, hashlib.sha256(record).hexdigest()
        leaf = proof.leaf_index if proof and self._is_logged(record, proof) else -1
        if leaf < 0:
            self._fail("E4")
        try:
            facts = load_json(record)
            for code, holds in (
                ("E1", facts["seq"] == self.length),
                ("E2", facts["prev"] == before),
                ("E3", facts["subject_id"] == subject_id),
                ("E5", facts["v"] in EVENTS and facts["detail"].keys() is not None),
            ):
                if not holds:
                    self._fail(code)
            event = Event(facts, self.head, self.length, leaf)
            self._check_times(event)
            watcher.take(event)
        except MALFORMED:
            self._fail("E5")

    def _is_logged(self, record: bytes, proof: Proof) -> bool:
        root = root_from_path(hash_leaf(record), proof.leaf_index, self._log.size, proof.path)
        return root == self._log.root

    def _check_times(self, event: Event) -> None:
        at = event.at
        if event.leaf_index < 0:
            return
        after = self._timeline.begun_after(event.leaf_index)
        before = self._timeline.logged_before(event.leaf_index)
        if before is None:
            self._fail("E6")
        elif before - at > self._delay:
            self._fail("E10")
        is_early = after is not None and at < after - CLOCK_TOLERANCE_S
        if is_early or (before is not None and at > before + CLOCK_TOLERANCE_S):
            self._fail("E7")


def read_tlog_proof(content: bytes, log: Log) -> Proof:
    """Read a proof file (c2sp.org/tlog-proof) of the package's own checkpoint; raises ValueError.
    A proof to another checkpoint leads nowhere.
    """
    head, _, note = content.partition(b"\n\n")
    first, *lines = head.decode("ascii").split("\n")
    lines = lines[1:] if lines[0].startswith("extra ") else lines
    match = re.match(r"index (0|[1-9]\d{0,15})\Z", lines[0])
    if first != "c2sp.org/tlog-proof@v1" or not match:
        raise ValueError("not a tlog-proof")
    if note != log.raw:
        return Proof(-1, [])
    return Proof(int(match.group(1)), [unbase64(line) for line in lines[1:]])


def read_json_proof(proof: Any) -> Proof:
    """Read a proof written as JSON; raises ValueError or KeyError."""
    return Proof(whole(proof["leaf_index"]), [unbase64(node) for node in proof["path"]])


def proofs_in(package: Package, folder: str, log: Log) -> Iterator[Proof]:
    """Yield the proofs of a folder's chain in order; raises ValueError or KeyError."""
    if folder + "proofs.jsonl" in package.sizes:
        for line in package.lines(folder + "proofs.jsonl"):
            yield read_json_proof(load_json(line))
        return
    for number in itertools.count(1):
        name = f"{folder}proofs/{number}.tlog-proof"
        if name not in package.sizes:
            return
        yield read_tlog_proof(package.read(name), log)


def tell_chain(report: Report, label: str, check: ChainCheck, *, is_stamped: bool) -> None:
    """Add a line for each check of a chain; without trusted roots none was stamped."""
    for code in CHAIN_CODES if is_stamped else CHAIN_CODES[:5]:
        wrong = check.wrong[code]
        note = "seq " + ", ".join(str(number) for number in wrong[:MOST_NAMED])
        more = " …" if len(wrong) > MOST_NAMED else ""
        report.add("FAIL" if wrong else "PASS", code, label, note + more if wrong else "")
