"""A Ceph object gateway in memory: the real S3 server that tests lock objects on."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

PROGRAMS = ("ceph-mon", "ceph-osd", "radosgw", "ceph", "ceph-authtool", "monmaptool")
DAEMONS = ("radosgw", "ceph-osd", "ceph-mon")
START_SECONDS = 120
STOP_SECONDS = 10.0
ACCESS_KEY, SECRET_KEY = "testaccess", "testsecret123"
KEYS = (
    ("mon.", ("mon", "allow *")),
    ("client.admin", ("mon", "allow *", "osd", "allow *", "mgr", "allow *")),
    ("client.rgw", ("mon", "allow rwx", "osd", "allow rwx")),
    ("osd.0", ("mon", "allow profile osd", "osd", "allow *")),
)
CONFIG = """\
[global]
fsid = {fsid}
mon host = v2:127.0.0.1:{mon_port}/0
mon initial members = a
public addr = 127.0.0.1
keyring = {folder}/keyring
auth allow insecure global id reclaim = true
run dir = {folder}/run
admin socket = {folder}/run/$name.asok
log file = {folder}/log/$name.log
pid file = {folder}/run/$name.pid
crash dir = {folder}/log
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
ms bind msgr1 = false
[mon]
mon data = {folder}/mon
mon data avail warn = 1
mon data avail crit = 1
[osd]
osd data = {folder}/osd
osd objectstore = memstore
osd class load list = *
osd class default list = *
memstore device bytes = 2147483648
[client]
rgw frontends = beast endpoint=127.0.0.1:{port}
rgw thread pool size = 32
"""


class CephError(RuntimeError):
    """The gateway cannot run; the message says why."""


@dataclass(frozen=True)
class Gateway:
    """A running gateway."""

    folder: Path
    port: int

    def url(self, bucket: str) -> str:
        """Return the settings' address of a bucket."""
        return f"s3+http://{ACCESS_KEY}:{SECRET_KEY}@127.0.0.1:{self.port}/{bucket}"


def missing_programs() -> list[str]:
    """Return what must be installed first."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


def start_ceph(folder: Path) -> Gateway:
    """Start a monitor, one object daemon and the gateway with nothing in them; raises CephError."""
    if missing := missing_programs():
        raise CephError(f"{', '.join(missing)} missing: apt-get install radosgw ceph-mon ceph-osd")
    folder = folder.resolve()
    stop_ceph(folder)
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("mon", "osd", "run", "log"):
        (folder / name).mkdir(parents=True)
    port, mon_port, fsid = _free_port(), _free_port(), str(uuid4())
    config = CONFIG.format(folder=folder, fsid=fsid, port=port, mon_port=mon_port)
    (folder / "ceph.conf").write_text(config, encoding="utf-8")
    try:
        _start_monitor(folder, fsid, mon_port)
        _start_store(folder)
        _start_gateway(folder, port)
    except BaseException:
        stop_ceph(folder)
        raise
    return Gateway(folder, port)


def stop_ceph(folder: Path) -> None:
    """End the daemons of the folder, and no others; nothing happens when none runs."""
    folder = folder.resolve()
    for pid in [pid for daemon in DAEMONS for pid in _pids(folder, daemon)]:
        # The gateway ignores SIGTERM while it waits for a store that is gone; nothing is kept.
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + STOP_SECONDS
        while _is_running(pid, folder) and time.monotonic() < deadline:
            time.sleep(0.05)


def _start_monitor(folder: Path, fsid: str, port: int) -> None:
    keyring, monmap = str(folder / "keyring"), str(folder / "monmap")
    for number, (name, caps) in enumerate(KEYS):
        pairs = zip(caps[::2], caps[1::2], strict=True)
        grants = [word for who, what in pairs for word in ("--cap", who, what)]
        create = ["--create-keyring"] if number == 0 else []
        _run(folder, "ceph-authtool", *create, keyring, "--gen-key", "-n", name, *grants)
    address = f"[v2:127.0.0.1:{port}/0]"
    _run(folder, "monmaptool", "--create", "--fsid", fsid, "--addv", "a", address, monmap)
    _run(folder, "ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap, "--keyring", keyring)
    _run(folder, "ceph-mon", "-i", "a")


def _start_store(folder: Path) -> None:
    number = str(uuid4())
    _run(folder, "ceph", "osd", "new", number, "0")
    _run(folder, "ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", number)
    _run(folder, "ceph-osd", "-i", "0")
    deadline = time.monotonic() + START_SECONDS
    while "1 up" not in _run(folder, "ceph", "osd", "stat"):
        if time.monotonic() > deadline:
            raise CephError(f"the object daemon did not come up, see {folder / 'log'}")
        time.sleep(0.2)


def _start_gateway(folder: Path, port: int) -> None:
    # Without a keyring the gateway hangs for five minutes and gives up.
    _run(folder, "radosgw", "-n", "client.rgw", "--keyring", str(folder / "keyring"))
    deadline = time.monotonic() + START_SECONDS
    while not _answers(port):
        if time.monotonic() > deadline:
            raise CephError(f"the gateway did not answer, see {folder / 'log'}")
        time.sleep(0.2)
    keys = (f"--access-key={ACCESS_KEY}", f"--secret-key={SECRET_KEY}")
    _run(folder, "radosgw-admin", "user", "create", "--uid=test", "--display-name=test", *keys)


def _run(folder: Path, program: str, *arguments: str) -> str:
    # A file, not a pipe: a daemon inherits it and a pipe would never close.
    log = folder / "log" / "start.log"
    with log.open("w+", encoding="utf-8") as output:
        try:
            code = subprocess.call(
                [program, *arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env={**os.environ, "CEPH_CONF": str(folder / "ceph.conf")}, cwd=folder,
                timeout=START_SECONDS, start_new_session=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise CephError(f"{program} did not come back in {START_SECONDS} s") from error
        output.seek(0)
        said = output.read()
    if code != 0:
        raise CephError(f"{program} failed with {code}:\n{said}")
    return said


def _pids(folder: Path, daemon: str) -> list[int]:
    found = []
    for path in (folder / "run").glob("*.pid"):
        text = path.read_text(encoding="ascii").strip()
        if text.isdigit() and _is_running(int(text), folder, daemon):
            found.append(int(text))
    return found


def _is_running(pid: int, folder: Path, daemon: str = "") -> bool:
    """Tell whether the process is a daemon of the folder: numbers are used again."""
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    is_ours = f"CEPH_CONF={folder / 'ceph.conf'}".encode() in environment.split(b"\0")
    return is_ours and daemon.encode() in command


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
