"""Writes the next numbered migration from the difference between models and database."""

import re
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from scripts.stack.embedded import start_postgres, stop_postgres
from scripts.stack.paths import ROOT

MIGRATIONS = ROOT / "migrations"


def main(words: str) -> int:
    """Write migrations/versions/NNNN_<words>.py and move HEAD to it."""
    if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", words):
        print("Name it in lower-case words joined by underscores, such as add_case_deadline.")
        return 2
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    head = ScriptDirectory.from_config(config).get_current_head() or "0000"
    number = f"{int(head) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "postgres"
        config.attributes["url"] = start_postgres(data_dir, durable=False)
        try:
            command.upgrade(config, "head")
            command.revision(config, words, rev_id=number, autogenerate=True)
        finally:
            stop_postgres(data_dir)
    (MIGRATIONS / "HEAD").write_text(f"{number}\n", encoding="utf-8")
    print(f"Read it before you commit it: a generated migration is a proposal. HEAD is {number}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
