"""The scene of every attack: an honest case, its package, and what the liaison remembers."""

import copy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from scripts.forge import sizes
from scripts.forge.bag import Bag
from scripts.forge.exporting import Wish, pack, record_export
from scripts.forge.maps import make_map
from scripts.forge.story import CASE, JPEG_HEAD, OTHER_CASE, derive, enrol, noise, photograph
from scripts.forge.world import Phone, World, b64

PHOTOS = ("photo 1", "photo 2", "photo 3", "photo 4")


@dataclass
class Scene:
    """An attack works on this: the bureau's memory, the package, and the verifier's own files."""

    world: World
    ids: list[str]
    bag: Bag
    trust: dict[str, Any]
    seen: dict[str, Any] | None = None
    is_zip: bool = False
    extra: Any = None
    moments: dict[str, Any] = field(default_factory=dict)

    @property
    def phone(self) -> Phone:
        """The phone that took the photos."""
        return self.world.phones[0]

    def name(self, number: int, file: str) -> str:
        """Return the path of an exhibit's file."""
        return f"data/evidence/{self.ids[number]}/{file}"

    def export_again(self, **wish: Any) -> None:
        """Let the server make the package anew from what it holds now."""
        self.world.rebuild()
        self.bag = pack(self.world, Wish(self.ids, **wish))


def begin(world: World | None = None) -> World:
    """Return the bureau on its first morning: two phones enrolled and stamped."""
    world = world or World()
    enrol(world, "wang", "phone of wang")
    enrol(world, "chen", "phone of chen")
    world.wait(minutes=10)
    world.anchor()
    return world


def first_day(world: World) -> list[str]:
    """Let the officer take four photos and a video, and close the day; return the exhibits."""
    phone = world.phones[0]
    ids = [photograph(world, phone, name) for name in PHOTOS]
    derive(world, ids[0], "preview", JPEG_HEAD + noise("preview", 500))
    derive(world, ids[1], "redacted", JPEG_HEAD + noise("redacted", 500))
    world.wait(minutes=5)
    world.anchor()
    video = noise("video", sizes.SEGMENT >> 6) * 65
    ids.append(photograph(world, phone, "video 1", video))
    photograph(world, world.phones[1], "photo of chen", case_id=OTHER_CASE)
    world.wait(minutes=5)
    world.anchor()
    world.wait(hours=8)
    make_map(world)
    world.wait(minutes=5)
    world.anchor()
    return ids


def second_day(world: World, ids: list[str]) -> None:
    """Let the liaison look and export."""
    world.wait(hours=12)
    for exhibit_id in ids:
        world.append(exhibit_id, "viewed", {"what": "detail"}, case_id=CASE)
    record_export(world, ids)
    world.wait(minutes=1)
    world.anchor()


@cache
def _honest() -> Scene:
    world = begin()
    ids = first_day(world)
    second_day(world, ids)
    known = world.anchors[2].size
    bag = pack(world, Wish(ids, known_sizes=(known,)))
    seen = {"size": known, "root": b64(world.tree().root(known))}
    return Scene(world, ids, bag, world.trust(), seen)


def honest_scene() -> Scene:
    """Return a fresh copy of the honest scene."""
    made = _honest()
    world = copy.copy(made.world)
    for name in ("records", "anchors", "phones", "left"):
        setattr(world, name, list(getattr(made.world, name)))
    world.chains = {key: list(chain) for key, chain in made.world.chains.items()}
    for name in ("heads", "exhibits", "maps"):
        setattr(world, name, dict(getattr(made.world, name)))
    seen = dict(made.seen or {})
    return Scene(world, list(made.ids), Bag(dict(made.bag.files)), dict(made.trust), seen)
