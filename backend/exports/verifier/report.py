"""The list of findings."""

from __future__ import annotations

import re
from collections.abc import Callable

from backend.exports.verifier.reading import MALFORMED
from backend.exports.verifier.words import Finding

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class Report:
    """Collects findings; no text of the package can forge a line of them."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add(self, status: str, code: str, subject: str = "", note: str = "") -> None:
        """Add a line."""
        self.findings.append(
            Finding(status, code, CONTROL.sub("?", subject), CONTROL.sub("?", note))
        )

    def expect(self, code: str, subject: str, test: Callable[[], bool], note: str = "") -> bool:
        """Add PASS or FAIL; what cannot be read fails."""
        try:
            holds = test()
        except MALFORMED as error:
            holds, note = False, type(error).__name__ + ": " + str(error)[:200]
        self.add("PASS" if holds else "FAIL", code, subject, "" if holds else note)
        return holds
