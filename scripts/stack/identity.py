"""PostgreSQL refuses to run as root: started by root it runs as a system user of its own."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

SYSTEM_USER = "xunzheng-db"
ADMIN_PATH = "/usr/sbin:/sbin:/usr/bin:/bin"


def process_user() -> str | None:
    """Return the user the database runs as, or None for the caller's own; root's is made here."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _create_system_user()
    return SYSTEM_USER


def primary_group(user: str | None) -> int | None:
    """Return the group of that user, or None for the caller's own."""
    return None if user is None else pwd.getpwnam(user).pw_gid


def hand_over(directory: Path, *, binaries: Path | None = None) -> None:
    """Let the database's user own `directory` and reach it and the binaries."""
    directory.chmod(0o700)
    user = process_user()
    if user is None:
        return
    entry = pwd.getpwnam(user)
    if directory.stat().st_uid != entry.pw_uid:
        _give(directory, entry.pw_uid, entry.pw_gid)
    _let_pass(directory.parent)
    if binaries is not None:
        _let_pass(binaries)
        _let_read(binaries.parent)


def _create_system_user() -> None:
    program = shutil.which("useradd", path=ADMIN_PATH)
    if program is None:
        raise RuntimeError("useradd is missing: run as a plain user, or install passwd")
    # Two first starts at once may both come here: 9 says the other one made it.
    arguments = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    result = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if result.returncode not in (0, 9):
        raise RuntimeError(f"could not make the user {SYSTEM_USER}: {result.stderr.strip()}")


def _give(directory: Path, uid: int, gid: int) -> None:
    for path in [directory, *directory.rglob("*")]:
        os.chown(path, uid, gid, follow_symlinks=False)


def _let_pass(directory: Path) -> None:
    # Only passing through is granted, never listing: 0700 becomes 0701.
    for path in [directory, *directory.parents]:
        mode = stat.S_IMODE(path.stat().st_mode)
        if not mode & stat.S_IXOTH:
            path.chmod(mode | stat.S_IXOTH)


def _let_read(tree: Path) -> None:
    if stat.S_IMODE((tree / "bin" / "postgres").stat().st_mode) & stat.S_IROTH:
        return
    # Installed under a strict umask: the server's user must still read its own programs.
    for path in [tree, *tree.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode | (mode & 0o500) >> 6)
