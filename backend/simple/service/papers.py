"""What the documents of an on-the-spot penalty say."""

from collections.abc import Mapping

from backend.accounts import get_authority, list_people_by_id
from backend.documents import (
    Document,
    document_title,
    issue_document,
    reserve_number,
    yuan,
    yuan_capitals,
)
from backend.evidence import get_exhibits_by_id
from backend.inspections import officer_facts
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.parameters import Value, numbers_at
from backend.simple.models import SimplePenalty
from backend.workflow import Step

KIND = "simple"


def numbers_of(row: SimplePenalty) -> Mapping[str, Value]:
    """Return the bureau's numbers as they were on the day the act was recorded."""
    return numbers_at(row.authority_id, bureau_date(row.created_at))


def next_number_of(step: Step, kind: str) -> str:
    """Return the next number of a class of documents this year."""
    return reserve_number(step.subject.authority_id, kind, bureau_date(step.now).year)


def issue(step: Step, kind: str, data: Json, number: str | None = None) -> Document:
    """Issue a document of the penalty under its number, else the next one of its class."""
    row: SimplePenalty = step.subject
    keys = ("name", "kind", "credit_code", "legal_representative", "address")
    return issue_document(
        step.actor,
        authority_id=row.authority_id,
        kind=kind,
        subject_kind=KIND,
        subject_id=row.id,
        case_id=None,
        data={"party": {key: row.party.get(key) for key in keys}, **data},
        number=number or next_number_of(step, kind),
        at=step.now,
    )


def head_of(row: SimplePenalty) -> Json:
    """Return what both documents say of the act and the officers."""
    people = list_people_by_id(frozenset(row.officer_ids))
    officers = [officer_facts(people[key]) for key in dict.fromkeys(row.officer_ids)]
    return {
        "violation_name": row.violation_name,
        "act_on": row.act_on,
        "place": row.place,
        "facts": row.facts,
        "contents": _contents(row),
        "officers": [
            {"full_name": one.full_name, "certificate_number": held.number}
            for one in officers
            if (held := one.certificate_on(row.act_on))
        ],
    }


def _contents(row: SimplePenalty) -> list[Json]:
    fine = row.fine_fen
    found = [
        "警告" if row.has_warning else None,
        f"罚款人民币{yuan_capitals(fine)}（{yuan(fine)}）" if fine else None,
    ]
    return [{"text": text} for text in found if text]


def decision_data(step: Step) -> Json:
    """Return what 当场行政处罚决定书 says (处罚法 第五十二条)."""
    row: SimplePenalty = step.subject
    authority = get_authority(row.authority_id)
    above = get_authority(authority.parent_id) if authority.parent_id else authority
    exhibits = get_exhibits_by_id(step.actor, row.exhibit_ids)
    return head_of(row) | {
        "violated_provision": row.violated_provision,
        "penalty_basis": row.penalty_basis,
        "evidence": "、".join(exhibits[key].file_name for key in row.exhibit_ids),
        "defence": row.defence,
        "pay_days": numbers_of(row)["pay_days"].value if row.fine_fen else None,
        "suit_days": numbers_of(row)["simple_suit_days"].value,
        "reconsideration_body": f"{above.name.removesuffix('生态环境局')}人民政府",
        "signature": step.form["signature"],
        "refusal": step.form["refusal"],
    }


def receipt_data(step: Step, served: Document) -> Json:
    """Return what 送达回证 says."""
    row: SimplePenalty = step.subject
    return {
        "document_title": document_title(served.kind),
        "document_number": served.number,
        "served_on": row.decided_on,
        "mode": "left" if step.form["refusal"] else "direct",
        "place": row.place,
        "recipient": step.form["recipient"],
        "note": step.form["refusal"],
        "servers": head_of(row)["officers"],
    }
