"""`scripts/start` once the environment stands: run everything until Ctrl-C."""

import argparse
import json
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from scripts.stack.environment import Place
from scripts.stack.locks import InUseError, only_one
from scripts.stack.paths import ROOT, VAR
from scripts.stack.stack import Stack, StackError, remove_data

WATCH_SECONDS = 0.5


def main() -> int:
    """Run the stack; return the exit code."""
    options = _options()
    var: Path = options.var.resolve()
    try:
        with only_one(var / "stack.lock", wait=False):
            if options.reset and not _reset(var, sure=options.yes):
                return 1
            return _run(Place(var, options.port, host=options.host, demo=not options.no_demo))
    except InUseError:
        print(f"A copy already runs on {var}. Stop it with Ctrl-C, or choose another --var DIR.")
        return 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/start", description="Run Xunzheng 巡证 on this machine until Ctrl-C."
    )
    parser.add_argument("--port", type=int, default=8000, help="port of the API and pages (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--var", type=Path, default=VAR, help="directory of all data (var)")
    parser.add_argument("--reset", action="store_true", help="delete all data first; asks")
    parser.add_argument("--yes", action="store_true", help="answer yes to that question")
    parser.add_argument("--no-demo", action="store_true", help="no demo city, no demo accounts")
    return parser.parse_args()


def _reset(var: Path, *, sure: bool) -> bool:
    if not sure:
        if not sys.stdin.isatty():
            print("--reset asks before it deletes; without a terminal add --yes.")
            return False
        answer = input(f"Delete ALL data under {var}? Type the word delete: ")
        if answer.strip() != "delete":
            print("Nothing was deleted.")
            return False
    remove_data(var)
    return True


def _run(place: Place) -> int:
    # SIGINT too: a shell that starts us in the background has it ignored.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _interrupt)
    began = time.monotonic()
    stack = Stack(place, say=lambda what: print(f"  … {what}", flush=True))
    try:
        with stack:
            _welcome(stack, time.monotonic() - began)
            while True:
                stack.check_alive()
                time.sleep(WATCH_SECONDS)
    except KeyboardInterrupt:
        print("\nStopped; the data stays in", _short(place.var))
        return 0
    except (StackError, RuntimeError) as error:
        print(f"\nStopped: {error}", file=sys.stderr)
        print(f"All logs are in {_short(place.var / 'log')}.", file=sys.stderr)
        return 1


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    # A second Ctrl-C must not break off the orderly stop that the first one began.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _welcome(stack: Stack, seconds: float) -> None:
    print(f"\nReady in {seconds:.1f} s.")
    print(f"  Field app   现场端    {stack.base_url}/")
    print(f"  Office app  办公端    {stack.base_url}/office/")
    print(f"  API         接口文档  {stack.base_url}/api/v1/docs")
    if stack.place.demo:
        _show_accounts(stack.command("demo-accounts"))
    print(f"\nLogs: {_short(stack.supervisor.log_dir)}. Ctrl-C stops everything.", flush=True)


def _show_accounts(lines: str) -> None:
    print("\nDemo accounts 演示账号")
    for line in lines.splitlines():
        account = json.loads(line)
        name, password = account["account_name"], account["password"]
        print(f"\n  {name}  /  {password}   {account['role_zh']} {account['role_en']}")
        print(f"      {account['what_to_try_zh']}")
        print(f"      {account['what_to_try_en']}")


def _short(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


if __name__ == "__main__":
    sys.exit(main())
