"""One exhibit: its record, signature, custody, times and file."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from backend.exports.verifier.captures import CAPTURES, Capture, is_signed_file, read_capture
from backend.exports.verifier.chains import (
    CLOCK_TOLERANCE_S,
    MOST_NAMED,
    ChainCheck,
    proofs_in,
    tell_chain,
)
from backend.exports.verifier.curves import p256_verifies
from backend.exports.verifier.custody import Custody, derivatives_in
from backend.exports.verifier.devices import DeviceKey, was_valid
from backend.exports.verifier.edwards import ed25519_verifies
from backend.exports.verifier.heads import Ending, Heads
from backend.exports.verifier.notes import Log, Trust
from backend.exports.verifier.package import Digests, Package
from backend.exports.verifier.reading import MALFORMED, load_json, seconds, shown, unbase64, whole
from backend.exports.verifier.report import Report
from backend.exports.verifier.timeline import Timeline

RECEIPT = "xunzheng.receipt/1"


class Shared(NamedTuple):
    """What is known before the exhibits are looked at."""

    trust: Trust
    log: Log
    timeline: Timeline
    keys: dict[str, DeviceKey]
    heads: Heads
    export_id: str


class Summary(NamedTuple):
    """What the checks across exhibits need of one."""

    exhibit_id: str
    sha256: str
    device: str
    seq: int
    prev: str
    record_sha256: str
    is_duplicate_told: bool
    exhibits_sha256: str
    case_id: str


class ExhibitCheck:
    """Makes every check of one exhibit."""

    def __init__(
        self, package: Package, shared: Shared, report: Report, exhibit_id: str, label: str
    ) -> None:
        self.package, self.shared, self.report = package, shared, report
        self.exhibit_id, self.label = exhibit_id, label
        self.folder = "data/evidence/" + exhibit_id + "/"
        self.receipt: dict[str, Any] = {}
        self.capture: Capture | None = None

    def run(self, digests: dict[str, Digests]) -> Summary:
        """Check everything; `digests` are those of the exhibit's files."""
        prefix = self.folder + "original."
        originals = [name for name in digests if name.startswith(prefix)]
        original = digests[originals[0]] if len(originals) == 1 else Digests("", "", [])
        self._read_receipt()
        custody = self._read_chain(original, digests)
        self._check_receipt(custody)
        self._check_capture(custody)
        size = self.package.sizes[originals[0]] if len(originals) == 1 else -1
        self._check_file(custody, original, size)
        self._check_derivatives(custody)
        return self._summary(custody, original)

    def _expect(self, code: str, holds: bool, note: str = "") -> bool:  # noqa: FBT001
        self.report.add("PASS" if holds else "FAIL", code, self.label, "" if holds else note)
        return holds

    # E1 to E10

    def _read_receipt(self) -> None:
        try:
            self.receipt = load_json(self.package.read(self.folder + "receipt.json"))
            self.receipt["facts"] = load_json(unbase64(self.receipt["statement"]))
        except MALFORMED:
            self.receipt = {}

    def _read_chain(self, original: Digests, digests: dict[str, Digests]) -> Custody:
        heads = self.shared.heads.heads.get(self.exhibit_id, [])
        facts = self.receipt.get("facts")
        receipt_event = str(facts.get("event_hash")) if isinstance(facts, dict) else ""
        files = derivatives_in(self.folder, digests)
        custody = Custody(Ending(self.shared.export_id, heads), receipt_event, files)
        custody.expect_original(original.sha256)
        check = ChainCheck(self.shared.log, self.shared.timeline, self.shared.trust.longest_delay)
        records = self.package.lines(self.folder + "events.jsonl")
        proofs = proofs_in(self.package, self.folder, self.shared.log)
        check.run(self.exhibit_id, records, proofs, custody)
        tell_chain(self.report, self.label, check, is_stamped=bool(self.shared.trust.roots))
        custody.ending.tell(self.report, self.label)
        return custody

    # V0 to V4, V8, V9, T1

    def _check_receipt(self, custody: Custody) -> None:
        def holds() -> bool:
            statement, facts = unbase64(self.receipt["statement"]), self.receipt["facts"]
            key = self.shared.trust.receipt_keys[self.receipt["key_id"]]
            stored = {name: custody.stored[name] for name in ("sha256", "sm3", "size")}
            is_signed = ed25519_verifies(key, unbase64(self.receipt["signature"]), statement)
            is_this = facts["exhibit_id"] == self.exhibit_id and facts["v"] == RECEIPT
            is_same = all(facts[name] == value for name, value in stored.items())
            return is_signed and is_this and is_same and custody.is_receipt_honoured

        if not self.report.expect("V0", self.label, holds):
            self.receipt = {}

    def _check_capture(self, custody: Custody) -> None:
        try:
            self.capture = read_capture(self.package.read(self.folder + "capture.dsse.json"))
        except MALFORMED as error:
            self.report.add("FAIL", "V1", self.label, type(error).__name__ + ": " + str(error)[:80])
            return
        capture, received = self.capture, custody.received
        digest = hashlib.sha256(capture.payload).hexdigest()
        wanted = received.detail.get("record_sha256") if received else None
        is_this = capture.facts.get("capture_id") == self.exhibit_id
        self._expect("V1", wanted == digest and is_this)
        key = self.shared.keys.get(capture.key_id)
        self._expect("V2", key is not None)
        if key is not None:
            self._check_key(capture, key, received.leaf_index if received else -1)
        self.report.expect("V8", self.label, lambda: self._is_of_its_case(capture, custody))
        self.report.expect("V9", self.label, lambda: self._begins_in_this_log(capture))
        self._check_window(capture, received.leaf_index if received else -1)

    def _check_key(self, capture: Capture, key: DeviceKey, received_leaf: int) -> None:
        def is_signed() -> bool:
            spki = unbase64(key.public_key)
            is_named = hashlib.sha256(spki).hexdigest() == capture.key_id
            return is_named and p256_verifies(spki, capture.signature, capture.signed)

        self.report.expect("V3", self.label, is_signed)
        user_id = str(capture.facts.get("user_id"))
        self.report.expect(
            "V4", self.label, lambda: was_valid(key, user_id, capture.at, received_leaf)
        )
        try:
            if capture.at < key.enrolled_at:
                # Sealed offline by a key that was enrolled at the next contact: told, not judged.
                self.report.add("INFO", "V4", self.label)
        except MALFORMED:
            return

    def _is_of_its_case(self, capture: Capture, custody: Custody) -> bool:
        signed = capture.facts["case_id"] if capture.facts["v"] == CAPTURES[1] else None
        exported = custody.ending.exported.get("case_id")
        return {signed, exported} - {None} <= custody.cases

    def _begins_in_this_log(self, capture: Capture) -> bool:
        known = capture.facts["not_before"]
        if known is None:
            return True
        is_ours = known.get("origin", self.shared.log.note.origin) == self.shared.log.note.origin
        return is_ours and self.shared.log.continues(
            whole(known["tree_size"]), unbase64(known["root"])
        )

    def _check_window(self, capture: Capture, received_leaf: int) -> None:
        bounds: list[float | None] = [None, None]

        def holds() -> bool:
            timeline, known = self.shared.timeline, capture.facts["not_before"]
            if known is not None and self._begins_in_this_log(capture):
                bounds[0] = timeline.begun_after(whole(known["tree_size"]))
            stamped = timeline.logged_before(received_leaf) if received_leaf >= 0 else None
            issued = seconds(self.receipt["facts"]["issued_at"]) if self.receipt else None
            ends = [moment for moment in (stamped, issued) if moment is not None]
            bounds[1] = min(ends) if ends else None
            begins, end = bounds
            is_late_enough = begins is None or capture.at >= begins - CLOCK_TOLERANCE_S
            return is_late_enough and end is not None and capture.at <= end + CLOCK_TOLERANCE_S

        self.report.expect("T1", self.label, holds, str(capture.facts.get("captured_at")))
        parts = ["?" if bound is None else shown(bound) for bound in bounds]
        self.report.add("INFO", "T1", self.label, " … ".join(parts))

    # V5 to V7, V10 to V12

    def _check_file(self, custody: Custody, original: Digests, size: int) -> None:
        capture, note = self.capture, "SHA-256 " + original.sha256
        self.report.expect(
            "V5",
            self.label,
            lambda: capture is not None and is_signed_file(capture.facts["media"], original, size),
            note,
        )
        stored = custody.stored
        self._expect(
            "V6", (stored.get("sha256"), stored.get("size")) == (original.sha256, size), note
        )
        if original.sm3 is None:
            self.report.add("SKIP", "V7", self.label, "SM3")
        else:
            self._expect("V7", stored.get("sm3") == original.sm3, "SM3 " + original.sm3)

    def _check_derivatives(self, custody: Custody) -> None:
        for code, name, found in custody.derived:
            self._expect(code, not found, name + " " + found)
        posing = [*custody.posing, *custody.unknown_files()]
        self._expect("V12", not posing, ", ".join(posing[:MOST_NAMED]))

    def _summary(self, custody: Custody, original: Digests) -> Summary:
        facts = self.capture.facts if self.capture else {}
        payload = self.capture.payload if self.capture else b""
        seq, exported = facts.get("seq"), custody.ending.exported
        return Summary(
            self.exhibit_id,
            original.sha256,
            str(facts.get("device_key_id")),
            seq if isinstance(seq, int) else -1,
            str(facts.get("prev")),
            hashlib.sha256(payload).hexdigest(),
            custody.is_duplicate_told,
            str(exported.get("exhibits_sha256")),
            str(exported.get("case_id") or ""),
        )
