"""What an attack is, and the tools several of them use."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scripts.forge.scene import Scene
from scripts.forge.story import sha256
from scripts.forge.world import Json, World, canonical


@dataclass(frozen=True)
class Attack:
    """A forger's change; `code` tells a liaison what happened, `also` what else shows it."""

    number: str
    zh: str
    en: str
    code: str
    also: frozenset[str]
    apply: Callable[[Scene], None]
    keeps_manifests: bool = False

    @property
    def codes(self) -> set[str]:
        """All codes that fail, no more and no fewer."""
        return {self.code, *self.also}


ATTACKS: dict[str, Attack] = {}


def attack(
    number: str, zh: str, en: str, codes: str, *, keeps_manifests: bool = False
) -> Callable[[Callable[[Scene], None]], Callable[[Scene], None]]:
    """Register an attack; of its codes the first is the one that tells what happened."""

    def register(apply: Callable[[Scene], None]) -> Callable[[Scene], None]:
        if number in ATTACKS:
            raise ValueError(f"attack {number} is there twice")
        code, *also = codes.split()
        ATTACKS[number] = Attack(number, zh, en, code, frozenset(also), apply, keeps_manifests)
        return apply

    return register


def flip(content: bytes) -> bytes:
    """Return the content with one bit changed in its middle."""
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    return bytes(changed)


def edit_capture(
    scene: Scene, number: int, change: Callable[[Json], Any], *, resign: bool = False
) -> None:
    """Change a capture record in its envelope; the signature is made anew only when asked for."""
    name = scene.name(number, "capture.dsse.json")
    record = scene.bag.capture_of(scene.ids[number])
    change(record)
    if resign:
        scene.bag.files[name] = scene.phone.seal(record)
        return
    envelope = json.loads(scene.bag.files[name])
    envelope["payload"] = base64.b64encode(canonical(record)).decode()
    scene.bag.files[name] = canonical(envelope)


def rewrite(world: World, index: int, change: Callable[[Json], Any]) -> None:
    """Change a logged record and chain every later record of its subject to it."""
    subject_id = json.loads(world.records[index])["subject_id"]
    prev: str | None = None
    for seq, place in enumerate(world.chains[subject_id], 1):
        record = json.loads(world.records[place])
        if place == index:
            change(record)
        if prev is not None:
            record["seq"], record["prev"] = seq, prev
        world.records[place] = canonical(record)
        prev = sha256(world.records[place])
        world.heads[subject_id] = (seq, prev)
    world.rebuild()


def rechain(records: list[bytes]) -> list[bytes]:
    """Return records numbered and chained afresh."""
    made: list[bytes] = []
    for seq, content in enumerate(records, 1):
        record = json.loads(content)
        record["seq"] = seq
        record["prev"] = hashlib.sha256(made[-1]).hexdigest() if made else ""
        made.append(canonical(record))
    return made


def index_of(scene: Scene, number: int, action: str) -> int:
    """Return the leaf of an exhibit's first event of that kind."""
    wanted = f'"action":"{action}"'.encode()
    chain = scene.world.chains[scene.ids[number]]
    return next(index for index in chain if wanted in scene.world.records[index])
