"""Attacks on log, witness, stamps and the choice of exhibits, by whoever holds the server."""

import base64
import hashlib
import json
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography.x509.oid import ExtendedKeyUsageOID

from scripts.forge.attacks.kinds import attack, index_of, rewrite
from scripts.forge.exporting import Wish, pack, record_export
from scripts.forge.scene import Scene, begin, first_day, second_day
from scripts.forge.stamping import Purpose, authority
from scripts.forge.story import CASE, OTHER_CASE
from scripts.forge.world import Anchor, Json, World, b64, canonical, cosign_line, ed25519_key


@attack(
    "21",
    "数据库管理员在入日志后改动一行",
    "DB admin edits a row after sequencing",
    "L3 A2 E2 E6 V9",
)
def edit_row(scene: Scene) -> None:
    """The record is changed in place, and the tree is built and signed anew over it."""
    world, index = scene.world, index_of(scene, 0, "checked")
    record = json.loads(world.records[index])
    record["detail"]["detected_mime"] = "image/png"
    world.records[index] = canonical(record)
    _known_again(scene)


def _known_again(scene: Scene) -> None:
    known = scene.seen["size"] if scene.seen else 1
    scene.export_again(known_sizes=(known,))


@attack(
    "22",
    "数据库管理员改写整条链并用日志密钥重签",
    "DB admin re-chains everything and re-signs with the log key",
    "A2 E6 E8 V9",
)
def rewrite_all(scene: Scene) -> None:
    """All is consistent again, but for the stamps of before."""
    _rewrite(scene)
    scene.seen = None


def _rewrite(scene: Scene) -> None:
    def change(record: Json) -> None:
        record["detail"]["detected_mime"] = "image/png"

    rewrite(scene.world, index_of(scene, 0, "checked"), change)
    _known_again(scene)


@attack(
    "23",
    "同上，丢弃旧时间戳，另购新的",
    "same, old anchors dropped, new ones bought",
    "L3 E10 E8 V9",
)
def rewrite_and_restamp(scene: Scene) -> None:
    """Only who saw the log before, or a witness who refuses, can tell."""
    scene.world.anchors = []
    scene.world.rebuild()

    def change(record: Json) -> None:
        record["detail"]["detected_mime"] = "image/png"

    rewrite(scene.world, index_of(scene, 0, "checked"), change)
    scene.world.anchor()
    _known_again(scene)


@attack(
    "23b", "今天编造两天前的全部历史", "whole history invented today for two days ago", "E10 E7 T1"
)
def invented(scene: Scene) -> None:
    """Every stamp is two days younger than what it covers."""
    world = World(stamps_late=timedelta(days=2))
    _tell(scene, world)
    scene.seen = None


def _tell(scene: Scene, world: World) -> None:
    told = begin(world)
    ids = first_day(told)
    second_day(told, ids)
    scene.world, scene.ids, scene.bag = told, ids, pack(told, Wish(ids))


@attack("24", "分叉：给您看的是另一份日志", "split view: you are shown another log", "L3")
def split_view(scene: Scene) -> None:
    """The liaison saw a tree of the same size with another root."""
    assert scene.seen is not None  # noqa: S101
    scene.seen["root"] = b64(bytes(32))


@attack("25", "日志整体回退", "roll back the whole log tail", "L3")
def roll_back(scene: Scene) -> None:
    """The liaison saw a larger log."""
    size = len(scene.world.records)
    scene.seen = {"size": size + 5, "root": b64(bytes(32))}


@attack("25b", "同样大小而不同的日志", "another log of the same size", "L3")
def same_size(scene: Scene) -> None:
    """The liaison saw a log of just this size."""
    scene.seen = {"size": len(scene.world.records), "root": b64(bytes(32))}


@attack("25c", "不给出与上次日志的一致性证明", "no proof from the log you saw", "L3")
def no_consistency(scene: Scene) -> None:
    """The proof from the size that was seen is left out."""
    assert scene.seen is not None  # noqa: S101
    size = scene.seen["size"] - 1
    scene.seen = {"size": size, "root": b64(scene.world.tree().root(size))}


@attack("27", "检查点由错误密钥签名", "checkpoint by a wrong key", "L1")
def wrong_log_key(scene: Scene) -> None:
    """Somebody else signs the newest checkpoint."""
    scene.world.log_key = ed25519_key("somebody")
    _known_again(scene)


@attack("27b", "检查点没有签名", "checkpoint without a signature", "L1 L2")
def unsigned(scene: Scene) -> None:
    """No line follows the text."""
    text = scene.world.note_text()
    _set_checkpoint(scene, f"{text}\n")


