"""The whole audit: bag, log, stamps, devices, exhibits, and what holds between exhibits."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from backend.exports.verifier.bag import check_presence, check_rest, read_manifests
from backend.exports.verifier.chains import ChainCheck, read_json_proof, tell_chain
from backend.exports.verifier.devices import DeviceHistory, DeviceKey
from backend.exports.verifier.exhibits import Shared, Summary
from backend.exports.verifier.heads import HEADS, Ending, Heads, export_id_of, read_heads
from backend.exports.verifier.notes import (
    CHECKPOINT,
    Log,
    Trust,
    is_cosigned_by,
    is_signed_by,
    read_log,
)
from backend.exports.verifier.package import BROKEN, Package
from backend.exports.verifier.reading import MALFORMED, load_json, unbase64, whole
from backend.exports.verifier.report import Report
from backend.exports.verifier.timeline import AnchorResult, Timeline, read_timeline
from backend.exports.verifier.words import Finding
from backend.exports.verifier.workers import label_of, look_at_all

DEVICES = "data/keys/devices.json"
STRUCTURE = ("E1", "E2", "E3", "E4", "E5")


class Audit:
    """Checks one package against trust; `report` holds the result, `log` what was seen."""

    def __init__(self, package: Package, trust: Trust, seen: dict[str, Any] | None) -> None:
        self.package, self.trust, self.seen = package, trust, seen
        self.report = Report()
        self.log = Log()
        self.names: dict[str, str] = {}

    def run(self, jobs: int) -> None:
        """Make every check."""
        bag, package = Report(), self.package
        self._read_names()
        manifests = read_manifests(package, bag)
        check_presence(package, manifests, bag)
        check_rest(package, manifests, bag)
        self._check_log()
        timeline = self._check_stamps()
        heads = self._check_heads()
        try:
            export_id = export_id_of(package)
        except MALFORMED:
            export_id = ""
        keys = self._check_devices(timeline, heads, export_id)
        shared = Shared(self.trust, self.log, timeline, keys, heads, export_id)
        looked = look_at_all(package, shared, manifests, self.names, jobs)
        bag.findings += [finding for part in looked for finding in part.bag]
        if all(finding.code != "B2" for finding in bag.findings):
            bag.add("PASS", "B2")
        self.report.findings += [finding for part in looked for finding in part.findings]
        self._check_together([one for part in looked for one in part.summaries], heads)
        self.report.add("INFO", "N0")
        self.report.findings[:0] = bag.findings

    def _read_names(self) -> None:
        try:
            for item in load_json(self.package.read("data/report.json"))["exhibits"]:
                self.names[str(item["id"])] = str(item["file_name"])[:200]
        except MALFORMED:
            self.names = {}

    # L1 to L3, A0 to A2

    def _check_log(self) -> None:
        report, trust = self.report, self.trust
        try:
            self.log = read_log(self.package)
        except MALFORMED as error:
            report.add("FAIL", "L1", CHECKPOINT, type(error).__name__ + ": " + str(error)[:200])
        note = self.log.note
        if note.size:
            report.expect("L1", CHECKPOINT, lambda: is_signed_by(note, trust.log))
        if trust.witnesses:
            is_confirmed = any(is_cosigned_by(note, key) for key in trust.witnesses)
            report.add("PASS" if is_confirmed else "FAIL", "L2", CHECKPOINT)
        else:
            report.add("INFO", "L2")
        if self.seen is None:
            report.add("INFO", "L3")
        else:
            seen = self.seen
            report.expect(
                "L3",
                CHECKPOINT,
                lambda: self.log.continues(whole(seen["size"]), unbase64(seen["root"])),
                f"{seen.get('size')} → {note.size}",
            )

    def _check_stamps(self) -> Timeline:
        if not self.trust.roots:
            self.report.add("INFO", "A0")
            return Timeline([])

        def tell(result: AnchorResult) -> None:
            if result.failed != "A1":
                self.report.add("PASS", "A1", result.name)
            status = "FAIL" if result.failed else "PASS"
            self.report.add(status, result.failed or "A2", result.name, result.note)

        timeline = read_timeline(self.package, self.log, self.trust, tell)
        self.report.add("FAIL" if timeline.is_empty() else "PASS", "A0")
        return timeline

    # E9 and the devices' chains

    def _check_heads(self) -> Heads:
        heads = Heads()
        try:
            wrong = read_heads(self.package, self.log, heads)
        except MALFORMED as error:
            wrong = [type(error).__name__]
        self.report.add("FAIL" if wrong else "PASS", "E9", HEADS, ", ".join(wrong[:20]))
        return heads

    def _check_devices(
        self, timeline: Timeline, heads: Heads, export_id: str
    ) -> dict[str, DeviceKey]:
        keys: dict[str, DeviceKey] = {}
        try:
            for device in load_json(self.package.read(DEVICES))["devices"]:
                device_id = str(device["device_id"])
                # The export stands on this chain too, so that an end of the key before it shows.
                history = DeviceHistory(Ending(export_id, heads.heads.get(device_id, [])))
                check = ChainCheck(self.log, timeline, self.trust.longest_delay)
                records = (unbase64(event) for event in device["events"])
                proofs = (read_json_proof(proof) for proof in device["proofs"])
                check.run(device_id, records, proofs, history)
                label = "device " + device_id
                tell_chain(self.report, label, check, is_stamped=bool(self.trust.roots))
                history.ending.tell(self.report, label)
                if not any(check.wrong[code] for code in STRUCTURE):
                    keys.update(history.keys)
        except MALFORMED as error:
            self.report.add("FAIL", "V2", DEVICES, type(error).__name__)
        return keys

    # C1, D1 to D4

    def _check_together(self, exhibits: list[Summary], heads: Heads) -> None:
        ids = sorted(one.exhibit_id for one in exhibits)
        wanted = hashlib.sha256("\n".join(ids).encode()).hexdigest()
        missing: set[str] = set()
        for case_id in {one.case_id for one in exhibits if one.case_id}:
            missing |= heads.must_hold(case_id) - set(ids)
        told = {one.exhibits_sha256 for one in exhibits} == {wanted}
        is_one_case = len({one.case_id for one in exhibits}) == 1
        status = "PASS" if told and is_one_case and not missing else "FAIL"
        self.report.add(status, "C1", "", ", ".join(sorted(missing)[:20]))
        self._check_duplicates(exhibits)
        self._check_counters(exhibits)

    def _check_duplicates(self, exhibits: list[Summary]) -> None:
        counts = Counter(one.sha256 for one in exhibits if one.sha256)
        twice = [one for one in exhibits if counts[one.sha256] > 1]
        told = {one.sha256 for one in twice if one.is_duplicate_told}
        for one in twice:
            # A person has seen it in the system and the record says so: it is told, not judged.
            status = "INFO" if one.sha256 in told else "FAIL"
            self.report.add(status, "D1", label_of(one.exhibit_id, self.names), one.sha256)
        if not twice:
            self.report.add("PASS", "D1")

    def _check_counters(self, exhibits: list[Summary]) -> None:
        ordered = sorted(exhibits, key=lambda one: (one.device, one.seq, one.exhibit_id))
        failed = {"D2": False, "D4": False}
        for before, one in zip(ordered, ordered[1:]):  # noqa: B905, RUF007 - Python 3.8
            if before.device != one.device:
                continue
            label, step = label_of(one.exhibit_id, self.names), one.seq - before.seq
            note = f"{before.seq} → {one.seq}"
            if step == 0:
                self.report.add("FAIL", "D2", label, note)
                failed["D2"] = True
            elif step > 1:
                self.report.add("INFO", "D3", label, note)
            elif one.prev != before.record_sha256:
                self.report.add("FAIL", "D4", label, note)
                failed["D4"] = True
        for code in sorted(failed):
            if not failed[code]:
                self.report.add("PASS", code)


def audit(
    path: str, trust: dict[str, Any], seen: dict[str, Any] | None = None, jobs: int = 1
) -> list[Finding]:
    """Check the package at a path; raises ValueError when trust or package cannot be opened."""
    return run_audit(path, trust, seen, jobs).report.findings


def run_audit(path: str, trust: dict[str, Any], seen: dict[str, Any] | None, jobs: int) -> Audit:
    """Check the package and return the audit; raises ValueError when trust or package cannot be
    opened.
    """
    try:
        checks = Audit(Package(path), Trust(trust), seen)
    except (*MALFORMED, *BROKEN) as error:
        raise ValueError(str(error) or type(error).__name__) from error
    checks.run(jobs)
    return checks
