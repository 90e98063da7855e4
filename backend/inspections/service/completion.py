"""What the guards see of a record, and the document it becomes."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from backend.accounts import CertificateFacts, Person, list_people_by_id
from backend.documents import issue_document, reserve_number
from backend.evidence import get_exhibits_by_id, list_links
from backend.inspections import queries
from backend.inspections.models import Inspection
from backend.inspections.rules import InspectionFacts, OfficerFacts
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.workflow import Step

KIND = "inspection"


def officer_facts(person: Person, signed_at: datetime | None = None) -> OfficerFacts:
    """Return a person as an officer of a record."""
    held = tuple(
        CertificateFacts(item.number, item.valid_from, item.valid_to)
        for item in person.certificates
    )
    return OfficerFacts(person.id, person.full_name, held, signed_at)


def officers_of(inspection: Inspection) -> tuple[OfficerFacts, ...]:
    """Return the record's officers in their order."""
    return officers_among(list_people_by_id(frozenset(inspection.officer_ids)), inspection)


def officers_among(
    people: Mapping[UUID, Person], inspection: Inspection
) -> tuple[OfficerFacts, ...]:
    """Return the record's officers in their order, from people read before."""
    signed = {item.person_id: item.signed_at for item in inspection.signatures}
    return tuple(
        officer_facts(people[key], signed.get(key)) for key in dict.fromkeys(inspection.officer_ids)
    )


def snapshot(inspection: Inspection) -> InspectionFacts:
    """Return the plain facts the guards look at."""
    links = list_links(KIND, [inspection.id])[inspection.id]
    return InspectionFacts(
        day=bureau_date(inspection.started_at),
        started_at=inspection.started_at,
        ended_at=inspection.ended_at,
        officers=officers_of(inspection),
        findings=inspection.findings,
        rights_told=inspection.rights_told,
        certificates_shown=inspection.certificates_shown,
        party_answered=inspection.party_opinion is not None,
        exhibits_pending=sum(link.state != "verified" for link in links),
        overlaps=_overlaps(inspection),
    )


def _overlaps(inspection: Inspection) -> tuple[str, ...]:
    start, end = inspection.started_at, inspection.ended_at
    if end is None or end <= start:
        return ()
    return tuple(queries.list_overlapping(inspection.id, inspection.officer_ids, start, end))


def issue_record(step: Step) -> None:
    """Issue the record as a document, with the texts and signatures as they stand."""
    inspection: Inspection = step.subject
    day = bureau_date(inspection.started_at)
    issue_document(
        step.actor,
        authority_id=inspection.authority_id,
        kind="inspection_record",
        subject_kind=KIND,
        subject_id=inspection.id,
        case_id=None,
        data=_record_data(step.actor, inspection),
        number=reserve_number(inspection.authority_id, "inspection_record", day.year),
        at=step.now,
    )


def _record_data(actor: Actor, inspection: Inspection) -> Json:
    images = {item.person_id: item.signature for item in inspection.signatures}
    day = bureau_date(inspection.started_at)
    officers = officers_of(inspection)
    recorder = next((o for o in officers if o.person_id == inspection.created_by_id), officers[0])
    return {
        "party": {"address": None, **inspection.party},
        "contact": inspection.contact,
        "place": inspection.place,
        "started_at": inspection.started_at,
        "ended_at": inspection.ended_at,
        "officers": [
            {
                "full_name": officer.full_name,
                "certificate_number": certificate.number,
                "signature": images.get(officer.person_id),
                "signed_at": officer.signed_at,
            }
            for officer in officers
            if (certificate := officer.certificate_on(day))
        ],
        "recorder": recorder.full_name,
        "certificates_shown": inspection.certificates_shown,
        "rights_told": inspection.rights_told,
        "recusal_requested": inspection.recusal_requested,
        "findings": inspection.findings,
        "exhibits": linked_exhibits(actor, inspection),
        "party_opinion": _opinion(inspection),
    }


def _opinion(inspection: Inspection) -> Json | None:
    given = inspection.party_opinion
    if given is None:
        return None
    return {
        "signed_by": given["signed_by"],
        "signature": given["signature"],
        "is_refused": given["refused"],
        "reason": given["reason"],
        "opinion": given["opinion"],
        "at": datetime.fromisoformat(given["at"]),
    }


def linked_exhibits(actor: Actor, inspection: Inspection) -> list[Json]:
    """Return the record's exhibits as documents list them."""
    links = list_links(KIND, [inspection.id])[inspection.id]
    found = get_exhibits_by_id(actor, [link.id for link in links])
    return [
        {
            "name": found[link.id].file_name,
            "fact_to_prove": link.fact_to_prove or "现场情况",
            "captured_at": found[link.id].captured_at,
            "captured_by": found[link.id].captured_by_name,
            "sha256": found[link.id].sha256,
        }
        for link in links
        if link.id in found
    ]
