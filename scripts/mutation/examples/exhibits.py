"""One exhibit's checks at their edges, and what the program says of what it cannot open."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from scripts.forge.world import ORIGIN, b64, make_phone
from scripts.mutation.examples.packages import changed

AT = "2026-11-20T01:00:00.000Z"
NO_MOMENT = "? … ?"


def exhibits_hold(verify: ModuleType) -> bool:
    """Tell whether an exhibit is judged as it should be where something is missing or odd."""
    groups: tuple[Callable[[ModuleType], bool], ...] = (
        _keys, _windows, _summaries, _duplicates, _errors, _cores,
    )  # fmt: skip
    return all(group(verify) for group in groups)


def _check(verify: ModuleType, stamps: list[Any] | None = None) -> Any:
    timeline = verify.Timeline(stamps or [])
    shared = verify.Shared(None, verify.Log(), timeline, {}, verify.Heads(), "e")
    return verify.ExhibitCheck(None, shared, verify.Report(), "x", "x")


def _capture(verify: ModuleType, key_id: str = "k", **facts: Any) -> Any:
    phone = make_phone("wang", "example")
    told = {"captured_at": AT, "clock_offset_ms": 0, "not_before": None, "user_id": "wang", **facts}
    return verify.Capture(told, b"", b"m", phone.sign(b"m"), key_id)


def _keys(verify: ModuleType) -> bool:
    phone = make_phone("wang", "example")
    enrolled = {"key_id": "k", "public_key": b64(phone.spki), "person_id": "wang"}
    facts = {"action": "key_enrolled", "detail": enrolled, "at": AT}
    key, judged = verify.DeviceKey(verify.Event(facts, "h", 1, 3)), []
    for key_id in (phone.key_id, "k"):
        check = _check(verify)
        check._check_key(_capture(verify, key_id), key, 4)
        judged.append([one.status for one in check.report.findings if one.code == "V3"])
    at = verify.seconds(AT)
    moments = [_capture(verify, clock_offset_ms=offset).at - at for offset in (None, 0, -1500)]
    return judged == [["PASS"], ["FAIL"]] and moments == [0, 0, -1.5]


def _windows(verify: ModuleType) -> bool:
    at = verify.seconds(AT)
    fake = {"origin": ORIGIN, "tree_size": 7, "root": b64(bytes(32))}
    cases: list[tuple[list[Any], dict[str, Any], int, str]] = [
        ([(1, at)], {}, 0, "PASS"), ([], {}, 0, "FAIL"), ([(1, at)], {}, -1, "FAIL"),
        ([(5, at + 1000)], {"not_before": fake}, 3, "PASS"),
    ]  # fmt: skip
    for stamps, facts, leaf, status in cases:
        check = _check(verify, stamps)
        check._check_window(_capture(verify, **facts), leaf)
        judged, told = check.report.findings
        if judged.status != status or (told.note == NO_MOMENT) != (status == "FAIL"):
            return False
    return True


def _summaries(verify: ModuleType) -> bool:
    check = _check(verify)
    nothing = verify.Digests("", "", [])
    summary = check._summary(verify.Custody(verify.Ending("e", []), "", {}), nothing)
    check._expect("V6", True, "note")  # noqa: FBT003 - as the program calls it
    check._expect("V6", False, "note")  # noqa: FBT003 - as the program calls it
    notes = [(one.status, one.note) for one in check.report.findings]
    is_empty = (summary.seq, summary.case_id) == (-1, "")
    labels = verify.label_of("x", {}), verify.label_of("x", {"x": "a.jpg"})
    return (
        is_empty and notes == [("PASS", ""), ("FAIL", "note")] and labels == ("(x)", "a.jpg (x)")
    )  # fmt: skip


def _duplicates(verify: ModuleType) -> bool:
    said = []
    for digest in ("", "a"):
        one = verify.Summary("x", digest, "", 1, "", "", False, "", "")  # noqa: FBT003
        audit = verify.Audit(None, None, None)
        audit._check_duplicates([one, one])
        said.append([line.status for line in audit.report.findings])
    return said == [["PASS"], ["FAIL", "FAIL"]]


def _errors(verify: ModuleType) -> bool:
    def ended(_: str) -> None:
        raise EOFError

    said = []
    for package in (lambda _: None, ended):
        with changed(verify, Package=package):
            try:
                verify.audit("p", {})
            except ValueError as error:
                said.append(str(error))
    return said == ["'v'", "EOFError"]


def _cores(verify: ModuleType) -> bool:
    real, jobs = verify.os, []
    for count in (None, 3, 64):

        class Machine:
            """The system, with another number of cores."""

            cores = count

            def __getattr__(self, name: str) -> Any:
                """Return all the rest."""
                return getattr(real, name)

            def cpu_count(self) -> int | None:
                """Return how many cores there are, None where that is unknown."""
                return self.cores

        with changed(verify, os=Machine()):
            jobs.append(verify._parser().parse_args(["p", "--trust", "t"]).jobs)
    return jobs == [1, 3, 8]
