"""Attacks on the time stamps over checkpoints."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from cryptography.x509.oid import ExtendedKeyUsageOID

from scripts.forge.attacks.kinds import attack
from scripts.forge.scene import Scene
from scripts.forge.stamping import Purpose, authority
from scripts.forge.world import Anchor, b64, ed25519_key


def last_anchor(scene: Scene) -> Anchor:
    """Return the stamped checkpoint over the export itself."""
    return scene.world.anchors[-1]


def put_replies(scene: Scene, replies: dict[str, bytes]) -> None:
    """Put other replies under the last stamped checkpoint."""
    for name, reply in replies.items():
        scene.bag.files[f"data/log/anchors/{last_anchor(scene).size}.{name}.tsr"] = reply


@attack("29", "另一检查点的时间戳", "token of another checkpoint", "A1 E6")
def foreign_token(scene: Scene) -> None:
    """Valid stamps, over something else."""
    put_replies(scene, scene.world.anchors[-2].replies)


def restamp(scene: Scene, purpose: Purpose, at: datetime | None = None) -> None:
    """Stamp the last checkpoint by units of trusted roots with another purpose."""
    anchor, replies = last_anchor(scene), {}
    roots = []
    for one in scene.world.authorities:
        made = authority(f"{one.name} again", purpose)
        replies[one.name] = made.stamp(anchor.note, at or scene.world.now)
        roots.append({"name": made.name, "certificate": b64(made.root)})
    scene.trust["tsa_roots"] = [*scene.trust["tsa_roots"], *roots]
    put_replies(scene, replies)


@attack("30", "不受信任的时间戳机构", "rogue time-stamping authority", "A1 E6")
def rogue_authority(scene: Scene) -> None:
    """An authority that nobody trusts."""
    rogue = authority("rogue")
    note = last_anchor(scene).note
    put_replies(scene, dict.fromkeys(("one", "two"), rogue.stamp(note, scene.world.now)))


@attack("30b", "证书不用于时间戳", "a certificate for another purpose", "A1 E6")
def wrong_purpose(scene: Scene) -> None:
    """A trusted root's certificate for signing programs."""
    restamp(scene, Purpose(usage=(ExtendedKeyUsageOID.CODE_SIGNING,)))


@attack("30c", "证书还用于其他用途", "a certificate for more than stamping", "A1 E6")
def two_purposes(scene: Scene) -> None:
    """RFC 3161 demands that stamping be the only purpose."""
    usage = (ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING)
    restamp(scene, Purpose(usage=usage))


@attack("30d", "证书用途未标为关键", "a purpose that is not critical", "A1 E6")
def purpose_not_critical(scene: Scene) -> None:
    """RFC 3161 demands that the purpose be critical."""
    restamp(scene, Purpose(is_critical=False))


@attack("30e", "加盖时证书已过期", "certificate expired when it stamped", "A1 E6")
def expired(scene: Scene) -> None:
    """The unit's certificate ended before the stamp."""
    restamp(scene, Purpose(ends=datetime(2026, 11, 1, tzinfo=UTC)))


@attack("31", "改动时间戳中的时间", "genTime edited", "A1 E6")
def edit_gen_time(scene: Scene) -> None:
    """The year in the token is changed."""
    _edit_replies(scene, b"20261120", b"20251120")


def _edit_replies(scene: Scene, old: bytes, new: bytes) -> None:
    replies = last_anchor(scene).replies
    put_replies(scene, {name: reply.replace(old, new) for name, reply in replies.items()})


@attack("31b", "改动时间戳中的摘要", "imprint replaced", "A1 E6")
def edit_imprint(scene: Scene) -> None:
    """The token of an earlier checkpoint is made to speak of the last one."""
    before, last = scene.world.anchors[-2], last_anchor(scene)
    old, new = (hashlib.sha256(anchor.note).digest() for anchor in (before, last))
    put_replies(scene, {n: reply.replace(old, new) for n, reply in before.replies.items()})


@attack("31c", "改动时间戳的签名", "a stamp's signature changed", "A1 E6")
def edit_stamp_signature(scene: Scene) -> None:
    """The last byte of the token belongs to the signature."""
    replies = last_anchor(scene).replies
    put_replies(scene, {n: r[:-1] + bytes([r[-1] ^ 1]) for n, r in replies.items()})


@attack("31d", "去掉全部时间戳", "all stamps removed", "A0 E6")
def no_stamps(scene: Scene) -> None:
    """The anchors are left out of the package."""
    for name in [n for n in scene.bag.files if n.startswith("data/log/anchors/")]:
        del scene.bag.files[name]


@attack("31e", "时间戳属于另一日志的检查点", "stamps over another log's checkpoint", "A2 E6")
def foreign_log_stamped(scene: Scene) -> None:
    """A checkpoint that somebody else signed was stamped."""
    world, size = replace(scene.world), last_anchor(scene).size
    world.log_key = ed25519_key("somebody")
    note = world.signed_note(size).encode()
    scene.bag.files[f"data/log/anchors/{size}.note"] = note
    put_replies(scene, {one.name: one.stamp(note, world.now) for one in world.authorities})
