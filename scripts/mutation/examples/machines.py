"""The whole program on an honest package: several processes, no SM3, the command line."""

import hashlib
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from scripts.forge.scene import Scene, honest_scene
from scripts.forge.world import ORIGIN, b64
from scripts.mutation.examples.notes import refuses
from scripts.mutation.examples.packages import changed

LINE = ("FAIL", "V5", "x", "y")
PLAIN = {
    None: "FAIL  V5  x  文件与手机签名时不同 / file differs from what the phone signed  y",
    "zh": "FAIL  V5  x  文件与手机签名时不同  y",
    "en": "FAIL  V5  x  file differs from what the phone signed  y",
}


def machines_hold(verify: ModuleType) -> bool:
    """Tell whether the program says what it should however and wherever it runs."""
    groups: tuple[Callable[[ModuleType], bool], ...] = (
        _sm3, _without_sm3, _lines, _processes, _labels, _commands, _memory,
    )  # fmt: skip
    return all(group(verify) for group in groups)


class _Place:
    """A folder with the honest package, and what a person has beside it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.root = Path(self._folder.name)
        self.scene: Scene = honest_scene()
        self.package = str(self.scene.bag.write_folder(self.root / "package"))
        self.trust = str(self.root / "trust.json")
        Path(self.trust).write_text(json.dumps(self.scene.trust))


@cache
def _place() -> _Place:
    return _Place()


def _sm3(verify: ModuleType) -> bool:
    for size in (0, 1, 55, 56, 63, 64, 65, 200):
        content, slow = bytes(range(200))[:size], verify.SlowSm3()
        for start in range(0, size, 50):
            slow.update(content[start : start + 50])
        if slow.hexdigest() != hashlib.new("sm3", content).hexdigest():
            return False
    with _without_library(verify):
        most = verify.SM3_WITHOUT_LIBRARY
        is_slow = isinstance(verify.new_sm3(most), verify.SlowSm3)
        return is_slow and verify.new_sm3(most + 1) is None


@contextmanager
def _without_library(verify: ModuleType) -> Iterator[None]:
    class Without:
        """A hashlib that lacks SM3."""

        def __getattr__(self, name: str) -> Any:
            """Return all the rest."""
            return getattr(hashlib, name)

        def new(self, name: str, content: bytes = b"") -> Any:
            """Refuse SM3."""
            if name == "sm3":
                raise ValueError(name)
            return hashlib.new(name, content)

    with changed(verify, hashlib=Without()):
        yield


def _without_sm3(verify: ModuleType) -> bool:
    place = _place()
    with changed(verify, new_sm3=lambda _: None):
        findings = verify.audit(place.package, place.scene.trust)
        is_refused = refuses(verify, verify._sm3, b"") and refuses(
            verify, verify.digest, "sm3", b""
        )
    skipped = {one.code for one in findings if one.status == "SKIP"}
    is_whole = {one.code for one in findings if one.status == "PASS"} >= {"B3", "V6"}
    failed = [one for one in findings if one.status == "FAIL"]
    # The lists of SM3 hold the payload only, so nothing is left out of the others.
    failed += [one for one in findings if one.status == "SKIP" and "bagit.txt" in one.subject]
    return is_refused and skipped == {"B2", "V7"} and is_whole and not failed


def _lines(verify: ModuleType) -> bool:
    line = verify.Finding(*LINE)
    plain = all(verify.plain_line(line, language) == text for language, text in PLAIN.items())
    skip = verify.plain_line(verify.Finding("SKIP", "V7", "", ""), "en")
    info = verify.plain_line(verify.Finding("INFO", "L2", "", ""), "en")
    told = verify.Report()
    told.add("PASS", "B1", "a\nFAIL", "b\u202ec")
    is_safe = told.findings == [("PASS", "B1", "a?FAIL", "b?c")]
    moment = verify.shown(1795136400.0)
    return (
        plain and is_safe and skip == "SKIP  V7  cannot be computed on this machine"
        and info == "INFO  L2  no witness: the trust file names no witness's key"
        and moment.startswith("2026-11-20 01:00:00 UTC (2026-11-")
    )  # fmt: skip


def _processes(verify: ModuleType) -> bool:
    place = _place()
    alone = verify.audit(place.package, place.scene.trust)
    with changed(verify, MANY=2, AT_A_TIME=2):
        shared = verify.audit(place.package, place.scene.trust, None, 2)
    return bool(alone == shared)


def _labels(verify: ModuleType) -> bool:
    place, first = _place(), _place().scene.ids[0]
    findings = verify.audit(place.package, place.scene.trust)
    told = [one for one in findings if (one.status, one.code) == ("INFO", "T1")]
    label = f"photo-1.jpg ({first})"
    note = next(one.note for one in told if one.subject == label)
    begins, _, ends = note.partition(" … ")
    return (begins[:23], ends[:23]) == ("2026-11-20 01:12:00 UTC", "2026-11-20 01:12:20 UTC")


def _run(verify: ModuleType, *arguments: str) -> tuple[int, str]:
    said = io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(said):
            code: int = verify.main([*arguments, "--jobs", "1"])
    except SystemExit as ended:
        code = int(str(ended.code))
    return code, said.getvalue()


def _commands(verify: ModuleType) -> bool:
    place = _place()
    seen, inside = str(place.root / "seen.json"), place.root / "package" / "trust.json"
    Path(seen).unlink(missing_ok=True)
    given = (place.package, "--trust", place.trust)
    first = _run(verify, *given, "--seen", seen, "--lang", "en")
    logs = json.loads(Path(seen).read_text())
    root = b64(place.scene.world.tree().root(len(place.scene.world.records)))
    is_kept = logs == {"v": "xunzheng.seen/1", "logs": {
        ORIGIN: {"size": len(place.scene.world.records), "root": root}}}  # fmt: skip
    again = _run(verify, *given, "--seen", seen, "--json")
    told = json.loads(again[1])
    is_told = told["result"] == "PASS" and told["counts"]["PASS"] == len(
        [one for one in told["checks"] if one["status"] == "PASS"]
    )
    continued = {(one["status"], one["code"]) for one in told["checks"]} >= {("PASS", "L3")}
    forgetful = _run(verify, *given)
    inside.write_text(Path(place.trust).read_text())
    refused = _run(verify, place.package, "--trust", str(inside))
    inside.unlink()
    is_said = "\nPASS  核验通过 / verified  INFO " in first[1] and "手机" not in first[1]
    return (
        (first[0], again[0], forgetful[0], refused[0]) == (0, 0, 0, 2)
        and is_kept and is_told and continued and is_said and _failures(verify, given, seen)
    )  # fmt: skip


def _failures(verify: ModuleType, given: tuple[str, ...], seen: str) -> bool:
    """What fails exits with 1, says so and leaves what was seen as it was."""
    place, odd = _place(), Path(seen).with_name("odd.json")
    logs = {"v": "xunzheng.seen/1", "logs": {ORIGIN: {"size": 3, "root": b64(bytes(32))}}}
    odd.write_text(json.dumps(logs))
    failed = _run(verify, *given, "--seen", str(odd), "--lang", "zh")
    is_kept = json.loads(odd.read_text()) == logs
    told = json.loads(_run(verify, *given, "--seen", str(odd), "--json")[1])["result"]
    odd.write_text(json.dumps({**logs, "v": "xunzheng.seen/2"}))
    unread = [
        _run(verify, *given, "--seen", str(odd)), _run(verify, place.package, "--trust", seen),
        _run(verify, seen, "--trust", place.trust),
    ]  # fmt: skip
    other = {"v": "xunzheng.seen/1", "logs": {"other": {"size": 3, "root": b64(bytes(32))}}}
    odd.write_text(json.dumps(other))
    passed = _run(verify, *given, "--seen", str(odd))
    both = sorted(json.loads(odd.read_text())["logs"]) == [ORIGIN, "other"]
    nameless = _nameless(verify, given)
    is_said = (
        nameless
        and "FAIL  核验不通过 / NOT verified" in failed[1]
        and "rolled back" not in failed[1]
    )
    return (
        failed[0] == 1 and is_kept and told == "FAIL" and is_said and passed[0] == 0 and both
        and all(code == 1 and said.startswith("FAIL  ") for code, said in unread)
    )  # fmt: skip


def _nameless(verify: ModuleType, given: tuple[str, ...]) -> bool:
    """An error is told in its words, or by its kind where it has none."""

    def refuse(_: bytes) -> None:
        raise ValueError

    place = _place()
    odd = place.root / "other.json"
    odd.write_text("{}")
    with changed(verify, load_json=refuse):
        silent = _run(verify, *given)[1]
    told = _run(verify, place.package, "--trust", str(odd))[1]
    return (silent, told) == ("FAIL  ValueError\n", "FAIL  'origin'\n")


def _memory(verify: ModuleType) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "seen.json")
        return verify.read_seen(None, ORIGIN) is None and verify.read_seen(path, ORIGIN) is None
