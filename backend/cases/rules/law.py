"""Which clause applies: the one of the day of the act, unless a newer one is lighter 从旧兼从轻."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.cases.rules.violations import VIOLATIONS, Violation
from backend.cases.rules.violations_before import BEFORE_THE_CODE

CLAUSES = (*BEFORE_THE_CODE, *VIOLATIONS)


@dataclass(frozen=True)
class LawChoice:
    """The clause that applies and the two it was chosen from."""

    applied: Violation
    of_act: Violation
    of_decision: Violation | None

    @property
    def is_newer(self) -> bool:
        """Tell whether the newer clause applies because it is lighter."""
        return self.applied is not self.of_act

    def as_json(self, compared_on: date) -> dict[str, Any]:
        """Return the comparison as the case keeps it."""
        newer = self.of_decision
        return {
            "applied": self.applied.penalty_basis_zh,
            "of_act": self.of_act.penalty_basis_zh,
            "of_act_min_fen": self.of_act.fine_min_fen,
            "of_act_max_fen": self.of_act.fine_max_fen,
            "of_decision": newer.penalty_basis_zh if newer else None,
            "of_decision_min_fen": newer.fine_min_fen if newer else None,
            "of_decision_max_fen": newer.fine_max_fen if newer else None,
            "is_newer": self.is_newer,
            "compared_on": compared_on.isoformat(),
        }


def clause_on(code: str, day: date) -> Violation | None:
    """Return the clause on a violation that was in force on a day."""
    return next((one for one in CLAUSES if one.code == code and one.in_force_on(day)), None)


def choose_law(code: str, act_ended_on: date, decided_on: date) -> LawChoice | None:
    """Return the clause to apply, None when none covered the act (处罚法 第三十七条)."""
    of_act, of_decision = clause_on(code, act_ended_on), clause_on(code, decided_on)
    if of_act is None:
        return None
    lighter = of_decision is not None and _weight(of_decision) < _weight(of_act)
    applied = of_decision if lighter and of_decision else of_act
    return LawChoice(applied, of_act, of_decision)


def _weight(clause: Violation) -> tuple[int, int]:
    return clause.fine_max_fen, clause.fine_min_fen
