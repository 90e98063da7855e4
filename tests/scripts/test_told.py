"""The told cases can be asked for by name."""

import sys

import pytest

from scripts.stories import main
from scripts.stories.told.run import STORIES, _party


def test_the_told_cases_are_listed_by_name(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["story", "--list"])

    assert main.main() == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(STORIES)
    assert len(STORIES) >= 10


def test_an_unknown_name_is_refused_before_anything_starts(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["story", "tale-of-two-cities", "--fresh"])

    with pytest.raises(SystemExit):
        main.main()
    assert "tale-of-two-cities" in capsys.readouterr().err


def test_each_case_has_a_party_of_its_own() -> None:
    parties = [_party(name) for name in STORIES]

    assert len({party["credit_code"] for party in parties}) == len(STORIES)
    assert "宏达<化工>&有限公司" in {party["name"] for party in parties}
