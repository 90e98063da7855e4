"""Version 2 of the penalty procedure: suspension, hearing, collective discussion, enforcement."""

from dataclasses import replace

from backend.cases.rules.procedure import PENALTY_V1
from backend.cases.rules.steps_executing import EXECUTING_STEPS
from backend.cases.rules.steps_heard import HEARD_STEPS
from backend.cases.rules.steps_suspending import SUSPENDING_STEPS
from backend.workflow.rules import Definition, State, Transition


def _changed(step: Transition) -> Transition:
    if step.name == "conclude_investigation":
        guards = tuple(name for name in step.guards if name != "proposed_fine_lawful")
        return replace(step, guards=(*guards, "proposed_fine_in_range"))
    if step.name == "submit_legal_review":
        return replace(
            step, sources=("defence", "hearing"), guards=(*step.guards, "hearing_reported")
        )
    if step.name == "decide":
        return replace(step, guards=(*step.guards, "discussed_when_required"))
    if step.name == "extend_decision_term":
        return replace(step, sources=(*step.sources, "suspended", "hearing"))
    return step


_SUSPENDED = State("suspended", "中止调查", "Suspended")
_HEARING = State("hearing", "听证", "Hearing")
_WITHDRAWN = State("withdrawn", "撤销立案", "Filing withdrawn", final=True)


def _states() -> tuple[State, ...]:
    beside = {"investigating": _SUSPENDED, "defence": _HEARING, "not_filed": _WITHDRAWN}
    states: list[State] = []
    for state in PENALTY_V1.states:
        states.append(state)
        if state.name in beside:
            states.append(beside[state.name])
    return tuple(states)


def _transitions() -> tuple[Transition, ...]:
    own = (*SUSPENDING_STEPS, *HEARD_STEPS, *EXECUTING_STEPS)
    steps = (*(_changed(step) for step in PENALTY_V1.transitions), *own)
    # Steps are offered in this order; more time is never the first thing to ask for.
    return tuple(sorted(steps, key=lambda step: step.name == "extend_decision_term"))


PENALTY_V2 = Definition(
    key="penalty",
    version=2,
    initial="filing",
    states=_states(),
    transitions=_transitions(),
)
