"""The linter of workflow definitions finds each kind of fault."""

from dataclasses import replace

import pytest

from backend.cases.rules import GUARDS, PENALTY_V1
from backend.workflow.rules import Definition, State, Transition, find_faults

GOOD = Definition(
    key="door",
    version=1,
    initial="open",
    states=(State("open", "开", "Open"), State("shut", "关", "Shut", final=True)),
    transitions=(Transition("shut", "关", "Shut", ("open",), "shut", "door.shut", "门法 第一条"),),
)
STEP = GOOD.transitions[0]
LOST = State("lost", "失", "Lost")

# Two states that lead to one another alone, beside a way to the end.
AJAR = replace(
    GOOD,
    states=(*GOOD.states, State("ajar", "虚掩", "Ajar"), State("held", "顶住", "Held")),
    transitions=(
        STEP,
        replace(STEP, name="pull", target="ajar"),
        replace(STEP, name="hold", sources=("ajar",), target="held"),
        replace(STEP, name="let_go", sources=("held",), target="ajar"),
    ),
)


def with_step(**changes: object) -> Definition:
    return replace(GOOD, transitions=(replace(STEP, **changes),))  # type: ignore[arg-type]


def test_a_sound_definition_has_no_faults() -> None:
    assert find_faults(GOOD, {}) == []
    assert find_faults(PENALTY_V1, GUARDS) == []


@pytest.mark.parametrize(
    ("definition", "fault"),
    [
        (replace(GOOD, initial="ajar"), "initial state ajar unknown"),
        (with_step(target="ajar"), "shut: target ajar unknown"),
        (with_step(sources=("open", "ajar")), "shut: state ajar unknown"),
        (with_step(guards=("is_light",)), "shut: guard is_light unknown"),
        (with_step(not_by=("open",)), "shut: not_by open unknown"),
        (with_step(basis=""), "shut: no legal basis"),
        (with_step(permission=""), "shut: no permission"),
        (replace(GOOD, states=(*GOOD.states, LOST)), "state lost cannot be reached"),
        (replace(GOOD, states=(*GOOD.states, LOST)), "state lost cannot be left"),
        (with_step(sources=("open", "shut"), target="open"), "final state shut can be left"),
        (replace(GOOD, transitions=(STEP, STEP)), "shut stands twice"),
        (AJAR, "state ajar leads to no end"),
    ],
)
def test_each_fault_is_found(definition: Definition, fault: str) -> None:
    assert fault in find_faults(definition, {})


def test_a_document_without_a_template_is_found() -> None:
    written = with_step(documents=("lock_report",))

    assert find_faults(written, {}, {"key_report"}) == [
        "shut: document lock_report has no template"
    ]
    assert find_faults(written, {}, {"lock_report"}) == []


def test_any_change_of_a_definition_changes_its_digest() -> None:
    assert with_step(basis="门法 第二条").digest() != GOOD.digest()
    assert replace(GOOD, version=2).digest() != GOOD.digest()
