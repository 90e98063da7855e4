"""Particulars that several documents of a case share."""

from datetime import date

from backend.cases.models import PenaltyCase
from backend.cases.queries.dossier import dossier_of
from backend.cases.service.facts import investigators_of
from backend.cases.service.standing import violation_of
from backend.kernel.db import Json
from backend.workflow import Field, Step


def party_of(case: PenaltyCase) -> Json:
    """Return the party as documents name it."""
    keys = ("name", "kind", "credit_code", "legal_representative", "address")
    return {key: case.party.get(key) for key in keys}


def officers_of(case: PenaltyCase, day: date) -> list[Json]:
    """Return the investigators with the certificates that cover the day."""
    return [
        {"full_name": officer.full_name, "certificate_number": held.number}
        for officer in investigators_of(case)
        if (held := officer.certificate_on(day))
    ]


def exhibits_of(step: Step) -> list[Json]:
    """Return the case's exhibits as documents list them."""
    case: PenaltyCase = step.subject
    return [
        {
            "name": one.file_name,
            "fact_to_prove": one.fact_to_prove,
            "captured_at": one.captured_at,
            "captured_by": one.captured_by_name,
            "sha256": one.sha256,
        }
        for one in dossier_of(case).exhibits
    ]


def law_of(case: PenaltyCase) -> Json:
    """Return the violation as concluded, with the clause it is punished by."""
    violation = violation_of(case)
    return {
        "violation_name": violation.name_zh,
        "violated_provision": case.violated_provision or violation.basis_zh,
        "penalty_basis": (case.law or {}).get("applied") or violation.penalty_basis_zh,
    }


def answers(step: Step, points: tuple[Field, ...]) -> list[Json]:
    """Return a reviewer's answers, point by point."""
    return [{"text": point.title_zh, "is_met": step.form[point.name]} for point in points]


def day_in(kept: Json | None, name: str) -> date | None:
    """Return a day kept with a hearing or a discussion, if there is one."""
    return date.fromisoformat(kept[name]) if kept and name in kept else None


def defence_of(case: PenaltyCase) -> Json | None:
    """Return the party's defence with its review."""
    given = case.defence
    if given is None:
        return None
    return {
        "received_on": date.fromisoformat(given["received_on"]),
        "content": given["content"],
        "review_opinion": given["review_opinion"],
        "is_adopted": given["adopted"],
    }
