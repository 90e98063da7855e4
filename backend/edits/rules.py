"""Branches of offline edits: what a later edit stands on, and what it clashes with.

The numbers are those of ODK's offline entities: `trunk_version` is the last version the phone had
from the server, `base_version` the one the edit was made on, counted on by the phone itself within
its branch. Where ODK merges and marks, we merge nothing: a person decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Contents = Mapping[str, Any]

APPLIED, PENDING, RESOLVED = "applied", "pending", "resolved"
CLEAN, SOFT, HARD, EARLY = "clean", "soft", "hard", "early"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class BranchEdit:
    """An edit of a branch as the server keeps it; `version` is the one it led to."""

    base_version: int
    changes: Contents
    state: str
    version: int | None


@dataclass(frozen=True)
class Verdict:
    """What becomes of an edit, and the fields in which both sides say something else."""

    kind: str
    clashing: tuple[str, ...] = ()


def judge(
    base_version: int,
    trunk_version: int,
    changes: Contents,
    branch: Sequence[BranchEdit],
    versions: Mapping[int, Contents],
) -> Verdict:
    """Tell whether an edit stands on the newest version (clean), on an older one (soft), clashes
    with what others wrote (hard) or came before its predecessor (early).
    """
    head = max(versions)
    earlier = [edit for edit in branch if edit.base_version < base_version]
    if base_version > trunk_version and not any(
        edit.base_version == base_version - 1 for edit in earlier
    ):
        return Verdict(EARLY)
    stands_on = _stands_on(trunk_version, earlier)
    if stands_on == head:
        return Verdict(CLEAN)
    mine = {**_pending_changes(earlier), **changes}
    base = versions[_last_seen(trunk_version, earlier)]
    clashing = clashes(base, versions[head], mine)
    return Verdict(HARD if clashing else SOFT, clashing)


def _stands_on(trunk_version: int, earlier: Sequence[BranchEdit]) -> int | None:
    """Return the server's version that the edit was made on, None when it is on no version."""
    if not earlier:
        return trunk_version
    last = max(earlier, key=lambda edit: edit.base_version)
    return last.version if last.state == APPLIED else None


def _last_seen(trunk_version: int, earlier: Iterable[BranchEdit]) -> int:
    applied = [edit.version for edit in earlier if edit.state == APPLIED and edit.version]
    return max([trunk_version, *applied])


def _pending_changes(edits: Iterable[BranchEdit]) -> dict[str, Any]:
    pending: dict[str, Any] = {}
    for edit in sorted(edits, key=lambda one: one.base_version):
        if edit.state == PENDING:
            pending |= edit.changes
    return pending


def clashes(base: Contents, theirs: Contents, mine: Contents) -> tuple[str, ...]:
    """Return the fields that both sides changed since the base, and not to the same value."""
    return tuple(
        name
        for name in sorted(mine)
        if theirs.get(name) != base.get(name) and theirs.get(name) != mine[name]
    )


@dataclass(frozen=True)
class Side:
    """One field of a conflict: before both, here and there."""

    name: str
    base: Any
    mine: Any
    theirs: Any
    is_clash: bool


def lay_open(
    trunk_version: int, branch: Sequence[BranchEdit], versions: Mapping[int, Contents]
) -> tuple[Side, ...]:
    """Return each field in which the branch's pending edits differ from the newest version."""
    base, theirs = versions[_last_seen(trunk_version, branch)], versions[max(versions)]
    mine = _pending_changes(branch)
    clashing = clashes(base, theirs, mine)
    return tuple(
        Side(name, base.get(name), mine[name], theirs.get(name), name in clashing)
        for name in sorted(mine)
        if mine[name] != theirs.get(name)
    )


def settle(
    sides: Sequence[Side], newest: Contents, choices: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return the contents after a person chose a side for every open field; None when the
    choices are not for exactly those fields.
    """
    if {side.name for side in sides} != set(choices):
        return None
    chosen = {side.name: side.mine for side in sides if choices[side.name] == MINE}
    return {**newest, **chosen}
