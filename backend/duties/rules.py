"""The life of a request to keep away and of a delegation, and who decides by rank."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.cases.rules import VIOLATION_BY_CODE
from backend.workflow.rules import (
    RECUSAL_BASIS,
    Attempt,
    Blocked,
    Definition,
    Field,
    Guard,
    State,
    Transition,
)

GROUNDS = {
    "party_or_kin": "是本案当事人或者当事人的近亲属",
    "interest": "本人或者近亲属与本案有直接利害关系",
    "other_relation": "与本案有其他关系可能影响公正执法",
    "by_law": "法律、法规或者规章规定的其他回避情形",
}
"""The four grounds (生态环境行政处罚办法 第六条)."""
ASKED_BY = ("party", "self")
SUBJECTS = ("case", "inspection", "measure", "simple_penalty")
DELEGABLE = ("head", "case_reviewer", "legal_reviewer")
"""Roles that decide or review."""
LONGEST_DAYS = 366
LEAST_MEMBERS = 3
_REASONS = Field("reasons", "multiline", "决定理由", "Reasons")
_TOGETHER = (
    Field("held_on", "date", "讨论日期", "Held on"),
    Field("members", "uuid_list", "参加讨论的负责人", "Members", picker="person"),
    _REASONS,
)


def violation_name(code: str) -> str:
    """Return what a case is about, in words; raises KeyError."""
    return VIOLATION_BY_CODE[code].name_zh


@dataclass(frozen=True)
class RecusalFacts:
    """What the guards look at."""

    person_id: UUID
    is_head: bool
    created_by_id: UUID
    asked_on: date
    today: date


def not_person_concerned(attempt: Attempt) -> list[Blocked]:
    """Nobody decides on his own keeping away."""
    facts: RecusalFacts = attempt.snapshot
    members = (attempt.form or {}).get("members") or []
    if facts.person_id in {attempt.actor.person_id, *members}:
        return [Blocked("recusal_own", "不得参与决定本人的回避", RECUSAL_BASIS)]
    return []


def decided_by_head(attempt: Attempt) -> list[Blocked]:
    """The head decides on officers and reviewers, never on a head."""
    if not attempt.snapshot.is_head:
        return []
    text = "负责人的回避由本机关负责人集体讨论决定"
    return [Blocked("recusal_needs_leaders", text, RECUSAL_BASIS)]


def decided_together(attempt: Attempt) -> list[Blocked]:
    """The leaders decide together on a head only."""
    if attempt.snapshot.is_head:
        return []
    text = "执法人员、审查人员的回避由负责人决定，不经集体讨论"
    return [Blocked("recusal_head_decides", text, RECUSAL_BASIS)]


def discussion_stands(attempt: Attempt) -> list[Blocked]:
    """At least three leaders discussed it, after it was asked and not in the future."""
    if attempt.form is None:
        return []
    facts: RecusalFacts = attempt.snapshot
    found = []
    present = len(set(attempt.form["members"]))
    if present < LEAST_MEMBERS:
        text = f"集体讨论至少 {LEAST_MEMBERS} 人参加，现有 {present} 人"
        found.append(Blocked("recusal_too_few", text, RECUSAL_BASIS, {"members": present}))
    if not facts.asked_on <= attempt.form["held_on"] <= facts.today:
        text = "讨论日期应当在申请之后、今天之前（含当日）"
        found.append(Blocked("recusal_day_wrong", text, RECUSAL_BASIS))
    return found


def asked_himself(attempt: Attempt) -> list[Blocked]:
    """Only who brought a request in takes it back."""
    if attempt.snapshot.created_by_id == attempt.actor.person_id:
        return []
    return [Blocked("recusal_not_asker", "只能由提出或者登记申请的人撤回", RECUSAL_BASIS)]


def principal_acts(attempt: Attempt) -> list[Blocked]:
    """Only who delegated takes a delegation back."""
    if attempt.snapshot == attempt.actor.person_id:
        return []
    return [Blocked("delegation_not_own", "只能由委托人撤回委托", DELEGATION_BASIS)]


DELEGATION_BASIS = "生态环境行政处罚办法 第五十二条（本机关负责人决定）；本机关岗位职责规定"
GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        not_person_concerned,
        decided_by_head,
        decided_together,
        discussion_stands,
        asked_himself,
        principal_acts,
    )
}
_BY_HEAD = ("not_person_concerned", "decided_by_head")
_TOGETHER_GUARDS = ("not_person_concerned", "decided_together", "discussion_stands")


def _decision(name: str, titles: tuple[str, str], target: str, *, together: bool) -> Transition:
    return Transition(
        name,
        *titles,
        ("open",),
        target,
        "recusal.record" if together else "case.decide",
        RECUSAL_BASIS,
        form=_TOGETHER if together else (_REASONS,),
        guards=_TOGETHER_GUARDS if together else _BY_HEAD,
        documents=("recusal_reply",),
    )


RECUSAL_V1 = Definition(
    key="recusal",
    version=1,
    initial="open",
    states=(
        State("open", "待决定", "Undecided"),
        State("granted", "已决定回避", "Keeps away", final=True),
        State("refused", "已驳回", "Refused", final=True),
        State("withdrawn", "已撤回", "Withdrawn", final=True),
    ),
    transitions=(
        _decision("grant", ("决定回避", "Grant"), "granted", together=False),
        _decision("refuse", ("驳回申请", "Refuse"), "refused", together=False),
        _decision(
            "grant_together", ("登记集体决定回避", "Leaders grant"), "granted", together=True
        ),
        _decision(
            "refuse_together", ("登记集体驳回", "Leaders refuse"), "refused", together=True
        ),
        Transition(
            "withdraw", "撤回申请", "Withdraw", ("open",), "withdrawn", "case.read",
            RECUSAL_BASIS, form=(_REASONS,), guards=("asked_himself",), danger=True,
        ),
    ),
)  # fmt: skip

DELEGATION_V1 = Definition(
    key="delegation",
    version=1,
    initial="in_force",
    states=(
        State("in_force", "生效", "In force"),
        State("withdrawn", "已撤回", "Withdrawn", final=True),
    ),
    transitions=(
        Transition(
            "withdraw", "撤回委托", "Withdraw", ("in_force",), "withdrawn", "delegation.give",
            DELEGATION_BASIS, form=(_REASONS,), guards=("principal_acts",), danger=True,
        ),
    ),
)  # fmt: skip
