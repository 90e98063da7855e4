#!/usr/bin/env python3
"""Verifies an evidence package of Xunzheng 巡证 offline: one file, standard library, Python 3.8+.

    python3 verify.py PACKAGE --trust trust.json [--lang zh|en] [--json]

PACKAGE is the ZIP or its unpacked folder. trust.json must come by another way.
Exit code 0: every check passed; 1: at least one failed. SKIP means not checked and is no PASS.
"""

from __future__ import annotations

import argparse
import base64
import calendar
import hashlib
import json
import os
import re
import stat
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

FORMAT = "xunzheng.package/1"
EVENT = "xunzheng.event/1"
BLOCK = 1 << 20
LARGEST_RECORD_FILE = 64 << 20
MOST_EVENTS = 100_000
SM3_WITHOUT_LIBRARY = 4 << 20
CLOCK_TOLERANCE_S = 120
HEX64 = re.compile(r"^[0-9a-f]{64}$")
MALFORMED = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)

# What holds when the check passes, what is wrong when it fails, and what is merely told.
MEANING = {
    "B1": ("包内文件齐全", "no file is missing", "包内缺少文件", "a file is missing"),
    "B2": ("包内文件与清单一致", "files agree with the manifests", "文件与清单不符，已被改动",
           "the file differs from the manifest: it was changed"),
    "B3": ("没有清单以外的文件", "no unlisted file", "清单以外或不安全的文件",
           "unlisted or unsafe file"),
    "L1": ("检查点由主管机关日志签名", "checkpoint signed by the bureau's log",
           "检查点不是主管机关日志签名的", "checkpoint not signed by the bureau's log"),
    "E1": ("流转记录编号连续", "custody records numbered without gap",
           "流转记录缺失或顺序被调换", "a custody record is missing or out of order"),
    "E2": ("流转记录前后衔接", "each custody record names the one before",
           "流转记录被改动，前后不衔接", "a custody record was altered: the chain is broken"),
    "E3": ("流转记录属于该对象", "custody records belong here",
           "流转记录属于其他对象", "a custody record belongs elsewhere"),
    "E4": ("流转记录都在存证日志中", "every custody record is in the log",
           "流转记录从未进入存证日志", "a custody record was never in the log"),
    "E5": ("流转记录及证明完整", "custody records and proofs are whole",
           "流转记录或其证明缺失、不可读", "a custody record or proof is missing or unreadable"),
    "E8": ("流转记录止于本次导出", "custody records reach this export",
           "末尾的流转记录被隐去", "the last custody records were hidden"),
    "C1": ("本次导出的证据一件不少", "no exhibit of this export left out",
           "有证据被漏掉或混入", "an exhibit was left out or slipped in"),
    "V0": ("有入库记录和有效回执", "intake record and valid receipt",
           "没有入库记录或回执无效", "no intake record, or an invalid receipt"),
    "V1": ("取证记录与入库时一致", "capture record is the one registered",
           "取证记录被调换", "the capture record was swapped"),
    "V2": ("设备密钥已登记", "device key enrolled", "设备密钥未登记", "device key unknown"),
    "V3": ("设备签名有效", "device signature valid", "设备签名不成立", "device signature false"),
    "V4": ("密钥当时属于该人员且有效", "key was this person's and valid then",
           "密钥不属于该人员，或当时无效", "key not valid for this person or time",
           "取证早于密钥登记(离线取证，联网后登记)",
           "captured before the key was enrolled (offline, enrolled at the next contact)"),
    "V5": ("文件与设备签名时一致", "file is what the device signed",
           "文件与手机签名时不同", "file differs from what the phone signed"),
    "V6": ("文件与入库时一致(SHA-256)", "file is what the server received (SHA-256)",
           "文件与服务器收到时不同(SHA-256)",
           "file differs from what the server received (SHA-256)"),
    "V7": ("文件与入库时一致(SM3)", "file is what the server received (SM3)",
           "文件与服务器收到时不同(SM3)", "file differs from what the server received (SM3)"),
    "T1": ("取证时间早于服务器签收", "capture time before the server's receipt",
           "设备时钟超出可证明的时段", "device clock outside the provable window"),
    "D1": ("没有重复的文件", "no bytes appear twice", "同一文件作为两件证据", "same bytes twice",
           "两件证据内容相同，流转记录中已说明", "same bytes twice, as the records tell"),
    "D2": ("设备计数没有重复", "no device counter used twice",
           "设备计数重复使用", "device counter reused"),
    "A0": ("无外部时间戳和见证：时间以主管机关服务器为准",
           "no external time stamp or witness: times are the bureau server's"),
    "N0": ("密码学不能排除：摆拍、翻拍屏幕、签名前的改动",
           "not provable: staging, photographed screens, changes before signing"),
}  # fmt: skip


