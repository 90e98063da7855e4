"""What the documents of discretion and referral say."""

from datetime import date
from uuid import UUID

from backend.cases.models import PenaltyCase
from backend.cases.queries.dossier import dossier_of
from backend.cases.rules.steps_weighing import ADJUSTMENT_CHOICES, ADJUSTMENT_GROUNDS
from backend.cases.service.contents import contents_of
from backend.cases.service.facts import numbers_of
from backend.cases.service.particulars import exhibits_of, law_of
from backend.cases.service.standing import FIRST_OFFENCE_SPAN, REPEAT_SPAN
from backend.discretion import DiscretionTable, NoPenaltyItem, Weighing
from backend.documents import chinese_date
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.workflow import Step

GROUNDS = {
    "minor": "违法行为轻微并及时改正，没有造成危害后果",
    "first_offence": "初次违法且危害后果轻微并及时改正",
    "no_fault": "当事人没有主观过错",
}
CHOICES = {value: zh for value, zh, _ in (*ADJUSTMENT_CHOICES, *ADJUSTMENT_GROUNDS)}


def discretion_data(step: Step, row: Weighing, table: DiscretionTable) -> Json:
    """Return what 裁量表 says."""
    case: PenaltyCase = step.subject
    names = _names(step, [UUID(key) for one in row.factors for key in one["exhibit_ids"]])
    # The form is filled in before the proposal is the case's: what it holds is what was weighed.
    shown = contents_of(_as_weighed(case, row))
    return _head(case) | {
        "penalty_basis": law_of(case)["penalty_basis"],
        "table_name": table.name,
        "table_basis": table.basis,
        "table_valid_from": table.valid_from,
        "fine_min_fen": row.fine_min_fen,
        "fine_max_fen": row.fine_max_fen,
        "factors": [
            {
                "title": one["title_zh"],
                "value": _value(one),
                "level": f"第 {one['level']} 级",
                "percent": f"{one['percent']}%",
                "proof": "、".join(names[key] for key in one["exhibit_ids"]),
                "reason": one["reason"],
            }
            for one in row.factors
        ],
        "total_percent": f"{sum(one['percent'] for one in row.factors)}%",
        "suggested_fen": row.suggested_fen,
        "chosen_fen": row.chosen_fen,
        "adjustment": CHOICES[row.adjustment or "none"],
        "adjustment_ground": CHOICES.get(row.adjustment_ground or ""),
        "contents": shown,
        "prior_decisions": _priors(row),
        "lookback_months": numbers_of(case)[REPEAT_SPAN].value,
        "reason": row.reason,
        "weighed_by": row.weighed_by_name,
        "weighed_on": bureau_date(row.weighed_at),
    }


def no_penalty_data(step: Step, row: Weighing, item: NoPenaltyItem) -> Json:
    """Return what 不予行政处罚事项登记表 says."""
    case: PenaltyCase = step.subject
    names = _names(step, step.form["exhibit_ids"])
    return _head(case) | {
        "ground": GROUNDS[item.ground],
        "conditions": item.conditions,
        "basis": item.basis,
        "proof": "、".join(names.values()),
        "prior_decisions": _priors(row),
        "lookback_months": numbers_of(case)[FIRST_OFFENCE_SPAN].value,
        "education": step.form["education"],
        "reason": row.reason,
        "weighed_by": row.weighed_by_name,
        "weighed_on": bureau_date(row.weighed_at),
    }


def referral_data(step: Step) -> Json:
    """Return what 案件移送函 says."""
    case: PenaltyCase = step.subject
    return _head(case) | {
        "filed_on": case.filed_on,
        "recipient": step.form["recipient"],
        "reasons": step.form["reason"],
        "exhibits": exhibits_of(step),
    }


def _head(case: PenaltyCase) -> Json:
    return {"violation_name": law_of(case)["violation_name"], "filing_number": case.number}


def _as_weighed(case: PenaltyCase, row: Weighing) -> PenaltyCase:
    return PenaltyCase(
        handling="penalty", measures=case.measures, proposed_fine_fen=row.chosen_fen, fine_fen=None
    )


def _value(one: Json) -> str:
    if isinstance(one["value"], int):
        return f"{one['value']} {one['unit_zh']}"
    return str(one["level_zh"])


def _names(step: Step, keys: list[UUID]) -> dict[str, str]:
    found = {one.id: one.file_name for one in dossier_of(step.subject).exhibits}
    return {str(key): found[key] for key in dict.fromkeys(keys)}


def _priors(row: Weighing) -> list[Json]:
    return [
        {
            "text": f"{one['authority']} {one['number']}，{one['violation']}，"
            f"{chinese_date(date.fromisoformat(one['decided_on']))}"
        }
        for one in row.prior_decisions
    ]
