"""The test run counts honestly and the house rules bite."""

import sys
from pathlib import Path

from scripts.suite.house_rules import bare_flushes, long_files
from scripts.suite.migration_lint import TOO_SMALL
from scripts.suite.steps import Step, run_step

REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure/></testcase><testcase name="c"><skipped/></testcase>
</testsuite></testsuites>"""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def python(code: str, report: Path | None = None) -> Step:
    return Step("step", (sys.executable, "-c", code), report=report)


def test_a_report_is_counted_case_by_case(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    code = f"open({str(report)!r}, 'w').write({REPORT!r}); raise SystemExit(1)"

    outcome = run_step(python(code, report))

    assert (outcome.passed, outcome.failed, outcome.skipped) == (1, 1, 1)


def test_a_run_that_breaks_before_its_tests_counts_as_failed(tmp_path: Path) -> None:
    outcome = run_step(python("raise SystemExit(2)", tmp_path / "never-written.xml"))

    assert (outcome.passed, outcome.failed) == (0, 1)


def test_a_program_that_is_missing_counts_as_failed() -> None:
    outcome = run_step(Step("story", ("scripts/no-such-program",)))

    assert (outcome.code, outcome.failed) == (127, 1)


def test_an_old_report_is_not_counted_again(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)

    outcome = run_step(python("raise SystemExit(2)", report))

    assert (outcome.passed, outcome.failed) == (0, 1)


def test_a_file_over_the_limit_is_found(tmp_path: Path) -> None:
    write(tmp_path / "backend" / "long.py", "x = 1\n" * 251)
    write(tmp_path / "pwa" / "src" / "Fine.vue", "x\n" * 250)

    assert [line.split(":")[0] for line in long_files(tmp_path)] == ["backend/long.py"]


def test_a_flush_without_its_reason_is_found(tmp_path: Path) -> None:
    code = "session.flush()\nsession().flush()  # the id is needed below\nfile.flush()\n"
    write(tmp_path / "backend" / "service.py", code)

    assert [line.split(": ")[0] for line in bare_flushes(tmp_path)] == ["backend/service.py:1"]


def test_money_and_sizes_need_a_large_integer() -> None:
    sql = " fine_fen INTEGER NOT NULL,\n size INTEGER,\n year INTEGER,\n paid_fen BIGINT,\n"

    assert TOO_SMALL.findall(sql) == ["fine_fen", "size"]
