"""Every attack of the registry is found under the code that tells what happened."""

import re

import pytest

from scripts.forge.attacks import ATTACKS, Attack
from scripts.forge.honest import VARIANTS
from scripts.forge.scene import honest_scene
from scripts.forge.trial import attacked, failing, findings_of, told_in_two_ways, verifier

CODES = set(verifier().MEANING)
NEVER_FAIL = {"D3", "N0"}


def test_the_honest_package_passes_every_check() -> None:
    findings = findings_of(honest_scene())

    assert failing(findings) == set()
    assert {f.code for f in findings if f.status == "PASS"} == CODES - NEVER_FAIL
    assert {f.status for f in findings} == {"PASS", "INFO"}


TOLD = {
    "honest": {"N0", "T1"},
    "clocks": {"L3", "N0", "T1"},
    "late stamps": {"L3", "N0", "T1"},
    "nobody outside": {"A0", "L2", "L3", "N0", "T1"},
    "left": {"L3", "N0", "T1"},
    "told twice": {"D1", "D3", "L3", "N0", "T1"},
    "enrolled offline": {"L3", "N0", "T1", "V4"},
    "logged late": {"L3", "N0", "T1"},
    "streamed": {"L3", "N0", "T1"},
    "first format": {"L3", "N0", "T1"},
    "short video": {"L3", "N0", "T1"},
    "not mapped": {"E8", "L3", "N0", "T1"},
    "just within": {"L3", "N0", "T1"},
}


@pytest.mark.parametrize("name", VARIANTS)
def test_nothing_fails_in_an_honest_package(name: str) -> None:
    findings = findings_of(VARIANTS[name]())

    assert [finding for finding in findings if finding.status == "FAIL"] == []
    assert {finding.code for finding in findings if finding.status == "INFO"} == TOLD[name]


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=lambda attack: attack.number)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_attack_fails_with_exactly_its_codes(attack: Attack) -> None:
    findings = findings_of(attacked(attack))

    assert failing(findings) == attack.codes
    assert told_in_two_ways(findings) == set()


def test_every_attack_of_the_design_is_there() -> None:
    numbers = {int(re.match(r"\d+", number).group()) for number in ATTACKS}

    assert numbers >= set(range(1, 45))
    assert "23b" in ATTACKS


def test_every_code_that_can_fail_is_the_one_that_tells_some_attack() -> None:
    shown = {code for attack in ATTACKS.values() for code in attack.codes}

    assert shown == CODES - NEVER_FAIL


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=lambda attack: attack.number)
def test_attacks_are_named_in_both_languages(attack: Attack) -> None:
    assert re.search("[\u4e00-\u9fff]", attack.zh)
    assert not re.search("[\u4e00-\u9fff]", attack.en)
