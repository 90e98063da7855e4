"""Reading the package: a bag in a folder or a ZIP, in place and in blocks."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from backend.exports.verifier.digests import new_sm3
from backend.exports.verifier.reading import HEX64

BLOCK = 1 << 20
SEGMENT = 4 << 20
LARGEST_RECORD_FILE = 64 << 20
LONGEST_LINE = 1 << 20
MOST_HELD = 16 << 20
BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


class Digests(NamedTuple):
    """A file's digests; no SM3 where it cannot be had. Segments are the SHA-256 of each 4 MiB."""

    sha256: str
    sm3: str | None
    segments: list[bytes]


class Package:
    """A bag in a folder or a ZIP, read in place: nothing is unpacked and no link is followed."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.sizes: dict[str, int] = {}
        self.unsafe: list[str] = []
        self._zip = None if os.path.isdir(path) else zipfile.ZipFile(path)
        self._entries: dict[str, str] = {}
        self._held: dict[str, bytes] = {}
        if self._zip:
            self._list_zip(self._zip)
        else:
            self._list_folder(path)
        self.folders: dict[str, list[str]] = {}
        for name in self.sizes:
            match = re.match("data/evidence/([^/]+)/", name)
            if match:
                self.folders.setdefault(match.group(1), []).append(name)

    def _list_folder(self, root: str) -> None:
        for folder, folders, files in os.walk(root):
            for entry in folders + files:
                path = os.path.join(folder, entry)
                name = os.path.relpath(path, root).replace(os.sep, "/")
                kind = os.lstat(path)
                if stat.S_ISREG(kind.st_mode) and _is_safe(name):
                    self._add(name, path, kind.st_size)
                elif not stat.S_ISDIR(kind.st_mode):
                    self.unsafe.append(name)

    def _list_zip(self, archive: zipfile.ZipFile) -> None:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        names = Counter(_one_name(info.filename) for info in infos)
        tops = [i.filename[:-9] for i in infos if re.match("^([^/]+/)?bagit.txt$", i.filename)]
        top = min(tops, key=len) if tops else ""
        for info in infos:
            name, mode = info.filename, info.external_attr >> 16
            is_link = stat.S_IFMT(mode) not in (0, stat.S_IFREG)
            is_twice = names[_one_name(name)] > 1
            if is_link or info.flag_bits & 1 or is_twice or not _is_safe(name):
                self.unsafe.append(name)
            elif name.startswith(top):
                self._add(name[len(top) :], name, info.file_size)
            else:
                self.unsafe.append(name)

    def _add(self, name: str, entry: str, size: int) -> None:
        self.sizes[name], self._entries[name] = size, entry

    def blocks(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes; raises KeyError when it is not there, ValueError when damaged."""
        if name in self._held:
            yield self._held[name]
            return
        entry = self._entries[name]
        try:
            with self._zip.open(entry) if self._zip else open(entry, "rb") as file:
                yield from iter(lambda: file.read(BLOCK), b"")
        except BROKEN as error:
            raise ValueError("damaged: " + name) from error

    def read(self, name: str) -> bytes:
        """Return a record file whole; raises KeyError when it is not there and ValueError when it
        is damaged or too large for a record.
        """
        if self.sizes[name] > LARGEST_RECORD_FILE:
            raise ValueError(name + " is too large")
        return b"".join(self.blocks(name))

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the lines of a file of any size, each ended by a line feed; raises as `blocks`,
        and ValueError for a line that is too long or not ended.
        """
        rest = b""
        for block in self.blocks(name):
            *lines, rest = (rest + block).split(b"\n")
            if len(rest) > LONGEST_LINE or any(len(line) > LONGEST_LINE for line in lines):
                raise ValueError("a line is too long: " + name)
            yield from lines
        if rest:
            raise ValueError("the last line is not ended: " + name)

    def digests(self, name: str) -> Digests:
        """Return a file's digests, read once in blocks."""
        sha256, sm3, part = hashlib.sha256(), new_sm3(self.sizes[name]), hashlib.sha256()
        segments: list[bytes] = []
        try:
            for number, block in enumerate(self.blocks(name), 1):
                sha256.update(block)
                if sm3:
                    sm3.update(block)
                if self.sizes[name] > SEGMENT:
                    part.update(block)
                    if number % (SEGMENT // BLOCK) == 0:
                        segments.append(part.digest())
                        part = hashlib.sha256()
        except ValueError:
            return Digests("damaged", "damaged", [])
        if self.sizes[name] <= SEGMENT:
            segments.append(sha256.digest())
        elif self.sizes[name] > SEGMENT * len(segments):
            segments.append(part.digest())
        return Digests(sha256.hexdigest(), sm3.hexdigest() if sm3 else None, segments)

    def hold(self, names: list[str]) -> None:
        """Keep these files in memory, as far as they are small, instead of those held before."""
        self._held = {}
        room = MOST_HELD
        for name in names:
            room -= self.sizes[name]
            if self.sizes[name] <= BLOCK and room >= 0:
                try:
                    self._held[name] = b"".join(self.blocks(name))
                except ValueError:
                    continue

    def manifest(self, name: str) -> dict[str, str]:
        """Return the digests a manifest lists; raises KeyError or ValueError."""
        wanted: dict[str, str] = {}
        for line in self.lines(name):
            digest, space, listed = line.decode("utf-8").partition("  ")
            if not space or not HEX64.match(digest) or listed in wanted:
                raise ValueError("not a manifest: " + name)
            wanted[listed] = digest
        return wanted


def _is_safe(name: str) -> bool:
    parts = name.split("/")
    return not set(parts) & {"", ".", ".."} and not set(name) & set("\\:\0\r\n")


def _one_name(name: str) -> str:
    # What some machine would unpack into one and the same file.
    return unicodedata.normalize("NFC", name).casefold()
