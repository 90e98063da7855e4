"""Version 4 of the penalty procedure: payment and enforcement name the decision they are about, the
case's own or a daily penalty.
"""

from dataclasses import replace

from backend.cases.rules.procedure_v3 import PENALTY_V3
from backend.workflow.rules import Definition, Field, Transition

DECISION = Field(
    "decision_id",
    "uuid",
    "所针对的按日连续处罚决定（本案处罚决定不填）",
    "Which daily penalty (none for the case's own decision)",
    required=False,
    picker="decision",
)
ABOUT_A_DECISION = (
    "record_payment",
    "approve_deferral",
    "impose_surcharge",
    "serve_demand",
    "apply_to_court",
    "record_court_result",
)


def _changed(step: Transition) -> Transition:
    if step.name not in ABOUT_A_DECISION:
        return step
    return replace(step, form=(DECISION, *step.form), guards=(*step.guards, "decision_known"))


PENALTY_V4 = Definition(
    key="penalty",
    version=4,
    initial="filing",
    states=PENALTY_V3.states,
    transitions=tuple(_changed(step) for step in PENALTY_V3.transitions),
)
