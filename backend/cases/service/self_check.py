"""Gathering a case's file, and checking it against the 25 veto items at any time."""

from dataclasses import fields, replace
from datetime import timedelta
from uuid import UUID

from backend.accounts import get_authority, list_people_by_id
from backend.cases.models import PenaltyCase
from backend.cases.rules import VIOLATION_BY_CODE, CaseFacts
from backend.cases.rules.law import choose_law
from backend.cases.rules.self_check import VERDICTS, check_file
from backend.cases.rules.volume import Act, Body, PartyName, StepTaken, Volume
from backend.cases.service.facts import CALENDAR_REACH, investigators_of, snapshot
from backend.deadlines import load_calendar
from backend.discretion import find_weighing
from backend.documents import list_documents_of
from backend.inspections import list_inspections_by_id, officers_of
from backend.kernel import clock
from backend.kernel.actor import Actor
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.measures import list_measure_records
from backend.workflow import Attempt, list_history

REVIEW_TERM = timedelta(days=60)


def self_check(case: PenaltyCase, actor: Actor) -> Json:
    """Return what each veto item finds in a case's file as it is now."""
    volume = volume_of(case)
    found = check_file(volume, Attempt(volume.case, None, actor, clock.now()))
    verdicts = [finding.verdict for _, finding in found]
    return {
        "case_id": case.id,
        "number": case.number,
        "party_name": case.party["name"],
        "state": case.state,
        "checked_at": clock.now(),
        "counts": {verdict: verdicts.count(verdict) for verdict in VERDICTS},
        "items": [
            {
                "number": item.number,
                "code": item.code,
                "title_zh": item.title_zh,
                "title_en": item.title_en,
                "verdict": finding.verdict,
                "facts": {name: _said(value) for name, value in finding.facts.items()},
                "reasons": [_reason(one.as_wire()) for one in finding.reasons],
                "section": item.section,
                "place": _place(finding.place),
            }
            for item, finding in found
        ],
    }


def _said(value: object) -> object:
    return value if value is None or isinstance(value, int | str) else str(value)


def _reason(wire: Json) -> Json:
    return wire | {"facts": {name: _said(value) for name, value in wire["facts"].items()}}


def _place(place: tuple[str, UUID] | None) -> Json | None:
    return {"kind": place[0], "id": place[1]} if place else None


def volume_of(case: PenaltyCase) -> Volume:
    """Return everything the self-check looks at."""
    body = get_authority(case.deciding_authority_id or case.authority_id)
    own = get_authority(case.authority_id)
    possible = {case.authority_id} | ({own.parent_id} if own.parent_id else set())
    weighing = find_weighing(case.weighing_id)
    hearing = case.hearing or {}
    host = hearing.get("host_id")
    return Volume(
        case=_facts(case),
        body=Body(body.id, body.name, body.parent_id is not None, frozenset(possible)),
        steps=_steps(case),
        acts=_acts(case),
        names=_names(case),
        measures=tuple(list_measure_records(case.id, case.inspection_ids)),
        violated_provision=case.violated_provision,
        weighed_mitigated=weighing is not None and weighing.adjustment == "mitigated",
        host_id=UUID(host) if host else None,
        host_name=hearing.get("host_name", ""),
    )


def _facts(case: PenaltyCase) -> CaseFacts:
    gathered = snapshot(case)
    facts = {one.name: getattr(gathered, one.name) for one in fields(CaseFacts)}
    day, served = case.decided_on or gathered.today, case.notice_served_on
    law = choose_law(case.violation_code, case.act_ended_on, day)
    if served is not None:
        facts["calendar"] = load_calendar(served - REVIEW_TERM, served + CALENDAR_REACH)
    facts["violation"] = law.applied if law else VIOLATION_BY_CODE[case.violation_code]
    facts["handling"] = replace(gathered.handling, law=law)
    return CaseFacts(**facts)


def _steps(case: PenaltyCase) -> tuple[StepTaken, ...]:
    rows = list_history(case.id)
    people = list_people_by_id(frozenset(row.actor_id for row in rows if row.actor_id))
    return tuple(
        StepTaken(
            seq=row.seq,
            action=row.action,
            day=bureau_date(row.at),
            actor_id=row.actor_id,
            actor_name=row.actor_name,
            authority_id=people[row.actor_id].authority_id if row.actor_id in people else None,
            form=row.form,
        )
        for row in rows
    )


def _acts(case: PenaltyCase) -> tuple[Act, ...]:
    acts = [
        Act(
            kind="inspection",
            id=record.id,
            number=f"现场检查笔录 {record.number}",
            day=bureau_date(record.started_at),
            officers=officers_of(record),
            rights_told=record.rights_told,
        )
        for record in list_inspections_by_id(case.inspection_ids)
    ]
    if case.filed_on is not None:
        who = tuple(investigators_of(case))
        acts.append(Act("filing", case.id, "立案", case.filed_on, who, None))
    return tuple(acts)


def _names(case: PenaltyCase) -> tuple[PartyName, ...]:
    records = [
        PartyName("inspection", one.id, f"现场检查笔录 {one.number}", one.party["name"])
        for one in list_inspections_by_id(case.inspection_ids)
    ]
    papers = [
        PartyName("document", one.id, f"{one.title_zh} {one.number or ''}".strip(), name)
        for one in list_documents_of(case.id)
        if (name := ((one.data.get("data") or {}).get("party") or {}).get("name"))
    ]
    return tuple(records + papers)
