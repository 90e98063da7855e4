"""Keys, checkpoints, proofs and trust files that a verifier must read or refuse."""

import base64
from collections.abc import Callable
from types import ModuleType
from typing import Any

from scripts.forge.tree import MerkleTree
from scripts.forge.world import (
    BEGIN,
    ORIGIN,
    WITNESS,
    World,
    b64,
    cosign_line,
    ed25519_key,
    note_line,
    vkey,
)

RECORDS = [b"%d" % number for number in range(6)]
LOG, OTHER = ed25519_key("log"), ed25519_key("somebody")
TREE = MerkleTree(RECORDS)
TEXT = f"{ORIGIN}\n6\n{b64(TREE.root(6))}\nsm3-root {b64(bytes(32))}\n"
NOTE = (TEXT + "\n" + note_line(ORIGIN, LOG, TEXT)).encode()


def notes_hold(verify: ModuleType) -> bool:
    """Tell whether every note, key, proof and trust file is taken for what it is."""
    groups = (_keys, _signatures, _cosignatures, _trust, _proofs, _history)
    return all(group(verify) for group in groups)


def refuses(verify: ModuleType, call: Callable[..., Any], *given: Any) -> bool:
    """Tell whether something is refused as malformed."""
    try:
        call(*given)
    except verify.MALFORMED:
        return True
    return False


def _keys(verify: ModuleType) -> bool:
    good = verify.read_key(vkey("n", LOG), b"\1")
    name, hint, encoded = vkey("n", LOG).split("+")
    odd = [
        (vkey("n", LOG, b"\4"), b"\1"), (vkey("n", LOG), b"\4"), (f"m+{hint}+{encoded}", b"\1"),
        (f"{name}+00000000+{encoded}", b"\1"), (vkey("n", _Longer()), b"\1"),  # type: ignore[arg-type]
    ]  # fmt: skip
    is_read = (good.name, good.public) == ("n", LOG.public_key().public_bytes_raw())
    return is_read and all(refuses(verify, verify.read_key, *one) for one in odd)


class _Longer:
    """A key with an octet too many."""

    def public_key(self) -> "_Longer":
        """Return itself."""
        return self

    def public_bytes_raw(self) -> bytes:
        """Return one octet too many."""
        return bytes(33)


def _line(text: str, old: str, new: str) -> bytes:
    return text.replace(old, new).encode()


def _signatures(verify: ModuleType) -> bool:
    key = verify.read_key(vkey(ORIGIN, LOG), b"\1")
    signed = NOTE.decode()
    _, _, line = signed.rpartition("— ")
    odd_hint = "AAAA" + line.split(" ")[1][4:]
    foreign = TEXT.replace(ORIGIN, "other.example/log")
    odd = [
        (TEXT + "\n" + note_line(ORIGIN, OTHER, TEXT)).encode(), (TEXT + "\n").encode(),
        _line(signed, f"— {ORIGIN} ", "— somebody "), _line(signed, line.split(" ")[1], odd_hint),
        (foreign + "\n" + note_line(ORIGIN, LOG, foreign)).encode(),
        _line(signed, "sm3-root", "sm3-toor"),
    ]  # fmt: skip
    notes = [verify.read_note(one) for one in odd]
    beside = (TEXT + "\n" + note_line("somebody", OTHER, TEXT) + signed.split("\n\n")[1]).encode()
    good = [verify.read_note(one) for one in (NOTE, beside)]
    return all(verify.is_signed_by(one, key) for one in good) and not any(
        verify.is_signed_by(one, key) for one in notes
    )


def _cosignatures(verify: ModuleType) -> bool:
    key = verify.read_key(vkey(WITNESS, LOG, b"\4"), b"\4")
    line = cosign_line(WITNESS, LOG, TEXT, BEGIN)
    encoded = line.split(" ")[2].strip()
    longer = b64(base64.b64decode(encoded) + b"x")
    odd = [
        cosign_line(WITNESS, OTHER, TEXT, BEGIN), cosign_line(WITNESS, LOG, TEXT + "x\n", BEGIN),
        line.replace(WITNESS, "somebody"), line.replace(encoded, "AAAA" + encoded[4:]),
        note_line(WITNESS, LOG, TEXT), line.replace(encoded, longer), "",
    ]  # fmt: skip
    notes = [verify.read_note(f"{TEXT}\n{one}".encode()) for one in odd]
    is_good = verify.is_cosigned_by(verify.read_note(f"{TEXT}\n{line}".encode()), key)
    return is_good and not any(verify.is_cosigned_by(one, key) for one in notes)


def _trust(verify: ModuleType) -> bool:
    facts = World().trust()
    odd: list[dict[str, Any]] = [
        {"v": "xunzheng.trust/1"}, {"package_format": "xunzheng.package/1"}, {"origin": "other"},
        {"log_key": vkey(ORIGIN, LOG, b"\4")}, {"witness_keys": [vkey(WITNESS, LOG)]},
        {"max_anchor_delay_s": True}, {"receipt_keys": [{}]},
    ]  # fmt: skip
    trust = verify.Trust(facts)
    is_read = (trust.longest_delay, len(trust.roots), len(trust.witnesses)) == (3600, 2, 1)
    return is_read and all(refuses(verify, verify.Trust, {**facts, **one}) for one in odd)


def _proofs(verify: ModuleType) -> bool:
    log = verify.Log(NOTE)
    nodes = [b64(node) for node in TREE.inclusion(2, 6)]
    lines = "".join(f"{node}\n" for node in nodes)
    head = "c2sp.org/tlog-proof@v1\n"

    def read(first: str, index: str, note: bytes = NOTE) -> Any:
        return verify.read_tlog_proof(f"{first}{index}\n{lines}\n".encode() + note, log)

    good = [read(head, "index 2"), read(head + "extra eA==\n", "index 2")]
    odd = [(head[1:], "index 2"), (head, "index 02"), (head, "index -1"), (head, "number 2"),
           (head, "index 2\r"), (head, "number 2", NOTE + b"x")]  # fmt: skip
    is_led = all((one.leaf_index, one.path) == (2, TREE.inclusion(2, 6)) for one in good)
    is_lost = read(head, "index 2", NOTE + b"x").leaf_index == -1
    return is_led and is_lost and all(refuses(verify, read, *one) for one in odd)


def _history(verify: ModuleType) -> bool:
    path = [b64(node) for node in TREE.consistency(4, 6)]
    proofs = [{"from": 4, "to": 6, "path": path}, {"from": 4, "to": 7, "path": []}]
    log = verify.Log(NOTE, proofs)
    odd = [(4, bytes(32)), (5, TREE.root(5)), (6, bytes(32)), (7, TREE.root(6)), (0, b"")]
    known = [(4, TREE.root(4)), (6, TREE.root(6))]
    return all(log.continues(*one) for one in known) and not any(log.continues(*one) for one in odd)
