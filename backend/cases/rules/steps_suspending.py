"""The steps that halt or end an investigation before its conclusion."""

from backend.cases.rules.fields import ORDER_30, REASON
from backend.workflow.rules import Field, Transition

SUSPENSION_GROUNDS = (
    ("pending_ruling", "须以法院裁判或者其他行政决定为依据，而其尚未作出",
     "Depends on a pending court ruling or another authority's decision"),
    ("question_of_law", "涉及法律适用问题，须送请有权机关作出解释或者确认",
     "A question of law was sent to the competent body"),
    ("force_majeure", "因不可抗力致使案件暂时无法调查", "Force majeure"),
    ("party_missing", "当事人下落不明致使案件暂时无法调查", "The party cannot be found"),
    ("other", "其他应当中止调查的情形", "Another ground"),
)  # fmt: skip
TERMINATION_GROUNDS = (
    ("citizen_died", "违法行为人死亡", "The citizen died"),
    ("organisation_ended", "违法单位终止，没有权利义务承受人", "The organisation has no successor"),
    ("other", "其他应当终止调查的情形", "Another ground"),
)

SUSPENDING_STEPS = (
    Transition(
        "suspend_investigation",
        "批准中止调查",
        "Suspend the investigation",
        ("investigating",),
        "suspended",
        "case.decide",
        f"{ORDER_30} 第三十五条",
        form=(
            Field("ground", "enum", "中止情形", "Ground", choices=SUSPENSION_GROUNDS),
            REASON,
        ),
        guards=("reviewer_not_investigator",),
        documents=("suspension_approval",),
    ),
    Transition(
        "resume_investigation",
        "批准恢复调查",
        "Resume the investigation",
        ("suspended",),
        "investigating",
        "case.decide",
        f"{ORDER_30} 第三十五条",
        form=(REASON,),
        guards=("reviewer_not_investigator",),
        documents=("resumption_approval",),
    ),
    Transition(
        "terminate_investigation",
        "批准终止调查",
        "Terminate the investigation",
        ("investigating", "suspended"),
        "closed",
        "case.decide",
        f"{ORDER_30} 第三十六条",
        form=(
            Field("ground", "enum", "终止情形", "Ground", choices=TERMINATION_GROUNDS),
            REASON,
        ),
        guards=("reviewer_not_investigator",),
        documents=("termination_approval",),
        danger=True,
    ),
    Transition(
        "withdraw_filing",
        "批准撤销立案",
        "Withdraw the filing",
        ("investigating", "case_review", "notifying"),
        "withdrawn",
        "case.decide",
        f"{ORDER_30} 第二十条",
        form=(REASON,),
        guards=("reviewer_not_investigator",),
        documents=("filing_withdrawal",),
        danger=True,
    ),
)
