"""What an exhibit's chain tells, gathered while it is read."""

from __future__ import annotations

import re
from typing import Any

from backend.exports.verifier.chains import Event
from backend.exports.verifier.heads import Ending
from backend.exports.verifier.package import Digests

MOST_KEPT = 1000


class Custody:
    """Takes in an exhibit's chain and keeps only what later checks ask for."""

    def __init__(self, ending: Ending, receipt_event: str, files: dict[str, Digests]) -> None:
        self.ending, self._receipt_event, self._files = ending, receipt_event, files
        self.received: Event | None = None
        self.stored: dict[str, Any] = {}
        self.is_receipt_honoured = False
        self.is_duplicate_told = False
        self.cases: set[str] = set()
        self.derived: list[tuple[str, str, str]] = []
        self.posing: list[str] = []
        self._original = ""

    def expect_original(self, sha256: str) -> None:
        """Note the digest of the file that stands as the original."""
        self._original = sha256

    def take(self, event: Event) -> None:
        """Take in the next record."""
        self.ending.take(event)
        reader = getattr(self, "_take_" + event.action, None)
        if reader:
            reader(event)

    def _take_received(self, event: Event) -> None:
        if self.received is None:
            self.received = event
            if event.facts.get("case_id"):
                self.cases.add(event.facts["case_id"])
        if event.hash == self._receipt_event:
            self.is_receipt_honoured = True

    def _take_stored(self, event: Event) -> None:
        if not self.stored:
            self.stored = dict(event.facts["object"])

    def _take_checked(self, event: Event) -> None:
        flags = event.detail.get("flags", [])
        if any(flag["code"] == "duplicate_bytes" for flag in flags):
            self.is_duplicate_told = True

    def _take_linked(self, event: Event) -> None:
        if event.detail["kind"] == "case" and len(self.cases) < MOST_KEPT:
            self.cases.add(event.detail["subject_id"])

    def _take_derived(self, event: Event) -> None:
        detail = event.detail
        if detail["sha256"] == self._original:
            self.posing.append(f"seq {event.seq}")
        prefix = f"{event.seq}-"
        for name in [name for name in self._files if name.startswith(prefix)]:
            digests = self._files.pop(name)
            codes = ("V10", detail["source_sha256"], self.stored.get("sha256")), (
                "V11", detail["sha256"], digests.sha256,
            )  # fmt: skip
            for code, wanted, found in codes:
                self.derived.append((code, name, "" if wanted == found else str(found)))

    _take_redacted = _take_derived

    def unknown_files(self) -> list[str]:
        """Return the derivatives' files that no record of the chain speaks of."""
        return sorted(self._files)


def derivatives_in(folder: str, digests: dict[str, Digests]) -> dict[str, Digests]:
    """Return the digests of a folder's derivatives by their names there."""
    start = folder + "derivatives/"
    return {
        re.sub("^" + re.escape(start), "", name): found
        for name, found in digests.items()
        if name.startswith(start)
    }
