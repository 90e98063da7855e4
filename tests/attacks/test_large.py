"""The shipped verifier in its own process: long chains, many exhibits, several processes."""

from pathlib import Path

import pytest

from scripts.forge.large import run_verifier, write_long, write_many

SHORT, LONG = 2_000, 25_000
GROWTH_MIB = 8
"""What is kept of 23,000 further records would be above 40."""


def test_a_longer_chain_takes_no_more_memory(tmp_path: Path) -> None:
    peaks = []
    for events in (SHORT, LONG):
        folder = tmp_path / str(events)
        folder.mkdir()
        package = write_long(folder, events)
        result, _, peak_mib = run_verifier(folder, package, "--jobs", "1")
        assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
        peaks.append(peak_mib)

    assert peaks[1] - peaks[0] < GROWTH_MIB


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    write_many(folder, 240, 3, 500)
    return folder


def test_several_processes_say_what_one_says(many: Path) -> None:
    alone, *_ = run_verifier(many, many / "package.zip", "--jobs", "1")
    shared, *_ = run_verifier(many, many / "package.zip", "--jobs", "2")

    assert alone.returncode == 0, alone.stdout[-2000:]
    assert shared.stdout == alone.stdout
