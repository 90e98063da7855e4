"""Commands of an installation: `python -m backend.cli COMMAND`."""

import json
import os
import shutil
import signal
import threading
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from backend.anchors import make_authority
from backend.app import Backend, create_app
from backend.cases import move_running_cases
from backend.deadlines import refresh_calendar as take_in_newer_calendar
from backend.demo.commands import demo_accounts, seed_demo
from backend.exports.report.certificates import make_report_signer
from backend.exports.verifier.assembly import assembled, sha256_of_verifier
from backend.heads import log_heads_now
from backend.kernel import clock
from backend.kernel.db import unit_of_work
from backend.kernel.notes import parse_vkey
from backend.ledger.keys import log_origin, log_public_key, write_public_part
from backend.ledger.rules import verifier_key
from backend.ledger.service.tiles import write_tiles
from backend.ledger.signer import run_signer
from backend.settings import Settings
from backend.witness.keys import make_key as make_witness_key
from backend.witness.server import serve
from backend.workflow.jobs import replay_now

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def _app() -> Backend:
    return create_app(Settings())  # type: ignore[call-arg]


def migrate_database(url: str) -> None:
    """Bring the database at `url` to the newest schema."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")


def make_keys(folder: Path, signer_folder: Path | None = None) -> None:
    """Make each missing Ed25519 key as a PEM file that only its owner can read, and its public
    part in `folder`; the log's key lies in the signer's folder, where that is another.
    """
    places = {"log": signer_folder or folder, "receipt": folder}
    for name, place in places.items():
        for needed in (folder, place):
            needed.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = place / f"{name}.key"
        _move_here(folder, place, (f"{name}.key", f"{name}.state"))
        make_private_key(path)
        write_public_part(path, folder)
    make_report_signer(folder, clock.now())


def _move_here(old: Path, new: Path, names: tuple[str, ...]) -> None:
    # A second key would be a second log: an installation that gets a signer's folder later keeps
    # its own.
    for name in names:
        if old != new and (old / name).exists() and not (new / name).exists():
            shutil.move(old / name, new / name)


def make_private_key(path: Path) -> None:
    """Make an Ed25519 key as a PEM file that only its owner can read, unless it is there."""
    if path.exists():
        return
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)


@click.group()
def main() -> None:
    """Xunzheng 巡证."""


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    migrate_database(Settings().database_url.get_secret_value())  # type: ignore[call-arg]


@main.command()
def generate_keys() -> None:
    """Make the signing keys of log, receipts and reports where they are missing."""
    settings = Settings()  # type: ignore[call-arg]
    make_keys(settings.key_dir, settings.signer_key_dir)
    for address in settings.tsa.values():
        if address.startswith("local:"):
            make_authority(settings.key_dir / "tsa", address.removeprefix("local:"))


@main.command()
def sign_log() -> None:
    """Put committed events into the log and sign its checkpoints until a signal asks to stop."""
    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stop.set())
    run_signer(_app(), stop)


@main.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="key and memory")
@click.option("--name", required=True, help="the name it cosigns under")
def generate_witness_key(folder: Path, name: str) -> None:
    """Make a witness's key where it is missing and print the line others know it by."""
    click.echo(make_witness_key(folder, name))


@main.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="key and memory")
@click.option("--name", required=True, help="the name it cosigns under")
@click.option("--log", "logs", multiple=True, required=True, help="vkey of a log; repeatable")
@click.option("--host", default="127.0.0.1")
@click.option("--port", type=int, default=8010)
def serve_witness(folder: Path, name: str, logs: tuple[str, ...], host: str, port: int) -> None:
    """Witness checkpoints of logs; `python -m backend.witness` does so without our libraries."""
    serve(folder, name, [parse_vkey(line) for line in logs], host, port)


@main.command()
def log_vkey() -> None:
    """Print the line under which witnesses know the log."""
    with _app().app_context():
        click.echo(verifier_key(log_origin(), log_public_key()))


@main.command()
def replay() -> None:
    """Read every history anew and print what does not hold, a JSON line each; 1 when something."""
    with _app().app_context():
        found = replay_now()
    for drift in found:
        click.echo(json.dumps(drift.as_line()))
    raise SystemExit(1 if found else 0)


@main.command()
@click.option("--from", "from_version", type=int, required=True)
@click.option("--to", "to_version", type=int, required=True)
@click.option("--proposed-by", help="account of who proposes; with --approved-by it is carried out")
@click.option("--approved-by", help="account of a second person, who approves")
def move_cases(
    from_version: int, to_version: int, proposed_by: str | None, approved_by: str | None
) -> None:
    """Print what moving running cases to another version of the procedure means; with two accounts
    move them.
    """
    with _app().app_context(), unit_of_work(read_only=not (proposed_by and approved_by)):
        for move in move_running_cases(from_version, to_version, proposed_by, approved_by):
            click.echo(json.dumps(move, ensure_ascii=False))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def export_tiles(folder: Path) -> None:
    """Write the signed tree's tiles and checkpoint as static files (c2sp.org/tlog-tiles)."""
    with _app().app_context(), unit_of_work(read_only=True):
        click.echo(f"tiles written 已写出分片: {write_tiles(folder)}")


@main.command()
def log_heads() -> None:
    """Log the map of every authority's chains as they stand now."""
    with _app().app_context():
        click.echo(f"head maps logged 已登记链头: {log_heads_now()}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def write_verifier(file: Path) -> None:
    """Write the trusted copy of verify.py and print its SHA-256, to be published."""
    file.write_bytes(assembled())
    click.echo(sha256_of_verifier())


@main.command()
def refresh_calendar() -> None:
    """Take in newer holiday notices and count anew the open terms they move."""
    with _app().app_context(), unit_of_work():
        click.echo(f"期限已按新日历重新计算 terms moved: {take_in_newer_calendar()}")


@main.command("seed-demo")
def seed_demo_city() -> None:
    """Seed the demonstration's city, once."""
    seed_demo(_app())


@main.command("demo-accounts")
def list_demo_accounts() -> None:
    """Print the demonstration's accounts, a JSON line each."""
    for line in demo_accounts():
        click.echo(line)


@main.command()
def openapi() -> None:
    """Print the OpenAPI description."""
    app = _app()
    with app.test_client() as client:
        click.echo(
            json.dumps(client.get("/api/v1/openapi.json").json, ensure_ascii=False, indent=1)
        )


if __name__ == "__main__":
    main()
