"""Gathering what the guards look at."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property

from backend.cases.models import PenaltyCase
from backend.cases.queries.dossier import Dossier, dossier_of
from backend.cases.rules import KIND as KIND
from backend.cases.rules import CaseFacts
from backend.cases.rules.facts import (
    DecisionFacts,
    ExecutionFacts,
    ExhibitFacts,
    HandlingFacts,
    HearingFacts,
    InspectionRecordFacts,
    InvestigatorFacts,
    NoticeFacts,
    WeighingFacts,
)
from backend.cases.service.debts import Debt
from backend.cases.service.progress import COURT_CODE as COURT_CODE
from backend.cases.service.progress import DECIDE_CODE as DECIDE_CODE
from backend.cases.service.progress import DEFENCE_CODE as DEFENCE_CODE
from backend.cases.service.progress import DEMAND_CODE as DEMAND_CODE
from backend.cases.service.progress import PAY_CODE as PAY_CODE
from backend.cases.service.progress import PUBLISH_CODE as PUBLISH_CODE
from backend.cases.service.progress import (
    daily_facts,
    decision_facts,
    execution_facts,
    notice_facts,
)
from backend.cases.service.standing import GatheredWeighing, handling_facts, violation_of
from backend.deadlines import Calendar, load_calendar
from backend.inspections import OfficerFacts
from backend.kernel import clock
from backend.kernel.clock import bureau_date
from backend.measures import MeasureOfCase
from backend.parameters import Value, numbers_at

CALENDAR_REACH = timedelta(days=120)
"""How far around today guards may count working days."""


def investigators_of(case: PenaltyCase) -> list[OfficerFacts]:
    """Return the case's investigators in their order."""
    people = dossier_of(case).people
    return [
        OfficerFacts(key, people[key].full_name, people[key].certificates, signed_at=None)
        for key in dict.fromkeys(case.investigator_ids)
    ]


class GatheredFacts(CaseFacts):
    """The facts of a case as its file tells them, each worked out when a guard first asks for it:
    most steps ask for few of them.
    """

    _case: PenaltyCase
    _dossier: Dossier

    def __init__(self, case: PenaltyCase) -> None:
        now = clock.now()
        plain = {
            "today": bureau_date(now),
            "violation": violation_of(case),
            "act_ended_on": case.act_ended_on,
            "investigator_ids": frozenset(case.investigator_ids),
            "party_name": case.party["name"],
            "proposed_fine_fen": case.proposed_fine_fen,
            "hearing": hearing_of(case),
            "hearing_threshold": hearing_threshold(case),
            "numbers": numbers_of(case),
            "state": case.state,
        }
        self.__dict__.update(plain, _case=case, _dossier=dossier_of(case))

    @property
    def found_on(self) -> date:
        """The day the bureau found the act."""
        return self._dossier.lead.found_on

    @property
    def filing_due_on(self) -> date | None:
        """The last day for deciding on filing."""
        return self._dossier.lead.filing_due_on

    @cached_property
    def investigators(self) -> tuple[InvestigatorFacts, ...]:
        """Who investigates, in their order."""
        return tuple(
            InvestigatorFacts(
                officer.person_id,
                officer.full_name,
                officer.certificate_on(self.today) is not None,
            )
            for officer in investigators_of(self._case)
        )

    @cached_property
    def inspections(self) -> tuple[InspectionRecordFacts, ...]:
        """The records the case rests on."""
        return tuple(
            InspectionRecordFacts(record.number, record.state, record.party_name)
            for record in self._dossier.inspections
        )

    @cached_property
    def exhibits(self) -> tuple[ExhibitFacts, ...]:
        """The case's exhibits."""
        return tuple(
            ExhibitFacts(link.id, link.state, link.fact_to_prove) for link in self._dossier.exhibits
        )

    @cached_property
    def notice(self) -> NoticeFacts:
        """How far the prior notice has come."""
        return notice_facts(self._case, self._dossier, offers_hearing=offers_hearing(self._case))

    @cached_property
    def decision(self) -> DecisionFacts:
        """How far the decision has come."""
        return decision_facts(self._case, self._dossier)

    @cached_property
    def execution(self) -> ExecutionFacts:
        """How far the decision was performed."""
        return execution_facts(Debt(self._case), self._dossier.terms)

    @cached_property
    def dailies(self) -> tuple[ExecutionFacts, ...]:
        """How far each daily penalty was performed."""
        return daily_facts(self._case)

    @cached_property
    def documents_pending(self) -> int:
        """How many papers are not issued."""
        return sum(row.state != "issued" for row in self._dossier.papers)

    @cached_property
    def issued_kinds(self) -> frozenset[str]:
        """Of which kinds there are issued papers."""
        return frozenset(row.kind for row in self._dossier.papers if row.state == "issued")

    @property
    def measures(self) -> tuple[MeasureOfCase, ...]:
        """The measures beside the case."""
        return self._dossier.measures

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar around today."""
        return load_calendar(self.today - CALENDAR_REACH, self.today + CALENDAR_REACH)

    @cached_property
    def weighing(self) -> WeighingFacts:
        """What the amount is weighed by."""
        return GatheredWeighing(self._case, self._dossier.weighing)

    @cached_property
    def handling(self) -> HandlingFacts:
        """What is proposed and by whom it is decided."""
        return handling_facts(self._case, self._dossier)


def snapshot(case: PenaltyCase) -> CaseFacts:
    """Return the plain facts of a case as they are now."""
    return GatheredFacts(case)


def numbers_of(case: PenaltyCase) -> Mapping[str, Value]:
    """Return the bureau's numbers as they were on the day the case was proposed; a later change
    does not reach a running case.
    """
    return numbers_at(case.authority_id, bureau_date(case.proposed_at))


def hearing_threshold(case: PenaltyCase) -> Value:
    """Return from which fine on the party may ask for a hearing."""
    return numbers_of(case)[f"hearing_fine_{case.party['kind']}"]


def offers_hearing(case: PenaltyCase) -> bool:
    """Tell whether what the party is told belongs to the hearing class."""
    return hearing_threshold(case).is_reached(case.proposed_fine_fen or 0)


def hearing_of(case: PenaltyCase) -> HearingFacts:
    """Return how far the hearing has come."""
    kept = case.hearing or {}
    days = {name: kept.get(name) for name in ("requested_on", "hearing_on")}
    return HearingFacts(
        requested_on=date.fromisoformat(days["requested_on"]) if days["requested_on"] else None,
        announced_for=date.fromisoformat(days["hearing_on"]) if days["hearing_on"] else None,
        is_reported="report" in kept,
    )