class Finding(NamedTuple):
    """One line of the result."""

    status: str
    code: str
    subject: str
    note: str


# --- signatures and hashes --------------------------------------------------------------------

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    1,
)
SPKI_P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + b"\x04"


def _p256_add(a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
    """Add two points in Jacobian coordinates; z = 0 is the neutral point."""
    if not a[2] or not b[2]:
        return b if not a[2] else a
    z1, z2 = a[2] * a[2] % P, b[2] * b[2] % P
    u1, u2 = a[0] * z2 % P, b[0] * z1 % P
    s1, s2 = a[1] * z2 * b[2] % P, b[1] * z1 * a[2] % P
    if u1 == u2:
        if s1 != s2:
            return (1, 1, 0)
        slope = 3 * (a[0] - z1) * (a[0] + z1) % P
        s = 4 * a[0] * a[1] * a[1] % P
        x = (slope * slope - 2 * s) % P
        return (x, (slope * (s - x) - 8 * a[1] ** 4) % P, 2 * a[1] * a[2] % P)
    h, r = u2 - u1, s2 - s1
    h2 = h * h % P
    x = (r * r - h * h2 - 2 * u1 * h2) % P
    return (x, (r * (u1 * h2 - x) - s1 * h * h2) % P, h * a[2] * b[2] % P)


def p256_verifies(spki: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a raw r‖s signature (ECDSA, SHA-256) verifies under an SPKI public key."""
    if len(spki) != 91 or not spki.startswith(SPKI_P256) or len(signature) != 64:
        return False
    x, y = int.from_bytes(spki[27:59], "big"), int.from_bytes(spki[59:], "big")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    on_curve = x < P and y < P and (y * y - (x * x - 3) * x - B) % P == 0
    if not on_curve or not 0 < r < N or not 0 < s < N:
        return False
    w = pow(s, -1, N)
    u1, u2 = int.from_bytes(hashlib.sha256(message).digest(), "big") * w % N, r * w % N
    key, total = (x, y, 1), (1, 1, 0)
    table = [None, G, key, _p256_add(G, key)]
    for bit in range(255, -1, -1):
        total = _p256_add(total, total)
        chosen = table[(u1 >> bit & 1) | (u2 >> bit & 1) << 1]
        total = _p256_add(total, chosen) if chosen else total
    return bool(total[2]) and (total[0] * pow(total[2], -2, P) - r) % P % N == 0


Q = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q


def _ed_add(
    a: tuple[int, int, int, int], b: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    p, q = (a[1] - a[0]) * (b[1] - b[0]) % Q, (a[1] + a[0]) * (b[1] + b[0]) % Q
    t, z = 2 * a[3] * b[3] * D % Q, 2 * a[2] * b[2] % Q
    e, f, g, h = q - p, z - t, z + t, q + p
    return (e * f % Q, g * h % Q, f * g % Q, e * h % Q)


def _ed_times(number: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    total = (0, 1, 1, 0)
    for bit in bin(number)[2:]:
        total = _ed_add(total, total)
        total = _ed_add(total, point) if bit == "1" else total
    return total


def _ed_point(encoded: bytes) -> tuple[int, int, int, int] | None:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(x2, (Q + 3) // 8, Q)
    if (x * x - x2) % Q:
        x = x * pow(2, (Q - 1) // 4, Q) % Q
    if y >= Q or (x * x - x2) % Q or (x == 0 and sign):
        return None
    x = Q - x if x & 1 != sign else x
    return (x, y, 1, x * y % Q)


ED_BASE = _ed_point((4 * pow(5, -1, Q) % Q).to_bytes(32, "little"))


def ed25519_verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a signature verifies (RFC 8032 §5.1.7)."""
    if len(public) != 32 or len(signature) != 64 or ED_BASE is None:
        return False
    key, r = _ed_point(public), _ed_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left = _ed_times(s, ED_BASE)
    right = _ed_add(r, _ed_times(int.from_bytes(digest, "little") % L, key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % Q == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % Q == 0


def _rotate(value: int, bits: int) -> int:
    bits %= 32
    return (value << bits | value >> (32 - bits)) & 0xFFFFFFFF if bits else value


def _sm3_block(state: list[int], block: bytes) -> list[int]:
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for i in range(16, 68):
        x = w[i - 16] ^ w[i - 9] ^ _rotate(w[i - 3], 15)
        w.append(x ^ _rotate(x, 15) ^ _rotate(x, 23) ^ _rotate(w[i - 13], 7) ^ w[i - 6])
    a, b, c, d, e, f, g, h = state
    for i in range(64):
        early = i < 16
        a12 = _rotate(a, 12)
        ss1 = _rotate((a12 + e + _rotate(0x79CC4519 if early else 0x7A879D8A, i)) & 0xFFFFFFFF, 7)
        ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if early else (e & f) | (~e & g)
        tt1 = (ff + d + (ss1 ^ a12) + (w[i] ^ w[i + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[i]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, _rotate(b, 9), c
        e, f, g, h = tt2 ^ _rotate(tt2, 9) ^ _rotate(tt2, 17), e, _rotate(f, 19), g
    return [old ^ new for old, new in ((state[i], (a, b, c, d, e, f, g, h)[i]) for i in range(8))]


class SlowSm3:
    """SM3 (GB/T 32905-2016) for machines whose OpenSSL lacks it: about 0.3 MB a second."""

    def __init__(self) -> None:
        self._state = [
            0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
            0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
        ]  # fmt: skip
        self._rest, self._length = b"", 0

    def update(self, data: bytes) -> None:
        """Take in more bytes."""
        self._length += len(data)
        data = self._rest + data
        whole = len(data) // 64 * 64
        for start in range(0, whole, 64):
            self._state = _sm3_block(self._state, data[start : start + 64])
        self._rest = data[whole:]

    def hexdigest(self) -> str:
        """Finish and return the digest."""
        length = self._length * 8
        padding = b"\x80" + b"\x00" * ((55 - self._length) % 64) + length.to_bytes(8, "big")
        self.update(padding)
        return "".join(f"{word:08x}" for word in self._state)


def _new_sm3(size: int) -> Any:
    try:
        return hashlib.new("sm3")
    except ValueError:
        return SlowSm3() if size <= SM3_WITHOUT_LIBRARY else None


def root_from_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """Return the root a path leads to (RFC 9162 §2.1.3.2), None when it does not fit the tree."""
    if not 0 <= index < size:
        return None
    last, node = size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


# --- the package ------------------------------------------------------------------------------


class Package:
    """A bag in a folder or a ZIP, read in place: nothing is unpacked and no link is followed."""

    def __init__(self, path: str) -> None:
        self.sizes: dict[str, int] = {}
        self.unsafe: list[str] = []
        self._digests: dict[str, tuple[str, str | None]] = {}
        self._zip = None if os.path.isdir(path) else zipfile.ZipFile(path)
        self._entries: dict[str, str] = {}
        if self._zip:
            self._list_zip(self._zip)
        else:
            self._list_folder(path)

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
        names = Counter(info.filename for info in infos)
        tops = [name[:-9] for name in names if re.match("^([^/]+/)?bagit.txt$", name)]
        top = min(tops, key=len) if tops else ""
        for info in infos:
            name, mode = info.filename, info.external_attr >> 16
            is_link = bool(mode) and stat.S_IFMT(mode) not in (0, stat.S_IFREG)
            if is_link or info.flag_bits & 1 or names[name] > 1 or not _is_safe(name):
                self.unsafe.append(name)
            elif name.startswith(top):
                self._add(name[len(top) :], name, info.file_size)
            else:
                self.unsafe.append(name)

    def _add(self, name: str, entry: str, size: int) -> None:
        self.sizes[name], self._entries[name] = size, entry

    def _blocks(self, name: str) -> Iterator[bytes]:
        entry = self._entries[name]
        try:
            with self._zip.open(entry) if self._zip else open(entry, "rb") as file:
                yield from iter(lambda: file.read(BLOCK), b"")
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
            raise ValueError("damaged: " + name) from error

    def read(self, name: str) -> bytes:
        """Return a record file whole; raises KeyError when it is not there and ValueError when it
        is damaged or too large for a record.
        """
        if self.sizes[name] > LARGEST_RECORD_FILE:
            raise ValueError(name + " is too large")
        return b"".join(self._blocks(name))

    def digests(self, name: str) -> tuple[str, str | None]:
        """Return a file's SHA-256 and SM3, read once in blocks; no SM3 where it cannot be had."""
        if name not in self._digests:
            sha256, sm3 = hashlib.sha256(), _new_sm3(self.sizes[name])
            try:
                for block in self._blocks(name):
                    sha256.update(block)
                    if sm3:
                        sm3.update(block)
                self._digests[name] = (sha256.hexdigest(), sm3.hexdigest() if sm3 else None)
            except ValueError:
                self._digests[name] = ("damaged", "damaged")
        return self._digests[name]


def _is_safe(name: str) -> bool:
    parts = name.split("/")
    return not set(parts) & {"", ".", ".."} and not set(name) & set("\\:\0\r\n")


def load_json(content: bytes) -> Any:
    """Parse strict JSON; raises ValueError for a key given twice or a number JSON does not have."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValueError("a key is given twice")
        return dict(pairs)

    def refuse(text: str) -> None:
        raise ValueError(text + " is not JSON")

    return json.loads(content.decode("utf-8"), object_pairs_hook=unique, parse_constant=refuse)


def _seconds(moment: str) -> float:
    if not re.match(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", moment):
        raise ValueError("not a time: " + moment)
    whole = calendar.timegm(time.strptime(moment[:19], "%Y-%m-%dT%H:%M:%S"))
    return whole + int(moment[20:23]) / 1000


def _raw_key(vkey: str) -> tuple[str, bytes, bytes]:
    name, key_hash, encoded = vkey.split("+", 2)
    key = base64.b64decode(encoded, validate=True)
    if (
        key[:1] != b"\x01"
        or hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8] != key_hash
    ):
        raise ValueError("not an Ed25519 vkey: " + vkey)
    return name, bytes.fromhex(key_hash), key[1:]


class Trust:
    """What the verifier knows beforehand: the log's name and key, and the receipts' keys."""

    def __init__(self, facts: dict[str, Any]) -> None:
        if facts["v"] != "xunzheng.trust/1" or facts["package_format"] != FORMAT:
            raise ValueError("trust file of another format")
        self.origin, self.log_hash, self.log_key = _raw_key(facts["log_key"])
        if self.origin != facts["origin"]:
            raise ValueError("the log's key has another name than the log")
        self.receipt_keys = {
            key["key_id"]: _raw_key(key["vkey"])[2] for key in facts["receipt_keys"]
        }


# --- the checks -------------------------------------------------------------------------------


class Chain(NamedTuple):
    """The records of one exhibit or device, with the hash of each."""

    events: list[dict[str, Any]]
    hashes: list[str]


class Audit:
    """Checks one package against trust; `findings` is the result."""

    def __init__(self, package: Package, trust: Trust) -> None:
        self.package, self.trust = package, trust
        self.findings: list[Finding] = []
        self.names: dict[str, str] = {}
        self.size, self.root = 0, b""
        self.keys: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {}
        self.captures: dict[str, dict[str, Any]] = {}
        self.chains: dict[str, Chain] = {}

    def add(self, status: str, code: str, subject: str = "", note: str = "") -> None:
        """Add a line."""
        subject, note = (re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", text) for text in (subject, note))
        self.findings.append(Finding(status, code, subject, note))

    def expect(self, code: str, subject: str, test: Callable[[], bool], note: str = "") -> bool:
        """Add PASS or FAIL; what cannot be read fails."""
        try:
            holds = test()
        except MALFORMED as error:
            holds, note = False, type(error).__name__ + ": " + str(error)[:200]
        self.add("PASS" if holds else "FAIL", code, subject, "" if holds else note)
        return holds

    def run(self) -> None:
        """Make every check."""
        files = self.package.sizes
        ids = sorted(
            {name.split("/")[2] for name in files if re.match("data/evidence/[^/]+/", name)}
        )
        self._read_names()
        self._check_bag()
        self.expect("L1", "data/log/checkpoint.note", self._checkpoint_is_signed)
        self._check_devices()
        for exhibit_id in ids:
            self._check_exhibit(exhibit_id)
        self.expect("C1", "", lambda: bool(ids) and all(self._is_complete(key, ids) for key in ids))
        self._check_duplicates()
        self.add("INFO", "A0")
        self.add("INFO", "N0")

    def name_of(self, exhibit_id: str) -> str:
        """Return an exhibit's file name and id, as the lines show it."""
        name = self.names.get(exhibit_id, "")
        return (name + " " if name else "") + "(" + exhibit_id + ")"

    def _read_names(self) -> None:
        try:
            for item in load_json(self.package.read("data/report.json"))["exhibits"]:
                self.names[item["id"]] = str(item["file_name"])[:120]
        except MALFORMED:
            self.names = {}

    # B1, B2, B3

    def _check_bag(self) -> None:
        listed: dict[str, set[str]] = {}
        before = len(self.findings)
        for manifest in ("manifest-sha256.txt", "manifest-sm3.txt", "tagmanifest-sha256.txt"):
            listed[manifest] = self._check_manifest(manifest)
        payload = {name for name in self.package.sizes if name.startswith("data/")}
        tags = set(self.package.sizes) - payload - {"tagmanifest-sha256.txt"}
        stray = payload - (listed["manifest-sha256.txt"] & listed["manifest-sm3.txt"])
        stray |= tags - listed["tagmanifest-sha256.txt"]
        for name in sorted(stray | set(self.package.unsafe)):
            self.add("FAIL", "B3", name)
        failed = {finding.code for finding in self.findings[before:] if finding.status == "FAIL"}
        for code in ("B1", "B2", "B3"):
            if code not in failed:
                self.add("PASS", code)

    def _check_manifest(self, manifest: str) -> set[str]:
        if manifest not in self.package.sizes:
            self.add("FAIL", "B1", manifest)
            return set()
        try:
            text = self.package.read(manifest).decode("utf-8")
            lines = [line.split(None, 1) for line in text.split("\n") if line]
            wanted = {line[1]: line[0].lower() for line in lines}
        except MALFORMED:
            self.add("FAIL", "B2", manifest)
            return set()
        if len(wanted) < len(lines):
            self.add("FAIL", "B2", manifest)
        for name, digest in sorted(wanted.items()):
            self._check_listed(name, digest, is_sm3="-sm3" in manifest)
        return set(wanted)

    def _check_listed(self, name: str, wanted: str, *, is_sm3: bool) -> None:
        match = re.match("data/evidence/([^/]+)/", name)
        subject = (self.name_of(match.group(1)) + " " if match else "") + name
        if name not in self.package.sizes:
            self.add("FAIL", "B1", subject)
            return
        digest = self.package.digests(name)[1 if is_sm3 else 0]
        if digest is None:
            self.add("SKIP", "B2", subject, "SM3")
        elif digest != wanted:
            self.add("FAIL", "B2", subject, "SM3" if is_sm3 else "SHA-256")

    # L1

    def _checkpoint_is_signed(self) -> bool:
        note = self.package.read("data/log/checkpoint.note").decode("utf-8")
        text, _, signatures = note.partition("\n\n")
        origin, size, root = text.split("\n")[:3]
        self.size, self.root = int(size), base64.b64decode(root, validate=True)
        if origin != self.trust.origin:
            return False
        for line in signatures.splitlines():
            mark, name, encoded = line.split(" ")
            signature = base64.b64decode(encoded)
            if (mark, name, signature[:4]) == ("\u2014", origin, self.trust.log_hash):
                return ed25519_verifies(self.trust.log_key, signature[4:], (text + "\n").encode())
        return False

    # E1 to E5

    def _check_chain(self, label: str, subject_id: str, records: list[bytes], proofs: Any) -> Chain:
        hashes = [hashlib.sha256(record).hexdigest() for record in records]
        events: list[dict[str, Any]] = []

        def read_events() -> bool:
            read = [load_json(record) for record in records]
            whole = [
                e["v"] == EVENT and e["action"] and dict(e["detail"]) is not None for e in read
            ]
            events.extend(read if all(whole) else [])
            return bool(events) and len(proofs) == len(events)

        self.expect("E5", label, read_events)
        count = list(range(1, len(records) + 1))
        self.expect("E1", label, lambda: [event["seq"] for event in events] == count)
        self.expect("E2", label, lambda: [event["prev"] for event in events] == ["", *hashes[:-1]])
        self.expect("E3", label, lambda: {event["subject_id"] for event in events} == {subject_id})
        outside = [
            str(i) for i, record in enumerate(records, 1) if not self._is_logged(i, record, proofs)
        ]
        self.expect("E4", label, lambda: not outside, "seq " + ", ".join(outside[:20]))
        return Chain(events, hashes)

    def _is_logged(self, seq: int, record: bytes, proofs: Any) -> bool:
        try:
            proof = proofs[str(seq)]
            path = [base64.b64decode(sibling, validate=True) for sibling in proof["path"]]
            leaf = hashlib.sha256(b"\x00" + record).digest()
            root = root_from_path(leaf, proof["leaf_index"], self.size, path)
        except MALFORMED:
            return False
        return proof["tree_size"] == self.size and root == self.root

    def _check_devices(self) -> None:
        try:
            devices = load_json(self.package.read("data/keys/devices.json"))["devices"]
            for device in devices:
                records = [base64.b64decode(event, validate=True) for event in device["events"]]
                before = len(self.findings)
                label = "device " + device["device_id"]
                chain = self._check_chain(label, device["device_id"], records, device["proofs"])
                enrolled = [event for event in chain.events if event["action"] == "key_enrolled"]
                if all(finding.status == "PASS" for finding in self.findings[before:]):
                    for event in enrolled:
                        self.keys[event["detail"]["key_id"]] = (event, chain.events)
        except MALFORMED as error:
            self.add("FAIL", "V2", "data/keys/devices.json", type(error).__name__)

    # V0 to V7, T1, E8

    def _check_exhibit(self, exhibit_id: str) -> None:
        label, folder = self.name_of(exhibit_id), "data/evidence/" + exhibit_id + "/"
        records: list[bytes] = []
        proofs: Any = {}
        try:
            lines = self.package.read(folder + "events.jsonl").split(b"\n")[:-1]
            proofs = load_json(self.package.read(folder + "proofs.json"))
            if len(lines) > MOST_EVENTS:
                raise ValueError("too many records")
            records = lines
        except MALFORMED as error:
            self.add("FAIL", "E5", label, str(error)[:200])
        chain = self._check_chain(label, exhibit_id, records, proofs)
        self.chains[exhibit_id] = chain
        export_id = self._export_id()
        self.expect("E8", label, lambda: self._exported(chain)["export_id"] == export_id)
        stored = [e["object"] for e in chain.events if _is_intake(e)]
        intake = stored[0] if stored else {}
        receipt: dict[str, Any] = {}
        self.expect(
            "V0", label, lambda: self._receipt_holds(folder, exhibit_id, intake, chain, receipt)
        )
        self._check_capture(label, folder, exhibit_id, chain, receipt)
        self._check_original(label, folder, intake, self.captures.get(exhibit_id, {}))

    def _export_id(self) -> str:
        try:
            info = self.package.read("bag-info.txt").decode("utf-8")
        except MALFORMED:
            return ""
        found = re.search(r"^External-Identifier: (\S+)$", info, re.MULTILINE)
        return found.group(1) if found else ""

    def _exported(self, chain: Chain) -> dict[str, Any]:
        details = [e["detail"] for e in chain.events if e["action"] == "exported"]
        mine = [detail for detail in details if detail["export_id"] == self._export_id()]
        return dict(mine[-1])

    def _receipt_holds(
        self,
        folder: str,
        exhibit_id: str,
        intake: dict[str, Any],
        chain: Chain,
        out: dict[str, Any],
    ) -> bool:
        receipt = load_json(self.package.read(folder + "receipt.json"))
        statement = base64.b64decode(receipt["statement"], validate=True)
        signature = base64.b64decode(receipt["signature"], validate=True)
        key = self.trust.receipt_keys[receipt["key_id"]]
        facts = load_json(statement)
        if not ed25519_verifies(key, signature, statement):
            return False
        out.update(facts)
        same = all(facts[name] == intake[name] for name in ("sha256", "sm3", "size"))
        names_it = facts["exhibit_id"] == exhibit_id and facts["event_hash"] in chain.hashes
        return same and names_it

    def _check_capture(
        self, label: str, folder: str, exhibit_id: str, chain: Chain, receipt: dict[str, Any]
    ) -> None:
        try:
            envelope = load_json(self.package.read(folder + "capture.dsse.json"))
            kind, payload = envelope["payloadType"].encode(), base64.b64decode(envelope["payload"])
            signature = envelope["signatures"][0]
            capture = load_json(payload)
            key_id = capture["device_key_id"]
        except MALFORMED as error:
            self.add("FAIL", "V1", label, type(error).__name__)
            return
        self.captures[exhibit_id] = capture
        digest = hashlib.sha256(payload).hexdigest()
        known = [e["detail"].get("record_sha256") for e in chain.events]
        known = [recorded for recorded in known if recorded is not None]
        self.expect("V1", label, lambda: (known[0], capture["capture_id"]) == (digest, exhibit_id))
        if not self.expect(
            "V2", label, lambda: key_id in self.keys and signature["keyid"] == key_id
        ):
            return
        enrolled, history = self.keys[key_id]
        signed = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)

        def is_signed() -> bool:
            spki = base64.b64decode(enrolled["detail"]["public_key"], validate=True)
            is_named = hashlib.sha256(spki).hexdigest() == key_id
            return is_named and p256_verifies(spki, base64.b64decode(signature["sig"]), signed)

        self.expect("V3", label, is_signed)
        intake = [e for e in chain.events if "record_sha256" in e["detail"]]
        self.expect("V4", label, lambda: _was_valid(capture, intake[0], enrolled, history))
        if str(capture.get("captured_at")) < str(enrolled["at"]):
            # Sealed offline by a key that was enrolled at the next contact: told, not judged.
            self.add("INFO", "V4", label)
        self.expect(
            "T1",
            label,
            lambda: _captured_at(capture) <= _seconds(receipt["issued_at"]) + CLOCK_TOLERANCE_S,
            str(capture.get("captured_at")),
        )

    def _check_original(
        self, label: str, folder: str, intake: dict[str, Any], capture: dict[str, Any]
    ) -> None:
        names = [name for name in self.package.sizes if name.startswith(folder + "original.")]
        if len(names) != 1:
            self.add("FAIL", "V5", label, f"original: {len(names)}")
            return
        size, (sha256, sm3) = self.package.sizes[names[0]], self.package.digests(names[0])
        note = "SHA-256 " + sha256
        self.expect(
            "V5",
            label,
            lambda: (capture["media"]["sha256"], capture["media"]["size"]) == (sha256, size),
            note,
        )
        self.expect("V6", label, lambda: (intake["sha256"], intake["size"]) == (sha256, size), note)
        if sm3 is None:
            self.add("SKIP", "V7", label, "SM3")
        else:
            self.expect("V7", label, lambda: intake["sm3"] == sm3, "SM3 " + sm3)

    # C1, D1, D2

    def _is_complete(self, exhibit_id: str, ids: list[str]) -> bool:
        wanted = hashlib.sha256("\n".join(ids).encode()).hexdigest()
        return bool(self._exported(self.chains[exhibit_id])["exhibits_sha256"] == wanted)

    def _check_duplicates(self) -> None:
        originals = {
            name.split("/")[2]: self.package.digests(name)[0]
            for name in self.package.sizes
            if re.match(r"data/evidence/[^/]+/original\.[^/]+$", name)
        }
        counts = Counter(originals.values())
        twice = [key for key in sorted(originals) if counts[originals[key]] > 1]
        for key in twice:
            # A person has seen it in the system and the record says so: it is told, not judged.
            status = "INFO" if any(self._is_disclosed(other) for other in twice) else "FAIL"
            self.add(status, "D1", self.name_of(key), originals[key])
        if not twice:
            self.add("PASS", "D1")
        used = Counter(
            (str(c.get("device_key_id")), str(c.get("seq"))) for c in self.captures.values()
        )
        self.expect("D2", "", lambda: all(count == 1 for count in used.values()))

    def _is_disclosed(self, exhibit_id: str) -> bool:
        try:
            flags = [
                f for e in self.chains[exhibit_id].events for f in e["detail"].get("flags", [])
            ]
            return any(flag["code"] == "duplicate_bytes" for flag in flags)
        except MALFORMED:
            return False


def _is_intake(event: dict[str, Any]) -> bool:
    thing = event.get("object")
    return isinstance(thing, dict) and bool(HEX64.match(str(thing.get("sm3"))))


def _captured_at(capture: dict[str, Any]) -> float:
    # The device measured how far its clock was off and signed that too.
    return _seconds(capture["captured_at"]) + int(capture["clock_offset_ms"] or 0) / 1000


def _was_valid(
    capture: dict[str, Any],
    intake: dict[str, Any],
    enrolled: dict[str, Any],
    history: list[dict[str, Any]],
) -> bool:
    ended = [_seconds(e["at"]) for e in history if e["action"] in ("key_revoked", "key_retired")]
    is_owner = bool(enrolled["detail"]["person_id"] == capture["user_id"])
    was_known = _seconds(enrolled["at"]) <= _seconds(intake["at"])
    return is_owner and was_known and all(_captured_at(capture) < end for end in ended)


# --- the command ------------------------------------------------------------------------------


def audit(path: str, trust: dict[str, Any]) -> list[Finding]:
    """Check the package at a path; raises ValueError when trust or package cannot be opened."""
    try:
        checks = Audit(Package(path), Trust(trust))
    except (*MALFORMED, OSError, zipfile.BadZipFile) as error:
        raise ValueError(str(error) or type(error).__name__) from error
    checks.run()
    return checks.findings


def _line(finding: Finding, language: str | None) -> str:
    meanings = MEANING[finding.code]
    texts = {"PASS": meanings[:2], "FAIL": meanings[2:4], "INFO": meanings[-2:]}.get(
        finding.status, ("本机无法验算", "cannot be computed on this machine")
    )
    meaning = {"zh": texts[0], "en": texts[1]}.get(language or "", texts[0] + " / " + texts[1])
    parts = (finding.status, finding.code, finding.subject, meaning, finding.note)
    return "  ".join(part for part in parts if part)


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each check and return the exit code."""
    parser = argparse.ArgumentParser(
        description="核验巡证证据包 / Verify a Xunzheng evidence package"
    )
    parser.add_argument("package", help="证据包:ZIP 或解压后的文件夹 / the ZIP or its folder")
    parser.add_argument(
        "--trust", required=True, help="trust.json,须从包外取得 / not from the package"
    )
    parser.add_argument("--lang", choices=("zh", "en"), help="输出语言 / language of the output")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    given = parser.parse_args(arguments)
    inside = os.path.join(os.path.realpath(given.package), "")
    if os.path.realpath(given.trust).startswith(inside):
        parser.error("trust.json 不能取自证据包 / trust.json must not come from the package")
    try:
        with open(given.trust, "rb") as file:
            findings = audit(given.package, load_json(file.read(LARGEST_RECORD_FILE)))
    except (OSError, *MALFORMED) as error:
        sys.stdout.write("FAIL  " + str(error) + "\n")
        return 1
    counts = Counter(finding.status for finding in findings)
    passed = counts["FAIL"] == 0 and counts["PASS"] > 0
    if given.json:
        lines = [finding._asdict() for finding in findings]
        result = {"result": "PASS" if passed else "FAIL", "counts": counts, "checks": lines}
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
        return 0 if passed else 1
    for finding in findings:
        sys.stdout.write(_line(finding, given.lang) + "\n")
    verdict = "PASS  核验通过 / verified" if passed else "FAIL  核验不通过 / NOT verified"
    sys.stdout.write(
        verdict + "  " + ", ".join(f"{key} {counts[key]}" for key in sorted(counts)) + "\n"
    )
    return 0 if passed else 1


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
