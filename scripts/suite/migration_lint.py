"""Lints the SQL of each migration, as it would run on a database in use."""

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from scripts.stack.paths import ROOT

RULES = ROOT / "scripts" / "rules" / "squawk.toml"
# Fen pass 2^31 at 21 million yuan, bytes at one hour of video.
TOO_SMALL = re.compile(r"^\s*(\w*(?:_fen|size|bytes)) INTEGER\b", re.MULTILINE)
BRACKETS = re.compile(r"^(BEGIN|COMMIT);\n", re.MULTILINE)
STARTS = re.compile(r"^-- Running upgrade \S* -> (\S+)$", re.MULTILINE)


def main() -> int:
    """Print what is wrong with the migrations; return 1 when something is."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    names = {
        script.revision: Path(script.path).stem
        for script in ScriptDirectory.from_config(config).walk_revisions()
    }
    if not names:
        print("no migration was found")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        files = _sql_files(config, names, Path(folder))
        small = [message for path in files for message in _too_small(path)]
        print("".join(small), end="", flush=True)
        squawk = Path(sys.executable).parent / "squawk"
        code = subprocess.call(
            [str(squawk), "--config", str(RULES), *(path.name for path in files)], cwd=folder
        )
    return 1 if code or small else 0


def _too_small(path: Path) -> list[str]:
    found = TOO_SMALL.findall(path.read_text(encoding="utf-8"))
    return [
        f"{path.stem}: {column} must be a BigInteger, its values can grow\n" for column in found
    ]


def _sql_files(config: Config, names: dict[str, str], folder: Path) -> list[Path]:
    config.output_buffer = io.StringIO()
    command.upgrade(config, "head", sql=True)
    # alembic writes a comment line before each migration's statements.
    parts = STARTS.split(config.output_buffer.getvalue())
    files = []
    for revision, statements in zip(parts[1::2], parts[2::2], strict=True):
        path = folder / f"{names[revision]}.sql"
        path.write_text(f"BEGIN;\n{BRACKETS.sub('', statements)}COMMIT;\n", encoding="utf-8")
        files.append(path)
    return files


if __name__ == "__main__":
    sys.exit(main())
