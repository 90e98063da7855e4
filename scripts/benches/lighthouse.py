"""Lighthouse's scores of the built field app: mobile, throttled, from the real server.

The middle one of several runs, as its makers advise: a single one tells of the machine's minute.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from scripts.benches._cpu import wait_until_at_rest
from scripts.benches.facts import say_figure
from scripts.pictures.looks import CHROMIUM, FLAGS
from scripts.stack.environment import Place
from scripts.stack.paths import ROOT
from scripts.stack.stack import Stack, free_port
from tests.e2e.pages.field import FieldApp

LIGHTHOUSE = ROOT / "pwa" / "node_modules" / ".bin" / "lighthouse"
LEAST = {"performance": 90, "accessibility": 95, "best-practices": 95}
PATHS = ("/sign-in", "/", "/tasks", "/me")


def run(arguments: list[str]) -> int:
    """Print the three scores of pages as a signed-in phone sees them; 1 when one is too low."""
    parser = argparse.ArgumentParser(prog="scripts/bench lighthouse")
    parser.add_argument("--keep", type=Path, help="folder for the full reports")
    parser.add_argument(
        "--slower", type=float, default=4, help="how much slower the phone's processor is"
    )
    parser.add_argument("--runs", type=int, default=3, help="runs of each page")
    chosen = parser.parse_args(arguments)
    is_enough = True
    with tempfile.TemporaryDirectory() as folder:
        target: Path = chosen.keep or Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        with Stack(Place(Path(folder) / "var", free_port())) as stack, sync_playwright() as driver:
            port = free_port()
            context = _signed_in(driver, Path(folder) / "phone", stack.base_url, port)
            wait_until_at_rest(stack.supervisor.pids())
            for path in PATHS:
                url = f"{stack.base_url}{path}"
                reports = [
                    _measure(url, port, target, chosen.slower, run) for run in range(chosen.runs)
                ]
                is_enough &= _say(path, reports)
            context.close()
    return 0 if is_enough else 1


def _signed_in(driver: Playwright, profile: Path, url: str, port: int) -> BrowserContext:
    context = driver.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        chromium_sandbox=False,
        args=[*FLAGS, f"--remote-debugging-port={port}"],
        locale="zh-CN",
    )
    phone = FieldApp(context, url)
    phone.sign_in("wang.grid")
    phone.wait_until_ready_for_offline()
    phone.page.close()
    return context


def _measure(url: str, port: int, target: Path, slower: float, run: int) -> dict[str, Any]:
    output = target / f"{url.rpartition('/')[2] or 'home'}-{run + 1}.json"
    subprocess.run(
        [
            str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--output-path={output}",
            f"--port={port}", "--disable-storage-reset",
            f"--throttling.cpuSlowdownMultiplier={slower}",
            f"--only-categories={','.join(LEAST)}",
        ],
        check=True,
    )  # fmt: skip
    report: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return report


def _say(path: str, reports: list[dict[str, Any]]) -> bool:
    is_enough = True
    for name, least in LEAST.items():
        scores = [round(100 * report["categories"][name]["score"]) for report in reports]
        score = statistics.median(scores)
        say_figure(
            "lighthouse", name, score, "of 100", page=path, least=least, each=scores,
            lost_at=sorted({audit for report in reports for audit in _lost_at(report, name)}),
            version=reports[0]["lighthouseVersion"],
            benchmark_index=[report["environment"]["benchmarkIndex"] for report in reports],
            slower=reports[0]["configSettings"]["throttling"]["cpuSlowdownMultiplier"],
        )  # fmt: skip
        is_enough &= score >= least
    return is_enough


def _lost_at(report: dict[str, Any], name: str) -> list[str]:
    return [
        each["id"]
        for each in report["categories"][name]["auditRefs"]
        if each["weight"] > 0 and (report["audits"][each["id"]]["score"] or 0) < 0.9
    ]
