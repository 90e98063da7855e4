"""Making the package of an export out of the made-up bureau."""

import base64
import hashlib
import json
from dataclasses import dataclass

from backend.exports.verifier.assembly import assembled
from scripts.forge import sizes
from scripts.forge.bag import Bag
from scripts.forge.story import CASE
from scripts.forge.world import (
    WITNESS,
    Exhibit,
    Json,
    World,
    b64,
    canonical,
    cosign_line,
    made_id,
)

EXPORT_ID = made_id("export 1")


@dataclass
class Wish:
    """What to export; the later fields are what a malicious server leaves out or adds."""

    ids: list[str]
    case_id: str | None = CASE
    known_sizes: tuple[int, ...] = ()
    is_cosigned: bool = True
    has_maps: bool = True
    is_streamed: bool = False


def record_export(
    world: World, ids: list[str], case_id: str | None = CASE, *, only: str = ""
) -> None:
    """Write the export into each exhibit's chain, or into one of them, and into the phones'."""
    told = hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()
    detail = {
        "export_id": EXPORT_ID, "recipient": "法院", "purpose": "举证",
        "exhibit_count": len(ids), "exhibits_sha256": told, "case_id": case_id,
    }  # fmt: skip
    phones = sorted(phone.device_id for phone in world.phones)
    for subject_id in [*([only] if only else sorted(ids)), *phones]:
        world.append(subject_id, "exported", detail, case_id=case_id)


def checkpoint(world: World, *, is_cosigned: bool = True) -> str:
    """Return the newest checkpoint with its witness's line."""
    line = cosign_line(WITNESS, world.witness_key, world.note_text(), world.now)
    return world.signed_note() + (line if is_cosigned else "")


def pack(world: World, wish: Wish) -> Bag:
    """Return the package over everything that is in the log now."""
    note = checkpoint(world, is_cosigned=wish.is_cosigned)
    bag = Bag()
    files = bag.files
    for exhibit_id in wish.ids:
        files.update(_exhibit_files(world, world.exhibits[exhibit_id]))
        files.update(_proofs(world, exhibit_id, "" if wish.is_streamed else note))
    files["data/log/checkpoint.note"] = note.encode()
    files["data/log/consistency.json"] = canonical({"proofs": _consistency(world, wish)})
    for anchor in world.anchors:
        files[f"data/log/anchors/{anchor.size}.note"] = anchor.note
        for name, reply in anchor.replies.items():
            files[f"data/log/anchors/{anchor.size}.{name}.tsr"] = reply
    entries = list(world.maps.values()) if wish.has_maps else []
    heads = [{**entry, "path": _path(world, entry["leaf_index"])} for entry in entries]
    left = [_leaving(world, index) for index in world.left]
    files["data/log/heads.json"] = canonical({"heads": heads, "left": left})
    files["data/keys/devices.json"] = canonical({"devices": _devices(world)})
    for one in world.authorities:
        pem = base64.encodebytes(one.root).decode()
        text = f"-----BEGIN CERTIFICATE-----\n{pem}-----END CERTIFICATE-----\n"
        files[f"data/tsa/{one.name}.pem"] = text.encode()
    files["data/report.json"] = canonical({"exhibits": _names(world, wish.ids)})
    files["bagit.txt"] = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    files["bag-info.txt"] = f"External-Identifier: {EXPORT_ID}\n".encode()
    files["verify.py"] = assembled()
    bag.rebag()
    return bag


def _names(world: World, ids: list[str]) -> list[Json]:
    words = {"jpg": "photo", "mp4": "video"}
    extensions = [world.exhibits[one].extension for one in ids]
    return [
        {"id": one, "file_name": f"{words[extension]}-{number}.{extension}"}
        for number, (one, extension) in enumerate(zip(ids, extensions, strict=True), 1)
    ]


def _leaving(world: World, index: int) -> Json:
    record = b64(world.records[index])
    return {"event": record, "leaf_index": index, "path": _path(world, index)}


def _path(world: World, index: int) -> list[str]:
    return [b64(node) for node in world.tree().inclusion(index, len(world.records))]


def _exhibit_files(world: World, exhibit: Exhibit) -> dict[str, bytes]:
    folder = f"data/evidence/{exhibit.id}"
    indexes = world.chains[exhibit.id]
    files = {
        f"{folder}/original.{exhibit.extension}": exhibit.content,
        f"{folder}/capture.dsse.json": exhibit.envelope,
        f"{folder}/receipt.json": exhibit.receipt,
        f"{folder}/events.jsonl": b"".join(world.records[index] + b"\n" for index in indexes),
    }
    for name, content in exhibit.derivatives.items():
        files[f"{folder}/derivatives/{name}"] = content
    if len(exhibit.content) > sizes.SEGMENT:
        files[f"{folder}/segments.json"] = canonical(_segments(exhibit.content))
    return files


def _proofs(world: World, exhibit_id: str, note: str) -> dict[str, bytes]:
    """Return a proof a file, or without a note all in one as very long chains have them."""
    folder, indexes = f"data/evidence/{exhibit_id}", world.chains[exhibit_id]
    if not note:
        proofs = [{"leaf_index": index, "path": _path(world, index)} for index in indexes]
        return {f"{folder}/proofs.jsonl": b"".join(canonical(one) + b"\n" for one in proofs)}
    files = {}
    for seq, index in enumerate(indexes, 1):
        lines = "".join(f"{line}\n" for line in _path(world, index))
        proof = f"c2sp.org/tlog-proof@v1\nindex {index}\n{lines}\n{note}"
        files[f"{folder}/proofs/{seq}.tlog-proof"] = proof.encode()
    return files


def _segments(content: bytes) -> Json:
    parts = [
        content[start : start + sizes.SEGMENT] for start in range(0, len(content), sizes.SEGMENT)
    ]
    return {
        "segment_size": sizes.SEGMENT,
        "segments": [hashlib.sha256(p).hexdigest() for p in parts],
    }


def _consistency(world: World, wish: Wish) -> list[Json]:
    size = len(world.records)
    begun = [json.loads(base64.b64decode(json.loads(world.exhibits[one].envelope)["payload"]))
             for one in wish.ids]  # fmt: skip
    sizes = {record["not_before"]["tree_size"] for record in begun if record["not_before"]}
    sizes |= {anchor.size for anchor in world.anchors} | set(wish.known_sizes)
    return [
        {"from": old, "to": size, "path": [b64(n) for n in world.tree().consistency(old, size)]}
        for old in sorted(sizes)
        if 0 < old < size
    ]


def _devices(world: World) -> list[Json]:
    return [
        {
            "device_id": phone.device_id,
            "key_id": phone.key_id,
            "events": [b64(world.records[index]) for index in world.chains[phone.device_id]],
            "proofs": [
                {"leaf_index": index, "path": _path(world, index)}
                for index in world.chains[phone.device_id]
            ],
        }
        for phone in world.phones
    ]
