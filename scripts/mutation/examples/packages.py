"""Folders, ZIPs, lists and files as a verifier must read or refuse them."""

import hashlib
import os
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from scripts.mutation.examples.notes import refuses

BLOCK, SEGMENT = 64, 256
SIZES = (0, 1, 63, 64, 65, 255, 256, 257, 320, 511, 512, 513, 768)
LIST = b"a" * 64 + b"  data/a\n"


def packages_hold(verify: ModuleType) -> bool:
    """Tell whether packages are read as they should be, with blocks small enough to try edges."""
    groups: tuple[Callable[[ModuleType, Path], bool], ...] = (
        _digests, _lines, _limits, _lists, _folders, _zips, _certificates, _held,
    )  # fmt: skip
    small = {"BLOCK": BLOCK, "SEGMENT": SEGMENT, "LONGEST_LINE": 100, "LARGEST_RECORD_FILE": 300}
    for group in groups:
        with tempfile.TemporaryDirectory() as folder, changed(verify, **small):
            if not group(verify, Path(folder)):
                return False
    return True


@contextmanager
def changed(verify: ModuleType, **names: Any) -> Iterator[None]:
    """Give a verifier other limits for a while."""
    before = {name: vars(verify)[name] for name in names}
    vars(verify).update(names)
    try:
        yield
    finally:
        vars(verify).update(before)


def _written(folder: Path, files: dict[str, bytes]) -> str:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return str(folder)


def _digests(verify: ModuleType, folder: Path) -> bool:
    contents = {f"f{size}": bytes(range(251)) * 4 for size in SIZES}
    contents = {name: content[: int(name[1:])] for name, content in contents.items()}
    package = verify.Package(_written(folder, contents))
    return all(package.digests(name) == _wanted(one) for name, one in contents.items())


def _wanted(content: bytes) -> tuple[str, str, list[bytes]]:
    starts = range(0, max(len(content), 1), SEGMENT)
    parts = [hashlib.sha256(content[start : start + SEGMENT]).digest() for start in starts]
    return hashlib.sha256(content).hexdigest(), hashlib.new("sm3", content).hexdigest(), parts


def _lines(verify: ModuleType, folder: Path) -> bool:
    longest = b"x" * 100
    good = {"a": b"one\ntwo\n", "b": longest + b"\n" + longest + b"\n", "c": b"", "d": b"\n\n",
            "j": b"x" * 27 + b"\n" + longest + b"\n"}  # fmt: skip
    odd = {"e": b"one\ntwo", "f": longest + b"x\n", "g": b"x" * 1000, "h": b"a\n" + b"x" * 101,
           "i": b"x" * 63 + b"\n" + b"x" * 101 + b"\n"}  # fmt: skip
    package = verify.Package(_written(folder, {**good, **odd}))
    is_read = all(list(package.lines(name)) == one.split(b"\n")[:-1] for name, one in good.items())
    return is_read and all(refuses(verify, list, package.lines(name)) for name in odd)


def _limits(verify: ModuleType, folder: Path) -> bool:
    package = verify.Package(_written(folder, {"a": bytes(300), "b": bytes(301)}))
    return package.read("a") == bytes(300) and refuses(verify, package.read, "b")


def _lists(verify: ModuleType, folder: Path) -> bool:
    odd = {"a": LIST.replace(b"  ", b" "), "b": b"A" + LIST[1:], "c": LIST[1:], "d": LIST * 2,
           "e": LIST[:-1], "f": b"x" + LIST, "g": b"\n", "h": LIST[:64] + b"\n"}  # fmt: skip
    package = verify.Package(_written(folder, {**odd, "good": LIST + LIST.replace(b"/a", b"/b")}))
    wanted = {"data/a": "a" * 64, "data/b": "a" * 64}
    is_read = package.manifest("good") == wanted
    return is_read and all(refuses(verify, package.manifest, name) for name in odd)


def _folders(verify: ModuleType, folder: Path) -> bool:
    files = {"data/a": b"", "data/evidence/x/b": b"", "data/evidence/x/c/d": b"", "e:f": b""}
    _written(folder, files)
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to("/etc")
    (folder / "data" / "lost").symlink_to("/nowhere")
    package = verify.Package(str(folder))
    is_found = set(package.sizes) == set(files) - {"e:f"}
    inside = {"x": {"data/evidence/x/b", "data/evidence/x/c/d"}}
    is_sorted = {name: set(names) for name, names in package.folders.items()} == inside
    return is_found and is_sorted and set(package.unsafe) == {"e:f", "pipe", "link", "data/lost"}


def _zips(verify: ModuleType, folder: Path) -> bool:
    link, locked = zipfile.ZipInfo("bag/link"), zipfile.ZipInfo("bag/locked")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    plain = zipfile.ZipInfo("bag/data/plain")
    plain.external_attr = (stat.S_IFREG | 0o644) << 16
    names: list[str | zipfile.ZipInfo] = [
             "bag/bagit.txt", "bag/data/a", "bag/data/", "bag/data/Twice", "bag/data/twice",
             "beside.txt", "bag/../up", "bag/deep/bagit.txt", plain, link, locked]  # fmt: skip
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    _lock(path, b"bag/locked")
    package = verify.Package(str(path))
    unsafe = ["bag/../up", "bag/data/Twice", "bag/data/twice", "bag/link", "bag/locked",
              "beside.txt"]  # fmt: skip
    found = {"bagit.txt", "data/a", "deep/bagit.txt", "data/plain"}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/a", b"x")
    is_plain = set(verify.Package(str(path)).sizes) == {"data/a"}
    return is_plain and sorted(package.unsafe) == unsafe and set(package.sizes) == found


def _lock(path: Path, name: bytes) -> None:
    """Mark an entry as encrypted, in its own head and in the list at the end."""
    content = bytearray(path.read_bytes())
    for mark, flags, start in ((b"PK\3\4", 6, 30), (b"PK\1\2", 8, 46)):
        place = content.find(mark)
        while content[place + start : place + start + len(name)] != name:
            place = content.find(mark, place + 1)
        content[place + flags] |= 1
    path.write_bytes(content)


def _certificates(verify: ModuleType, folder: Path) -> bool:
    pem = b"-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n"
    files = {"data/tsa/a.pem": pem * 2, "data/tsa/b.pem": b"\xff", "data/tsa/c.txt": pem,
             "data/d.pem": pem, "data/tsa/e.pem": pem.replace(b"YQ==", b"YQ")}  # fmt: skip
    return bool(verify._certificates(verify.Package(_written(folder, files))) == [b"a", b"a"])


def _held(verify: ModuleType, folder: Path) -> bool:
    package = verify.Package(_written(folder, {"a": b"x" * BLOCK, "b": b"y" * (BLOCK + 1)}))
    package.hold(["a", "b"])
    (folder / "a").write_bytes(b"z")
    wanted = [b"x" * BLOCK, b"y" * (BLOCK + 1)]
    return [package.read(name) for name in ("a", "b")] == wanted
