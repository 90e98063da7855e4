"""What a step of a case may ask of other features, read in one statement."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from backend.accounts import CertifiedPerson, certified_part
from backend.cases.models import CasePayment, PenaltyCase
from backend.cases.rules import KIND
from backend.deadlines import Term, terms_part
from backend.discretion import WeighingOfCase, weighed_part
from backend.documents import PaperState, papers_part
from backend.evidence import ProvingExhibit, proving_part
from backend.inspections import RecordOfCase, records_part
from backend.kernel.db import session
from backend.kernel.memory import forget_about, remembered
from backend.kernel.parts import Part, list_of
from backend.kernel.worded import Worded, asked
from backend.leads import LeadOfCase, lead_part
from backend.measures import MeasureOfCase, measures_part
from backend.workflow import Recused, Taken, recused_part, remember_standing, taken_part

DOSSIER = "dossier"


@dataclass(frozen=True)
class Dossier:
    """A case's file as it stood when it was read."""

    taken: list[Taken]
    recused: tuple[Recused, ...]
    papers: list[PaperState]
    terms: dict[str, Term]
    exhibits: tuple[ProvingExhibit, ...]
    people: dict[UUID, CertifiedPerson]
    lead: LeadOfCase
    inspections: tuple[RecordOfCase, ...]
    measures: tuple[MeasureOfCase, ...]
    weighing: WeighingOfCase | None
    payment_references: tuple[str, ...]

    def paper(self, kind: str) -> PaperState | None:
        """Return the newest document of a kind about the case itself."""
        return next((one for one in reversed(self.papers) if one.kind == kind and one.is_own), None)

    @property
    def has_daily_penalty(self) -> bool:
        """Tell whether a daily penalty was decided in the case."""
        return any(one.has_daily_penalty for one in self.measures)


def _references(case_id: InstrumentedAttribute[UUID]) -> Part[tuple[str, ...]]:
    own = list_of(func.to_json(CasePayment.reference), CasePayment.recorded_at)
    return Part(own.where(CasePayment.case_id == case_id).scalar_subquery(), tuple)


_CASE = aliased(PenaltyCase, name="k")
_PARTS: dict[str, Part[Any]] = {
    "taken": taken_part(_CASE.id),
    "recused": recused_part(func.array_prepend(_CASE.id, _CASE.inspection_ids)),
    "papers": papers_part(_CASE.id),
    "terms": terms_part(KIND, _CASE.id),
    "exhibits": proving_part(KIND, _CASE.id),
    "people": certified_part(_CASE.investigator_ids),
    "lead": lead_part(_CASE.lead_id),
    "inspections": records_part(_CASE.inspection_ids),
    "measures": measures_part(_CASE.id, _CASE.inspection_ids),
    "weighing": weighed_part(_CASE.weighing_id),
    "payment_references": _references(_CASE.id),
}
# Every step asks it: put together once, a small plan for each part, one journey for all.
_DOSSIER = Worded(
    select(*(part.value for part in _PARTS.values())).where(_CASE.id == asked("case_id", Uuid))
)


def dossier_of(case: PenaltyCase) -> Dossier:
    """Return a case's file; once in a transaction, and anew after each step."""
    return remembered((DOSSIER, case.id), lambda: _read(case))


def read_dossier(case: PenaltyCase) -> None:
    """Read the file of a case that was just locked: whatever was known of it may be old."""
    forget_about(case.id)
    dossier_of(case)


def _read(case: PenaltyCase) -> Dossier:
    session().flush()  # a case that is new or was just changed is read as it is now
    row = _DOSSIER.ask(case_id=case.id).one()
    parts = zip(_PARTS.items(), row, strict=True)
    found = Dossier(**{name: part.read(value) for (name, part), value in parts})
    remember_standing((case.id, *case.inspection_ids), found.taken, found.recused)
    return found
