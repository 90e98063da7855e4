"""Large honest packages: many exhibits with real signatures, or one very long chain."""

import hashlib
import json
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from backend.exports.verifier.assembly import assembled
from scripts.forge.exporting import Wish, pack, record_export
from scripts.forge.maps import make_map
from scripts.forge.scene import begin
from scripts.forge.story import CASE, JPEG_HEAD, enrol, noise, photograph
from scripts.forge.world import World, b64, canonical

EVERY = 20
LONG_PROOFS = "proofs.jsonl"


def write_many(folder: Path, count: int, phones: int, size: int) -> Path:
    """Write a package of so many exhibits by so many phones; return the ZIP."""
    world = begin()
    for number in range(phones):
        enrol(world, f"officer {number}", f"phone {number}")
    world.anchor()
    ids = []
    for number in range(count):
        phone = world.phones[2 + number % phones]
        content = JPEG_HEAD + noise(f"photo {number}", size)
        ids.append(photograph(world, phone, f"photo {number}", content))
        if number % EVERY == EVERY - 1:
            world.wait(minutes=1)
            world.anchor()
    make_map(world)
    world.wait(minutes=1)
    world.anchor()
    record_export(world, ids)
    world.wait(minutes=1)
    world.anchor()
    bag = pack(world, Wish(ids))
    (folder / "trust.json").write_text(json.dumps(world.trust()))
    (folder / "verify.py").write_bytes(assembled())
    return bag.write_zip(folder / "package.zip")


def write_long(folder: Path, events: int) -> Path:
    """Write a package of one exhibit whose chain has so many records; return the ZIP."""
    world = begin()
    exhibit_id = photograph(world, world.phones[0], "photo 1")
    for _ in range(events):
        world.append(exhibit_id, "viewed", {"what": "preview"}, case_id=CASE)
    make_map(world)
    world.wait(minutes=1)
    world.anchor()
    record_export(world, [exhibit_id])
    world.wait(minutes=1)
    world.anchor()
    (folder / "trust.json").write_text(json.dumps(world.trust()))
    (folder / "verify.py").write_bytes(assembled())
    return _write_streamed(world, exhibit_id, folder / "package.zip")


def _write_streamed(world: World, exhibit_id: str, path: Path) -> Path:
    """Pack with the chain's records and proofs written as they are made."""
    indexes = world.chains[exhibit_id]
    world.chains[exhibit_id] = []
    bag = pack(world, Wish([exhibit_id]))
    world.chains[exhibit_id] = indexes
    folder = f"data/evidence/{exhibit_id}"
    del bag.files[f"{folder}/events.jsonl"]
    bag.rebag()
    digests: dict[str, dict[str, str]] = {"sha256": {}, "sm3": {}}
    with zipfile.ZipFile(path, "w") as archive:
        for name, lines in (
            (f"{folder}/events.jsonl", (world.records[index] + b"\n" for index in indexes)),
            (f"{folder}/{LONG_PROOFS}", _proof_lines(world, indexes)),
        ):
            hashes = {algorithm: hashlib.new(algorithm) for algorithm in digests}
            with archive.open(f"bag/{name}", "w", force_zip64=True) as out:
                for line in lines:
                    out.write(line)
                    for one in hashes.values():
                        one.update(line)
            for algorithm, one in hashes.items():
                digests[algorithm][name] = one.hexdigest()
        for algorithm, own in digests.items():
            listed = "".join(f"{digest}  {name}\n" for name, digest in own.items())
            bag.files[f"manifest-{algorithm}.txt"] += listed.encode()
        tags = [n for n in bag.files if not n.startswith("data/") and not n.startswith("tagm")]
        bag.files["tagmanifest-sha256.txt"] = "".join(
            f"{hashlib.sha256(bag.files[name]).hexdigest()}  {name}\n" for name in tags
        ).encode()
        for name, content in bag.files.items():
            archive.writestr(f"bag/{name}", content)
    return path


def _proof_lines(world: World, indexes: list[int]) -> Iterator[bytes]:
    tree, size = world.tree(), len(world.records)
    for index in indexes:
        path = [b64(node) for node in tree.inclusion(index, size)]
        yield canonical({"leaf_index": index, "path": path}) + b"\n"


# A child's peak begins with the memory of whoever started it: a small process must do that, not
# the one that has just made a large package.
LAUNCHER = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def run_verifier(
    folder: Path, package: Path, *options: str, most_bytes: int | None = None
) -> tuple[subprocess.CompletedProcess[str], float, float]:
    """Run the shipped verifier as its own process; return what it said, how long it took and the
    MiB of its largest process.
    """

    def limit() -> None:
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))

    command = [
        sys.executable, "-I", "-c", LAUNCHER,
        sys.executable, "-I", str(folder / "verify.py"), str(package),
        "--trust", str(folder / "trust.json"), "--lang", "en", *options,
    ]  # fmt: skip
    began = time.monotonic()
    result = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    seconds = time.monotonic() - began
    said, _, peak_kib = result.stderr.rstrip().rpartition("\n")
    result.stderr = said
    return result, seconds, int(peak_kib) / 1024
