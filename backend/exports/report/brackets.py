"""Between which moments a capture was made, and by whose clock each end is known."""

from collections.abc import Sequence
from dataclasses import dataclass

Moment = tuple[str, str, str]
"""A time on the wire, and whose clock it is, in Chinese and in English."""

DEVICE = ("设备自报", "the device's own clock")
SERVER = ("主管机关服务器", "the bureau's server")
LOG = ("主管机关日志", "the bureau's log")


@dataclass(frozen=True)
class Stamp:
    """A time stamp of an outside authority over the log when it held `tree_size` records."""

    authority: str
    tree_size: int
    gen_time: str


@dataclass(frozen=True)
class Bracket:
    """The ends that can be proven; an empty one cannot."""

    not_before: tuple[Moment, ...]
    not_after: tuple[Moment, ...]


def bracket_of(
    seen_checkpoint: dict[str, object] | None,
    receipt_issued_at: str | None,
    received_leaf: int | None,
    stamps: Sequence[Stamp],
) -> Bracket:
    """Return the bracket of a capture: it signed a checkpoint, so it is younger; its record was
    received, logged and stamped, so it is older.
    """
    return Bracket(
        _not_before(seen_checkpoint, stamps), _not_after(receipt_issued_at, received_leaf, stamps)
    )


def _not_before(seen: dict[str, object] | None, stamps: Sequence[Stamp]) -> tuple[Moment, ...]:
    if not seen:
        return ()
    size = int(str(seen["tree_size"]))
    ends = [(str(seen["issued_at"]), *LOG)] if seen.get("issued_at") else []
    known = [stamp for stamp in stamps if stamp.tree_size <= size]
    if known:
        ends.append(_by_authority(max(known, key=lambda stamp: (stamp.tree_size, stamp.gen_time))))
    return tuple(ends)


def _not_after(
    issued_at: str | None, leaf: int | None, stamps: Sequence[Stamp]
) -> tuple[Moment, ...]:
    ends = [(issued_at, *SERVER)] if issued_at else []
    covering = [stamp for stamp in stamps if leaf is not None and stamp.tree_size > leaf]
    if covering:
        ends.append(_by_authority(min(covering, key=lambda stamp: stamp.gen_time)))
    return tuple(ends)


def _by_authority(stamp: Stamp) -> Moment:
    return (
        stamp.gen_time,
        f"时间戳机构“{stamp.authority}”",
        f"time-stamp authority “{stamp.authority}”",
    )
