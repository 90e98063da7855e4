"""Honest packages beside the plain one: nothing in them may fail."""

from collections.abc import Callable
from datetime import timedelta

from scripts.forge.exporting import Wish, pack, record_export
from scripts.forge.maps import make_map
from scripts.forge.scene import Scene, begin, honest_scene
from scripts.forge.story import CASE, JPEG_HEAD, OTHER_CASE, enrol, leave, link, noise, photograph
from scripts.forge.world import World, wire

ALMOST = 110
"""Seconds by which clocks may differ: less than the verifier's tolerance."""


def _closed(world: World, ids: list[str], case_id: str | None = CASE) -> Scene:
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
    return _closed(world, [late, early, told])


def stamps_late() -> Scene:
    """The authorities are ahead of the server."""
    world = begin()
    world.stamps_late = timedelta(seconds=ALMOST)
    ids = [photograph(world, world.phones[0], "first")]
    world.anchor()
    ids.append(photograph(world, world.phones[0], "second", not_before=None))
    return _closed(world, ids)


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
    return _closed(world, [first, second])


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
    return _closed(world, ids)


VARIANTS: dict[str, Callable[[], Scene]] = {
    "honest": honest_scene, "clocks": clocks_apart, "late stamps": stamps_late,
    "nobody outside": nobody_outside, "left": left_the_case, "told twice": told_twice,
    "enrolled offline": enrolled_offline,
}  # fmt: skip
