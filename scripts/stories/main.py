"""`scripts/story`: tell the story, or told cases by name, to a running server or a fresh one."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from backend.demo.photos import make_photo
from scripts.stack.environment import Place
from scripts.stack.paths import ROOT
from scripts.stack.stack import Stack, free_port
from scripts.stories import case_chapter, field_chapter, proof_chapter
from scripts.stories.browser import Server, UnexpectedAnswerError
from scripts.stories.main_job import SPOT, Story
from scripts.stories.teller import Teller
from scripts.stories.told.run import STORIES, tell

CHAPTERS: tuple[Callable[[Story], None], ...] = (
    field_chapter.report_from_the_phone,
    field_chapter.triage,
    case_chapter.inspect,
    case_chapter.file,
    case_chapter.investigate_and_review,
    case_chapter.notify_and_wait,
    case_chapter.decide,
    case_chapter.execute_and_archive,
    proof_chapter.show_the_exhibit,
    proof_chapter.export_and_verify,
    proof_chapter.hand_over,
)
KILLED = ("api", "worker", "signer")


def main() -> int:
    """Tell the story; return 0 only when every step held."""
    options = _options()
    if options.list:
        print("\n".join(f"{name:14} {title}" for name, (title, _) in STORIES.items()))
        return 0
    began = time.monotonic()
    teller = Teller()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xunzheng-story-")))
        server = _server(options, stack, work)
        try:
            if options.names:
                teller = tell(server, options.names, options.volumes)
            else:
                _tell_main(Story(server, teller, _photos(options.photos), work))
        except UnexpectedAnswerError as error:
            print(f"\n✗ 故事中断 the story broke off: {error}", file=sys.stderr)
            return 1
        if options.keep and not options.names:
            _keep(work, options.keep)
    teller.show_refusals()
    seconds = time.monotonic() - began
    print(f"\n全部成立 all {teller.steps} steps held in {seconds:.0f} s.")
    return 0


def _tell_main(story: Story) -> None:
    for chapter in CHAPTERS:
        chapter(story)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/story", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="told cases (see --list)")
    parser.add_argument("--list", action="store_true", help="list the told cases")
    parser.add_argument("--all", action="store_true", help="all told cases, one after the other")
    parser.add_argument(
        "--volumes", type=Path, default=ROOT / "var" / "stories", help="where volumes are kept"
    )
    parser.add_argument("--url", default="http://localhost:8000", help="the running demo server")
    parser.add_argument("--fresh", action="store_true", help="start an own server, then stop it")
    parser.add_argument("--photos", type=Path, help="folder of JPEG photos (default: made ones)")
    parser.add_argument("--keep", type=Path, help="folder to keep the PDF and the package in")
    parser.add_argument(
        "--kill",
        type=int,
        metavar="N",
        help="with --fresh: kill a program with -9 after every N writes",
    )
    options = parser.parse_args()
    options.names = list(STORIES) if options.all else options.names
    if unknown := [name for name in options.names if name not in STORIES]:
        parser.error(f"no such story: {', '.join(unknown)}; see --list")
    if options.kill and not options.fresh:
        parser.error("--kill needs --fresh: only an own server is killed")
    return options


def _server(options: argparse.Namespace, stack: ExitStack, work: Path) -> Server:
    if not options.fresh:
        return Server(options.url.rstrip("/"))
    place = Place(work / "var", free_port())
    own = stack.enter_context(Stack(place, say=lambda what: print(f"  … {what}", flush=True)))
    server = Server(own.base_url)
    if options.kill:
        server.after_write = _killer(own, options.kill)
    return server


def _killer(own: Stack, every: int) -> Callable[[], None]:
    writes = 0

    def kill() -> None:
        nonlocal writes
        writes += 1
        if writes % every == 0:
            own.restart(KILLED[writes // every % len(KILLED)])

    return kill


def _photos(folder: Path | None) -> list[tuple[str, bytes]]:
    if folder is None:
        at = datetime.now(UTC)
        return [(f"IMG_{n:04d}.jpg", make_photo(at, SPOT.lon, SPOT.lat, n)) for n in (1, 2)]
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in {".jpg", ".jpeg"})
    if not found:
        raise SystemExit(f"no JPEG photos in {folder}")
    return [(path.name, path.read_bytes()) for path in found]


def _keep(work: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("penalty_decision.pdf", "package.zip", "trust.json", "verify.py"):
        (folder / name).write_bytes((work / name).read_bytes())


if __name__ == "__main__":
    sys.exit(main())
