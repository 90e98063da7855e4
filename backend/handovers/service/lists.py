"""The list of extracted data 电子数据提取固定清单 (法发〔2016〕22号 第十二条、第十四条)."""

from datetime import date, datetime
from uuid import UUID

from backend.accounts import list_people_by_id
from backend.cases import get_case, list_exhibit_ids_of_case
from backend.documents import Document, issue_document, reserve_number
from backend.evidence import Exhibit, ExhibitsUnknown, get_exhibits_by_id
from backend.exports import ExhibitsNotVerified
from backend.handovers.errors import NothingToHandOver
from backend.handovers.service.items import category_of, place_of, tool_of
from backend.inspections import officer_facts
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.kernel.errors import Invalid

KIND = "evidence_list"


def issue_evidence_list(actor: Actor, wanted: Json, now: datetime) -> Document:
    """Issue the list for chosen exhibits or those of a case.

    Raises NothingToHandOver, ExhibitsUnknown, ExhibitsNotVerified, Invalid or NotFound.
    """
    case = get_case(actor, wanted["case_id"]) if wanted["case_id"] else None
    ids = wanted["exhibit_ids"] or list_exhibit_ids_of_case(actor, wanted["case_id"])
    if not ids:
        raise NothingToHandOver
    exhibits = _verified(actor, sorted(set(ids)))
    video_id = wanted["video_exhibit_id"]
    video = _verified(actor, [video_id])[0] if video_id else None
    authority_id = case.authority_id if case else exhibits[0].authority_id
    day = bureau_date(wanted["extracted_at"])
    return issue_document(
        actor,
        authority_id=authority_id,
        kind=KIND,
        subject_kind="case" if case else "exhibit",
        subject_id=case.id if case else exhibits[0].id,
        case_id=case.id if case else None,
        data={
            "case_number": case.number if case else None,
            "party_name": case.party["name"] if case else None,
            "extractors": _extractors(actor, wanted["extractor_ids"], day),
            "items": [_item(exhibit) for exhibit in exhibits],
            "video_name": video.file_name if video else None,
            "video_sha256": video.sha256 if video else None,
            **{name: wanted[name] for name in COPIED},
        },
        number=reserve_number(authority_id, KIND, bureau_date(now).year),
        at=now,
    )


COPIED = (
    "holder",
    "place",
    "extracted_at",
    "method",
    "tool",
    "original_medium",
    "no_seizure_reason",
    "holder_opinion",
    "witness_name",
    "witness_signature",
)


def _verified(actor: Actor, ids: list[UUID]) -> list[Exhibit]:
    found = get_exhibits_by_id(actor, ids)
    if missing := [str(key) for key in ids if key not in found]:
        raise ExhibitsUnknown(missing)
    waiting = [str(key) for key in ids if found[key].state != "verified"]
    if waiting:
        raise ExhibitsNotVerified(exhibit_ids=waiting)
    return [found[key] for key in ids]


def _extractors(actor: Actor, ids: list[UUID], day: date) -> list[Json]:
    people = list_people_by_id(frozenset(ids))
    errors = {}
    named = []
    for position, person_id in enumerate(ids):
        person = people.get(person_id)
        pointer = f"/extractor_ids/{position}"
        if person is None or person.authority_id not in actor.visible_authority_ids:
            errors[pointer] = ("not_an_officer", "须为本单位的执法人员")
        elif person_id in ids[:position]:
            errors[pointer] = ("named_twice", "提取人须为两名不同的执法人员")
        elif (held := officer_facts(person).certificate_on(day)) is None:
            errors[pointer] = ("no_certificate", "提取当日没有有效的执法证件")
        else:
            named.append({"full_name": person.full_name, "certificate_number": held.number})
    if errors:
        raise Invalid(errors)
    return named


def _item(exhibit: Exhibit) -> Json:
    return {
        "name": exhibit.file_name,
        "category": category_of(exhibit.kind),
        "format": exhibit.detected_mime or exhibit.mime,
        "size": exhibit.size,
        "sha256": exhibit.sha256,
        "sm3": exhibit.sm3,
        "place": place_of(exhibit),
        "captured_at": exhibit.captured_at,
        "captured_by": exhibit.captured_by_name,
        "tool": tool_of(exhibit),
    }
