"""Lints the SQL of each migration, as it would run on a database in use."""

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory

from scripts.stack.paths import ROOT

RULES = ROOT / "scripts" / "rules" / "squawk.toml"
# Fen pass 2^31 at 21 million yuan, bytes at one hour of video.
TOO_SMALL = re.compile(r"^\s*(\w*(?:_fen|size|bytes)) INTEGER\b", re.MULTILINE)
OWN_TABLE = re.compile(r"CREATE TABLE alembic_version .*?;\n", re.DOTALL)


def main() -> int:
    """Print what is wrong with the migrations; return 1 when something is."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    if not scripts:
        print("no migration was found")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        files = [_sql_of(config, script, Path(folder)) for script in reversed(scripts)]
        small = [message for path in files for message in _too_small(path)]
        print("".join(small), end="", flush=True)
        squawk = Path(sys.executable).parent / "squawk"
        names = [path.name for path in files]
        code = subprocess.call([str(squawk), "--config", str(RULES), *names], cwd=folder)
    return 1 if code or small else 0


def _too_small(path: Path) -> list[str]:
    found = TOO_SMALL.findall(path.read_text(encoding="utf-8"))
    return [
        f"{path.stem}: {column} must be a BigInteger, its values can grow\n" for column in found
    ]


def _sql_of(config: Config, script: Script, folder: Path) -> Path:
    config.output_buffer = io.StringIO()
    previous = script.down_revision or "base"
    command.upgrade(config, f"{previous}:{script.revision}", sql=True)
    path = folder / f"{Path(script.path).stem}.sql"
    path.write_text(OWN_TABLE.sub("", config.output_buffer.getvalue()), encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
