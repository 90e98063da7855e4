"""The PWA's types of the API must be those that the API's own description gives now."""

import difflib
import os
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from scripts.stack.paths import ROOT

PWA = ROOT / "pwa"
CURRENT = PWA / "src" / "api" / "schema.d.ts"
GENERATOR = PWA / "node_modules" / ".bin" / "openapi-typescript"
# The description needs an assembled application, but no server behind it.
ENVIRONMENT = {
    "XZ_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none",
    "XZ_REDIS_URL": "redis://127.0.0.1:1/0",
    "XZ_SECRET_KEY": "only-for-describing-the-api-never-for-signing",
}


def main() -> int:
    """Print how the types differ; return 1 when they do."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        description = folder / "openapi.json"
        description.write_text(_describe(folder), encoding="utf-8")
        fresh = folder / "schema.d.ts"
        subprocess.run([GENERATOR, description, "--output", fresh], check=True, capture_output=True)
        want = fresh.read_text(encoding="utf-8").splitlines()
    have = CURRENT.read_text(encoding="utf-8").splitlines() if CURRENT.exists() else []
    difference = list(islice(difflib.unified_diff(have, want, "committed", "API", lineterm=""), 40))
    if difference:
        print(*difference, sep="\n")
        print("Run `npm run api-types` in pwa/ and commit src/api/schema.d.ts.")
    return 1 if difference else 0


def _describe(folder: Path) -> str:
    environment = {
        **os.environ, **ENVIRONMENT,
        "XZ_OBJECT_STORE_URL": (folder / "objects").as_uri(), "XZ_KEY_DIR": str(folder),
    }  # fmt: skip
    command = [sys.executable, "-m", "backend.cli", "openapi"]
    result = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        sys.exit(f"backend.cli openapi failed:\n{result.stderr[-3000:]}")
    return result.stdout


if __name__ == "__main__":
    sys.exit(main())