def _set_checkpoint(scene: Scene, note: str) -> None:
    old = scene.bag.files["data/log/checkpoint.note"]
    for name, content in scene.bag.files.items():
        scene.bag.files[name] = content.replace(old, note.encode())


@attack("28", "没有见证签名", "no witness line", "L2")
def no_witness(scene: Scene) -> None:
    """The witness did not confirm the checkpoint."""
    known = (scene.seen or {"size": 1})["size"]
    scene.export_again(is_cosigned=False, known_sizes=(known,))


@attack("28b", "见证签名属于另一检查点", "witness line of another checkpoint", "L2")
def foreign_witness_line(scene: Scene) -> None:
    """The witness confirmed an earlier one."""
    world = scene.world
    line = cosign_line("forge.example/witness", world.witness_key, world.note_text(5), world.now)
    _set_checkpoint(scene, world.signed_note() + line)


@attack("28c", "改动见证时间", "the witness's time is changed", "L2")
def witness_time(scene: Scene) -> None:
    """The line's time is not the one that was signed."""
    world = scene.world
    line = cosign_line("forge.example/witness", world.witness_key, world.note_text(), world.now)
    mark, name, encoded = line.split()
    signature = bytearray(base64.b64decode(encoded))
    signature[11] ^= 1
    line = f"{mark} {name} {b64(bytes(signature))}\n"
    _set_checkpoint(scene, world.signed_note() + line)


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


@attack(
    "35",
    "入库记录改记到另一案件",
    "intake event relabelled to another case",
    "E4 C1 E2 T1 V0 V4 V8",
)
def relabel(scene: Scene) -> None:
    """Every record of the chain names another case."""
    scene.bag.edit_events(
        scene.ids[0],
        lambda events: [event.replace(CASE.encode(), OTHER_CASE.encode()) for event in events],
    )


@attack("39", "案件中整件证据被扣下", "whole item withheld from the case", "C1")
def withheld(scene: Scene) -> None:
    """The server exports the case and keeps one of its exhibits to itself."""
    world = begin()
    ids = first_day(world)
    second_day(world, ids[:2] + ids[3:])
    scene.world, scene.ids = world, ids[:2] + ids[3:]
    known = (scene.seen or {"size": 1})["size"]
    scene.bag = pack(world, Wish(scene.ids, known_sizes=(known,)))


@attack("39b", "从证据包中抽走一件", "an item taken out of the package", "C1")
def taken_out(scene: Scene) -> None:
    """A whole folder is removed and the lists are made anew."""
    for name in [n for n in scene.bag.files if n.startswith(scene.name(2, ""))]:
        del scene.bag.files[name]


@attack("39c", "导出记录的案件不一致", "an exhibit slipped in from another export", "C1")
def slipped_in(scene: Scene) -> None:
    """One more exhibit is exported under the same id as another set."""
    world = scene.world
    more = next(one for one in world.exhibits if one not in scene.ids)
    record_export(world, [more], OTHER_CASE)
    world.wait(minutes=1)
    world.rebuild()
    world.anchor()
    scene.ids = [*scene.ids, more]
    _known_again(scene)


@attack(
    "41",
    "把晚于最后时间戳的记录当作已加盖",
    "event newer than the last stamp shown as anchored",
    "E6",
)
def not_stamped(scene: Scene) -> None:
    """The stamp over the export was never asked for."""
    scene.world.anchors.pop()
    _known_again(scene)


@attack("50", "ZIP 中的路径逃出文件夹", "zip-slip", "B3")
def zip_slip(scene: Scene) -> None:
    """A name that would be unpacked outside the folder."""
    scene.is_zip = True
    scene.extra = lambda archive: archive.writestr("bag/data/../../escape.txt", "x")


@attack("50b", "ZIP 中的符号链接", "a link in the ZIP", "B3")
def zip_link(scene: Scene) -> None:
    """A name that points at a file of the reader's own machine."""

    def add(archive: zipfile.ZipFile) -> None:
        link = zipfile.ZipInfo("bag/data/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    scene.is_zip, scene.extra = True, add


@attack(
    "50c", "ZIP 中大小写不同的同名文件", "two names that some machines unpack into one", "B3 B1"
)
def zip_one_name(scene: Scene) -> None:
    """Which of the two is read depends on the machine."""
    scene.is_zip = True
    scene.extra = lambda archive: archive.writestr("bag/data/REPORT.json", b"{}")
