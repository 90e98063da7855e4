"""Gathering what the guards of measures look at."""

from datetime import date, timedelta

from backend.accounts import list_people_by_id
from backend.deadlines import Deadline, is_over_at, list_deadlines_of, load_calendar
from backend.documents import list_documents_about, list_documents_of
from backend.evidence import list_links
from backend.inspections import OfficerFacts, officer_facts
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.measures import queries
from backend.measures.models import Measure
from backend.measures.rules import CaseFile, ItemFacts, MeasureFacts
from backend.parameters import values_at

LINK = "measure"
"""What exhibits are linked to."""
THRESHOLDS = (
    "hearing_fine_citizen",
    "hearing_fine_organisation",
    "discussion_fine",
    "hearing_notice_days",
)
CALENDAR_REACH = timedelta(days=120)


def officers_of(measure: Measure) -> list[OfficerFacts]:
    """Return the measure's officers in their order."""
    people = list_people_by_id(frozenset(measure.officer_ids))
    return [officer_facts(people[key]) for key in dict.fromkeys(measure.officer_ids)]


def officers_on(measure: Measure, day: date) -> list[Json]:
    """Return the officers with the certificates that cover the day, as documents name them."""
    return [
        {"full_name": officer.full_name, "certificate_number": held.number}
        for officer in officers_of(measure)
        if (held := officer.certificate_on(day))
    ]


def case_of(measure: Measure) -> CaseFile | None:
    """Return what documents of record tell of the measure's case."""
    if measure.case_id is None:
        return None
    return queries.case_file_of(measure.case_id, list_documents_of(measure.case_id))


def snapshot(measure: Measure) -> MeasureFacts:
    """Return the plain facts of a measure as they are now."""
    now = clock.now()
    today = bureau_date(now)
    links = list_links(LINK, [measure.id])[measure.id]
    terms = list_deadlines_of(measure.kind, [measure.id])[measure.id]
    running = [term for term in terms if term.status == "open"]
    return MeasureFacts(
        kind=measure.kind,
        subtype=measure.subtype,
        party_kind=measure.party["kind"],
        round=measure.round,
        today=today,
        now=now,
        officers=tuple(officers_of(measure)),
        items=tuple(
            ItemFacts(one["name"], one["condition"], one["kept_at"]) for one in measure.items
        ),
        exhibits=len(links),
        unverified=sum(link.state != "verified" for link in links),
        done=measure.done,
        due_on={term.code: term.due_on for term in running},
        over=frozenset(term.code for term in running if _has_run_out(term)),
        is_stopped=any(term.stopped_on is not None for term in running),
        waiting=tuple(
            paper.title_zh
            for paper in list_documents_about(measure.kind, measure.id)
            if paper.state != "issued"
        ),
        case=case_of(measure),
        values=values_at(measure.authority_id, today, THRESHOLDS),
        calendar=load_calendar(today - CALENDAR_REACH, today + CALENDAR_REACH),
    )


def _has_run_out(term: Deadline) -> bool:
    return term.stopped_on is None and is_over_at(term, clock.now())
