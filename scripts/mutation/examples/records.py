"""Records of devices, custody and daily maps, at the edges where a verifier decides."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from scripts.forge.exporting import EXPORT_ID
from scripts.forge.story import CASE
from scripts.forge.tree import MerkleTree
from scripts.forge.world import b64, canonical
from scripts.mutation.examples.notes import refuses

AT = "2026-11-20T01:00:00.000Z"
OWNER = {"key_id": "k", "public_key": "", "person_id": "wang"}
SIZE = 10


def records_hold(verify: ModuleType) -> bool:
    """Tell whether every record is taken for what it is."""
    groups: tuple[Callable[[ModuleType], bool], ...] = (
        _approvals, _validity, _lines, _times, _notes, _cases, _maps, _leaving, _export_id,
    )  # fmt: skip
    return all(group(verify) for group in groups)


def _event(verify: ModuleType, action: str, detail: Any, seq: int = 1, **facts: Any) -> Any:
    content = {"action": action, "detail": detail, "at": AT, **facts}
    return verify.Event(content, "h", seq, facts.get("leaf", 3))


def _key(verify: ModuleType, *events: tuple[str, dict[str, Any]]) -> Any:
    history = verify.DeviceHistory(verify.Ending(EXPORT_ID, []))
    history.take(_event(verify, "key_enrolled", OWNER))
    for action, detail in events:
        history.take(_event(verify, action, {"key_id": "k", **detail}))
    return history.keys["k"]


def _approvals(verify: ModuleType) -> bool:
    by = [("li", True), ("wang", False), ("", False), (5, False), (None, False)]
    approved = [
        _key(verify, ("key_approved", {"approved_by": who})).is_approved == is_good
        for who, is_good in by
    ]
    twice = ("key_approved", {"approved_by": "li"}), ("key_approved", {"approved_by": "wang"})
    others = ("key_noted", {"lost_at": AT}), ("viewed", {"ended_at": AT})
    is_quiet = _key(verify, *others).ended_at == []
    return all(approved) and _key(verify, *twice).is_approved and is_quiet


def _validity(verify: ModuleType) -> bool:
    at = float(verify.seconds(AT))
    revoked = {"lost_at": "2026-11-20T00:30:00.000Z", "ended_at": None}
    key = _key(verify, ("key_approved", {"approved_by": "li"}), ("key_revoked", revoked))
    lost = at - 1800
    cases = [(lost - 1, 4, True), (lost, 4, False), (lost + 1, 4, False), (lost - 1, 3, False),
             (lost - 1, 2, False)]  # fmt: skip
    judged = [verify.was_valid(key, "wang", when, leaf) == good for when, leaf, good in cases]
    retired = _key(verify, ("key_retired", {}))
    return all(judged) and retired.ended_at == [at] and not verify.was_valid(key, "li", 0, 4)


def _lines(verify: ModuleType) -> bool:
    report, lists = verify.Report(), verify.Manifests({"a": "x"}, {}, {"b": "y"})
    for name, label in (("a", ""), ("a", "photo"), ("b", "tags")):
        verify.check_file(report, lists, name, verify.Digests("other", None, []), label)
    report.expect("B1", "s", lambda: True, "note")
    report.expect("B1", "s", lambda: False, "note")
    for heads in ([], [verify.Head(2, "h"), verify.Head(1, "g")]):
        verify.Ending("e", heads).tell(report, "s")
    whole = verify.Ending("e", [verify.Head(1, "h")])
    whole.take(_event(verify, "exported", {"export_id": "e"}))
    whole.tell(report, "s")
    said = [(one.status, one.subject, one.note) for one in report.findings]
    return said == [
        ("FAIL", "a", "SHA-256"), ("FAIL", "photo a", "SHA-256"), ("FAIL", "tags b", "SHA-256"),
        ("PASS", "s", ""), ("FAIL", "s", "note"), ("FAIL", "s", "seq "), ("INFO", "s", ""),
        ("FAIL", "s", "seq 1, 2"), ("PASS", "s", ""),
    ]  # fmt: skip


def _times(verify: ModuleType) -> bool:
    at = float(verify.seconds(AT))
    delay, tolerance = 3600, verify.CLOCK_TOLERANCE_S
    cases = [
        (0, [(1, at)], []), (0, [(1, at + delay)], []), (0, [(1, at + delay + 1)], ["E10"]),
        (0, [(1, at - tolerance)], []), (0, [(1, at - tolerance - 1)], ["E7"]),
        (3, [(3, at + tolerance), (4, at)], []), (3, [(3, at + tolerance + 1), (4, at)], ["E7"]),
        (3, [(3, at)], ["E6"]), (0, [], ["E6"]), (-1, [], []),
    ]  # fmt: skip
    return all(_codes(verify, leaf, stamps, delay) == codes for leaf, stamps, codes in cases)


def _codes(verify: ModuleType, leaf: int, stamps: list[Any], delay: int) -> list[str]:
    check = verify.ChainCheck(verify.Log(), verify.Timeline(stamps), delay)
    check._check_times(_event(verify, "viewed", {}, leaf=leaf))
    return [code for code, wrong in check.wrong.items() if wrong]


def _notes(verify: ModuleType) -> bool:
    return all(_told(verify, count) == note for count, note in (
        (0, ("PASS", "")), (1, ("FAIL", "seq 1")),
        (20, ("FAIL", "seq " + ", ".join(map(str, range(1, 21))))),
        (21, ("FAIL", "seq " + ", ".join(map(str, range(1, 21))) + " …")),
        (30, ("FAIL", "seq " + ", ".join(map(str, range(1, 21))) + " …")),
    )) and _lengths(verify) == [[2], [0], [1], [2], [2], [1], [1]]  # fmt: skip


def _told(verify: ModuleType, count: int) -> tuple[str, str]:
    check, report = verify.ChainCheck(verify.Log(), verify.Timeline([]), 0), verify.Report()
    for _ in range(count):
        check.length += 1
        check._fail("E1")
    verify.tell_chain(report, "x", check, is_stamped=True)
    line = next(one for one in report.findings if one.code == "E1")
    kept: int = len(check.wrong["E1"])
    return (line.status, line.note) if kept <= verify.MOST_NAMED + 1 else ("", "")


def _lengths(verify: ModuleType) -> list[list[int]]:
    """Return at which record a chain is said to be not whole, for chains broken in many ways."""
    record = canonical({"v": "xunzheng.event/2", "subject_id": "x", "seq": 1, "prev": "",
                        "action": "viewed", "at": AT, "detail": {}})  # fmt: skip
    proof = verify.Proof(-1, [])

    def broken() -> Any:
        yield proof
        raise ValueError

    chains: list[tuple[Any, Any]] = [
        ([record], [proof, proof]), ([], []), ([b"{"], [proof]), ([record, record], broken()),
        ([record, record], [proof]), ([record.replace(b"event/2", b"event/9")], [proof]),
        ([record.replace(b'"detail":{}', b'"detail":[]')], [proof]),
    ]  # fmt: skip
    said = []
    for records, proofs in chains:
        check = verify.ChainCheck(verify.Log(), verify.Timeline([]), 0)
        check.run("x", records, proofs, verify.DeviceHistory(verify.Ending(EXPORT_ID, [])))
        said.append(check.wrong["E5"])
    return said


def _cases(verify: ModuleType) -> bool:
    custody = verify.Custody(verify.Ending(EXPORT_ID, []), "h", {})
    for number in range(1002):
        detail = {"kind": "case", "subject_id": f"case {number}", "label": "x"}
        custody.take(_event(verify, "linked", detail))
    custody.take(_event(verify, "linked", {"kind": "incident", "subject_id": "i", "label": "x"}))
    custody.take(_event(verify, "exported", {"export_id": "another"}))
    return len(custody.cases) == verify.MOST_KEPT and not custody.ending.exported


def _entry(change: Callable[[dict[str, Any]], Any], action: str = "daily_heads") -> Any:
    """Return an entry of a map of one exhibit in one case, proven, after a change of its event."""
    item = canonical({"head": "h", "seq": 2, "subject_id": "x"})
    leaf = canonical({"case_id": CASE, "items": 1,
                      "items_root": MerkleTree([item]).root(1).hex()})  # fmt: skip
    root = MerkleTree([leaf]).root(1).hex()
    detail = {"format": "xunzheng.heads/1", "count": 1, "root": root}
    event = {"action": action, "detail": detail}
    change(event)
    records = [b"%d" % number for number in range(SIZE - 1)] + [canonical(event)]
    tree = MerkleTree(records)
    entry = {"event": b64(records[-1]), "leaf_index": SIZE - 1, "leaf": b64(leaf), "index": 0,
             "path": [b64(node) for node in tree.inclusion(SIZE - 1, SIZE)], "count": 1,
             "map_path": [], "items": [b64(item)]}  # fmt: skip
    return entry, tree.root(SIZE)


def _taken(verify: ModuleType, entry: Any, root: bytes, method: str = "take") -> tuple[bool, Any]:
    log, heads = verify.Log(), verify.Heads()
    log.size, log.root = SIZE, root
    return getattr(heads, method)(entry, log), heads


def _maps(verify: ModuleType) -> bool:
    entry, root = _entry(lambda _: None)
    is_taken, heads = _taken(verify, entry, root)
    is_read = is_taken and heads.must_hold(CASE) == {"x"} and heads.heads == {"x": [(2, "h")]}
    odd = [
        _entry(lambda _: None, "policy_changed"),
        _entry(lambda event: event["detail"].update(format="xunzheng.heads/2")),
        _entry(lambda event: event["detail"].update(count=2)),
        _entry(lambda event: event["detail"].update(root="00" * 32)),
        ({**entry, "index": 1}, root), ({**entry, "items": []}, root), (entry, bytes(32)),
        ({**entry, "items": [b64(b'{"head":"h","seq":1,"subject_id":"x"}')]}, root),
    ]  # fmt: skip
    return bool(is_read) and not any(_taken(verify, *one)[0] for one in odd)


def _leaving(verify: ModuleType) -> bool:
    out = {"action": "unlinked", "subject_id": "x", "detail": {"kind": "case", "subject_id": CASE}}
    good = [_entry(lambda event: event.update(out)),
            _entry(lambda event: event.update(action="disposed", subject_id="x"))]  # fmt: skip
    entry, root = good[0]
    odd = [
        _entry(lambda event: event.update(action="linked", subject_id="x", detail=out["detail"])),
        _entry(lambda event: event.update({**out, "detail": {"kind": "incident",
                                                             "subject_id": CASE}})),
        (entry, bytes(32)), ({**entry, "leaf_index": 3}, root),
    ]  # fmt: skip
    taken = [
        [_taken(verify, entry, root, "take_leaving")[0] for entry, root in some]
        for some in (good, odd)
    ]
    return taken == [[True, True], [False] * len(odd)]


def _export_id(verify: ModuleType) -> bool:
    class Held:
        """A package of one file."""

        def __init__(self, content: bytes) -> None:
            self.content = content

        def read(self, _: str) -> bytes:
            """Return the file."""
            return self.content

    is_read = verify.export_id_of(Held(b"A: b\nExternal-Identifier: x-1\nC: d\n")) == "x-1"
    return is_read and refuses(verify, verify.export_id_of, Held(b"A: b\n"))
