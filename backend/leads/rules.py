"""The life of a lead 线索: fifteen days to file or not (生态环境行政处罚办法 第十八条)."""

from dataclasses import dataclass

from backend.workflow.rules import (
    FOLLOWS,
    Attempt,
    Blocked,
    Definition,
    Field,
    Guard,
    State,
    Transition,
)

BASIS = "生态环境行政处罚办法 第十八条"
KIND = "lead"
FILING_CODE = "file_or_decline"
MIN_OFFICERS = 2


@dataclass(frozen=True)
class LeadFacts:
    """What the guards look at."""

    extended: bool


def two_officers_named(attempt: Attempt) -> list[Blocked]:
    """At least two different officers take a lead (行政处罚法 第四十二条)."""
    if attempt.form is None or len(set(attempt.form["officer_ids"])) >= MIN_OFFICERS:
        return []
    return [Blocked("two_officers_needed", "须指派两名以上执法人员", "行政处罚法 第四十二条")]


def not_extended_yet(attempt: Attempt) -> list[Blocked]:
    """The filing term is extended once only."""
    if not attempt.snapshot.extended:
        return []
    return [Blocked("already_extended", "立案审查期限只能延长一次", BASIS)]


GUARDS: dict[str, Guard] = {
    "two_officers_named": two_officers_named,
    "not_extended_yet": not_extended_yet,
}

LEAD_V1 = Definition(
    key="lead",
    version=1,
    initial="open",
    states=(
        State("open", "线索核查", "Lead check"),
        State("filing_review", "立案审查", "Filing review"),
        State("filed", "已立案", "Filed", final=True),
        State("not_filed", "不予立案", "Not filed", final=True),
    ),
    transitions=(
        Transition(
            "assign_officers",
            "指派执法人员",
            "Assign officers",
            ("open",),
            None,
            "lead.decide",
            "行政处罚法 第四十二条",
            form=(Field("officer_ids", "uuid_list", "执法人员", "Officers", picker="officer"),),
            guards=("two_officers_named",),
        ),
        Transition(
            "extend_filing",
            "延长立案审查期限",
            "Extend the filing term",
            ("open", "filing_review"),
            None,
            "lead.decide",
            BASIS,
            form=(Field("reason", "multiline", "延长理由", "Reason"),),
            guards=("not_extended_yet",),
        ),
        Transition(
            "decline_filing",
            "不予立案",
            "Decline to file",
            ("open",),
            "not_filed",
            "lead.decide",
            BASIS,
            form=(Field("reason", "multiline", "不予立案理由", "Reason"),),
            danger=True,
        ),
        Transition(
            "propose_filing",
            "提出立案",
            "Propose filing",
            ("open",),
            "filing_review",
            FOLLOWS,
            BASIS,
        ),
        Transition("file", "批准立案", "File", ("filing_review",), "filed", FOLLOWS, BASIS),
        Transition(
            "refuse_filing",
            "不予立案",
            "Refuse filing",
            ("filing_review",),
            "not_filed",
            FOLLOWS,
            BASIS,
        ),
    ),
)
