"""Version 3 of the penalty procedure: discretion, kinds of decision, publication, the deciding
body.
"""

from collections.abc import Callable
from dataclasses import replace

from backend.cases.rules.fields import APL, ORDER_30, REASON
from backend.cases.rules.procedure_v2 import PENALTY_V2
from backend.cases.rules.steps_publishing import PUBLISHING_STEPS
from backend.cases.rules.steps_weighing import WEIGHING_STEPS
from backend.workflow.rules import Definition, Field, Transition

HANDLINGS = (
    ("penalty", "给予行政处罚", "Penalty"),
    ("no_penalty", "不予行政处罚", "No penalty"),
    ("not_established", "违法事实不能成立", "No violation established"),
)
Change = Callable[[Transition], Transition]


def _without(step: Transition, *names: str) -> tuple[str, ...]:
    return tuple(name for name in step.guards if name not in names)


def _approve_filing(step: Transition) -> Transition:
    harmful = Field(
        "harmful_consequences",
        "boolean",
        "涉及生命健康、金融安全等且有危害后果（时效五年）",
        "With harmful consequences (limitation five years)",
        required=False,
    )
    guards = _without(step, "law_covers_act", "not_time_barred")
    return replace(step, form=(harmful,), guards=(*guards, "law_chosen", "within_limitation"))


def _link_exhibit(step: Transition) -> Transition:
    return replace(step, sources=("investigating", "defence", "hearing"))


def _conclude(step: Transition) -> Transition:
    kept = tuple(one for one in step.form if one.name in ("facts", "violated_provision"))
    handling = Field("handling", "enum", "拟处理意见", "Proposed handling", choices=HANDLINGS)
    guards = _without(step, "proposed_fine_in_range")
    return replace(
        step,
        form=(*kept, handling),
        guards=(
            *guards,
            "law_chosen",
            "within_limitation",
            "weighed_as_handled",
            "provision_named",
            "sampled_by_record",
        ),
    )


def _issue_notice(step: Transition) -> Transition:
    return replace(
        step,
        guards=(
            *step.guards,
            "notice_as_weighed",
            "results_told",
            "law_still_lighter",
            "acts_for_deciding_body",
        ),
        documents=("prior_notice", "no_penalty_notice"),
    )


def _defence(step: Transition) -> Transition:
    # A defence that comes after its days is still heard when the bureau has not decided.
    return replace(step, sources=("defence", "deciding"))


def _discussion(step: Transition) -> Transition:
    return replace(step, sources=("notifying", "deciding"))


def _reopen(step: Transition) -> Transition:
    return replace(
        step,
        sources=("legal_review", "deciding"),
        form=(
            Field("exhibit_id", "uuid", "新证据", "New exhibit", picker="exhibit"),
            Field("fact_to_prove", "text", "证明对象", "Fact to prove", max_length=500),
            REASON,
        ),
    )


def _notify_again(step: Transition) -> Transition:
    return replace(step, form=(REASON,), guards=_without(step, "new_proposal_lawful"))


def _decide(step: Transition) -> Transition:
    fine = Field("fine_fen", "money", "罚款金额", "Fine", required=False, minimum=1)
    guards = _without(step, "fine_follows_notice", "discussed_when_required")
    return replace(
        step,
        title_zh="作出决定",
        title_en="Decide",
        form=(fine, *(one for one in step.form if one.name != "fine_fen")),
        guards=(
            *guards,
            "decision_as_told",
            "discussed_when_due",
            "discussion_current",
            "no_evidence_after_review",
            "law_still_lighter",
            "within_limitation",
            "acts_for_deciding_body",
            "not_with_the_police",
        ),
        basis=f"{APL} 第三十三条、第五十七条；{ORDER_30} 第五十二条",
        documents=("penalty_decision", "no_penalty_decision"),
    )


def _close(step: Transition) -> Transition:
    return replace(step, guards=(*step.guards, "measures_ended"))


def _archive(step: Transition) -> Transition:
    return replace(step, guards=(*step.guards, "publication_open"))


CHANGES: dict[str, Change] = {
    "approve_filing": _approve_filing,
    "link_exhibit": _link_exhibit,
    "conclude_investigation": _conclude,
    "issue_prior_notice": _issue_notice,
    "record_defence": _defence,
    "review_defence": _defence,
    "record_discussion": _discussion,
    "reopen_evidence": _reopen,
    "notify_again": _notify_again,
    "decide": _decide,
    "close": _close,
    "archive": _archive,
}


def _transitions() -> tuple[Transition, ...]:
    steps: list[Transition] = []
    for step in PENALTY_V2.transitions:
        if step.name == "conclude_investigation":
            steps += WEIGHING_STEPS
        if step.name == "archive":
            steps += PUBLISHING_STEPS
        change = CHANGES.get(step.name)
        steps.append(change(step) if change else step)
    return tuple(steps)


PENALTY_V3 = Definition(
    key="penalty",
    version=3,
    initial="filing",
    states=PENALTY_V2.states,
    transitions=_transitions(),
)
