"""Honest packages beside the plain one: nothing in them may fail."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from scripts.forge import sizes
from scripts.forge.exporting import Wish, pack, record_export
from scripts.forge.maps import make_map
from scripts.forge.scene import Scene, begin, honest_scene
from scripts.forge.story import (
    CASE,
    JPEG_HEAD,
    OTHER_CASE,
    capture_record,
    enrol,
    leave,
    link,
    noise,
    photograph,
    sha256,
    take_in,
)
from scripts.forge.tree import MerkleTree
from scripts.forge.world import World, canonical, wire

TOLERANCE = 120
"""Seconds by which clocks may differ."""
ALMOST = 110
"""Seconds by which clocks may differ: less than the verifier's tolerance."""


def closed(world: World, ids: list[str], case_id: str | None = CASE) -> Scene:
    """Map, export and stamp; return the scene with its package."""
    make_map(world)
    world.wait(minutes=5)
    world.anchor()
    record_export(world, ids, case_id)
    world.wait(minutes=1)
    world.anchor()
    return Scene(world, ids, pack(world, Wish(ids)), world.trust())


def clocks_apart() -> Scene:
    """Phones are a little ahead or behind, and so is the server."""
    world = begin()
    phone, apart = world.phones[0], timedelta(seconds=ALMOST)
    late = photograph(world, phone, "late", captured_at=wire(world.now - apart))
    early = photograph(world, phone, "early", captured_at=wire(world.now + apart))
    told = photograph(world, phone, "told", captured_at=wire(world.now - apart * 10),
                      clock_offset_ms=ALMOST * 10_000)  # fmt: skip
    world.stamps_late = -apart * 1.5
    return closed(world, [late, early, told])


def stamps_late() -> Scene:
    """The authorities are ahead of the server."""
    world = begin()
    world.stamps_late = timedelta(seconds=ALMOST)
    ids = [photograph(world, world.phones[0], "first")]
    world.anchor()
    ids.append(photograph(world, world.phones[0], "second", not_before=None))
    return closed(world, ids)


def nobody_outside() -> Scene:
    """There is no witness and no authority, and nobody has looked before."""
    scene = honest_scene()
    scene.trust = {**scene.trust, "witness_keys": [], "tsa_roots": []}
    scene.seen = None
    scene.bag = pack(scene.world, Wish(scene.ids, is_cosigned=False))
    return scene


def left_the_case() -> Scene:
    """A photo was mapped in the case, taken out of it, and is not exported."""
    world = begin()
    ids = [photograph(world, world.phones[0], name) for name in ("stays", "goes")]
    make_map(world)
    leave(world, ids[1], CASE)
    world.wait(minutes=5)
    world.anchor()
    record_export(world, ids[:1])
    world.wait(minutes=1)
    world.anchor()
    bag = pack(world, Wish(ids[:1]))
    return Scene(world, ids[:1], bag, world.trust())


def told_twice() -> Scene:
    """The same picture came twice and the records say so; one was in no case at first."""
    world = begin()
    phone, content = world.phones[0], JPEG_HEAD + noise("same", 2000)
    flags = [{"code": "duplicate_bytes"}]
    first = photograph(world, phone, "one", content, case_id=None, told=flags)
    link(world, first, CASE)
    photograph(world, phone, "between", case_id=OTHER_CASE)
    second = photograph(world, phone, "two", content, told=flags)
    return closed(world, [first, second])


def enrolled_offline() -> Scene:
    """The key was made at sea, used, enrolled at the next contact, and retired later."""
    world = begin()
    made_at = wire(world.now)
    world.wait(minutes=30)
    phone = enrol(world, "zhou", "phone of zhou")
    world.anchor()
    ids = [photograph(world, phone, "at sea", captured_at=made_at, not_before=None)]
    world.wait(minutes=5)
    world.append(phone.device_id, "key_retired", {"key_id": phone.key_id, "reason": "old"})
    return closed(world, ids)


def logged_late() -> Scene:
    """The worker stood still for half an hour before it wrote a key into the log."""
    world = begin()
    enrolled = world.now
    world.wait(minutes=30)
    world.anchor()
    phone = enrol(world, "zhou", "phone of zhou", enrolled_at=wire(enrolled))
    taken = wire(enrolled + timedelta(minutes=1))
    ids = [photograph(world, phone, "in between", captured_at=taken, not_before=None)]
    return closed(world, ids)


def streamed() -> Scene:
    """The proofs of each chain stand in one file."""
    scene = honest_scene()
    scene.bag = pack(scene.world, Wish(scene.ids, is_streamed=True))
    scene.seen = None
    return scene


def first_format() -> Scene:
    """A capture of the first format, which names no case."""
    world = begin()
    phone, content = world.phones[0], JPEG_HEAD + noise("first", 3000)
    record = capture_record(world, phone, "first", content, v="xunzheng.capture/1")
    del record["case_id"]
    phone.prev = sha256(canonical(record))
    return closed(world, [take_in(world, "first", record, phone.seal(record), content)])


def short_video() -> Scene:
    """A recording is sealed by its segments though it fits into one."""
    world = begin()
    content = noise("short video", 900)
    root = MerkleTree([hashlib.sha256(content).digest()]).root(1).hex()
    media = {
        "mime": "video/mp4", "size": len(content), "segment_size": sizes.SEGMENT,
        "segments_root": root,
    }  # fmt: skip
    return closed(world, [photograph(world, world.phones[0], "short", content, media=media)])


def not_mapped() -> Scene:
    """The export comes before the first daily map."""
    world = begin()
    ids = [photograph(world, world.phones[0], "first")]
    record_export(world, ids)
    world.wait(minutes=1)
    world.anchor()
    return Scene(world, ids, pack(world, Wish(ids)), world.trust())


def just_within() -> Scene:
    """Clocks differ by just as much as they may, and a key is used the moment it is enrolled."""
    world = begin()
    phone, apart = world.phones[0], timedelta(seconds=TOLERANCE)
    stamped = wire(world.now - apart)
    ids = [photograph(world, phone, "late", captured_at=stamped)]
    # The receipt is given twenty seconds after the capture.
    at_receipt = world.now + timedelta(seconds=20)
    ids.append(photograph(world, phone, "early", captured_at=wire(at_receipt + apart)))
    enrolled = wire(world.now)
    phone = enrol(world, "zhou", "phone of zhou")
    ids.append(photograph(world, phone, "at once", captured_at=enrolled, not_before=None))
    return closed(world, ids)


VARIANTS: dict[str, Callable[[], Scene]] = {
    "honest": honest_scene, "clocks": clocks_apart, "late stamps": stamps_late,
    "nobody outside": nobody_outside, "left": left_the_case, "told twice": told_twice,
    "enrolled offline": enrolled_offline, "logged late": logged_late,
    "streamed": streamed, "short video": short_video, "first format": first_format,
    "not mapped": not_mapped, "just within": just_within,
}  # fmt: skip
