"""Version 1 of the penalty procedure: below the hearing class, paid in full, without suspension."""

from backend.cases.rules.steps_deciding import DECIDING_STEPS
from backend.cases.rules.steps_hearing import HEARING_STEPS
from backend.cases.rules.steps_investigating import INVESTIGATING_STEPS
from backend.workflow.rules import Definition, State

PENALTY_V1 = Definition(
    key="penalty",
    version=1,
    initial="filing",
    states=(
        State("filing", "立案审查", "Filing review"),
        State("not_filed", "不予立案", "Not filed", final=True),
        State("investigating", "调查取证", "Investigation"),
        State("case_review", "案件审查", "Case review"),
        State("notifying", "事先告知", "Prior notice"),
        State("defence", "陈述申辩", "Defence"),
        State("legal_review", "法制审核", "Legal review"),
        State("deciding", "处罚决定", "Decision"),
        State("serving", "决定送达", "Service"),
        State("executing", "执行", "Execution"),
        State("closed", "结案", "Closed"),
        State("archived", "归档", "Archived", final=True),
    ),
    transitions=INVESTIGATING_STEPS + HEARING_STEPS + DECIDING_STEPS,
)
