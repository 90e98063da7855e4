"""What the party of a case owes: under the case's own decision, and under each daily penalty."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.cases.models import PenaltyCase
from backend.cases.queries.dossier import dossier_of
from backend.cases.rules import KIND
from backend.kernel.db import Json
from backend.measures import DailyPenalty, list_daily_penalties
from backend.workflow import Step

DECISION, DAILY_DECISION = "penalty_decision", "daily_penalty_decision"


@dataclass(frozen=True)
class Debt:
    """One decision by which money is owed, and what became of it."""

    case: PenaltyCase
    daily: DailyPenalty | None = None

    @property
    def decision_id(self) -> UUID | None:
        """The daily penalty's paper; nothing for the case's own decision."""
        return self.daily.decision_id if self.daily else None

    @property
    def subject(self) -> tuple[str, UUID]:
        """On what the terms of this decision run: the case, or the order to correct."""
        return (self.daily.measure_kind, self.daily.measure_id) if self.daily else (
            KIND,
            self.case.id,
        )  # fmt: skip

    @property
    def kind(self) -> str:
        """The kind of the decision's paper."""
        return DAILY_DECISION if self.daily else DECISION

    @property
    def number(self) -> str:
        """The decision's number, empty before there is one."""
        if self.daily:
            return self.daily.number
        paper = dossier_of(self.case).paper(DECISION)
        return (paper.number if paper else None) or ""

    @property
    def decided_on(self) -> date | None:
        """When it was decided."""
        return self.daily.decided_on if self.daily else self.case.decided_on

    @property
    def served_on(self) -> date | None:
        """When the party got it."""
        return self.daily.served_on if self.daily else self.case.decision_served_on

    @property
    def fine_fen(self) -> int:
        """The fine without its surcharge."""
        return self.daily.fine_fen if self.daily else self.case.fine_fen or 0

    @property
    def kept(self) -> Json:
        """Deferral, surcharge, demand and court application, each once it happened."""
        kept: Json = self.case.execution or {}
        if self.daily is None:
            return kept
        found: Json = kept.get("daily", {}).get(str(self.decision_id), {})
        return found

    @property
    def surcharge_fen(self) -> int:
        """What was added for paying late."""
        return int((self.kept.get("surcharge") or {}).get("amount_fen", 0))

    @property
    def owed_fen(self) -> int:
        """The fine with its surcharge; under the case's own decision also the illegal gains."""
        return self.fine_fen + self.surcharge_fen if self.daily else self.case.owed_fen

    @property
    def paid_fen(self) -> int:
        """What has been paid on it."""
        return sum(
            one.amount_fen for one in self.case.payments if one.decision_id == self.decision_id
        )

    @property
    def left_fen(self) -> int:
        """What is still to be paid."""
        return self.owed_fen - self.paid_fen

    @property
    def is_published(self) -> bool:
        """Whether a publication names it."""
        shown = self.case.publication or {}
        if self.daily is None:
            return "published_on" in shown
        return str(self.decision_id) in shown.get("daily", ())

    def keep(self, **facts: Any) -> None:
        """Keep with the case what became of this decision."""
        kept: Json = self.case.execution or {}
        if self.daily is None:
            self.case.execution = kept | facts
            return
        dailies = kept.get("daily", {}) | {str(self.decision_id): self.kept | facts}
        self.case.execution = kept | {"daily": dailies}


def list_debts(case: PenaltyCase) -> list[Debt]:
    """Return what is owed under each decision of a case, the case's own first."""
    return [Debt(case), *(Debt(case, one) for one in dailies_of(case))]


def dailies_of(case: PenaltyCase) -> list[DailyPenalty]:
    """Return the daily penalties decided in a case, oldest first."""
    return list_daily_penalties(case.id) if dossier_of(case).has_daily_penalty else []


def debt_of(step: Step) -> Debt:
    """Return the debt a step is about: of the decision its form names, else the case's own."""
    wanted: UUID | None = step.form.get("decision_id")
    if wanted is None:
        return Debt(step.subject)
    return next(one for one in list_debts(step.subject) if one.decision_id == wanted)
