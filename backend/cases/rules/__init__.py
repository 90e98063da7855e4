"""The ordinary procedure 普通程序 of an administrative penalty: facts, guards and the graph."""

from backend.cases.rules.facts import KIND, CaseFacts
from backend.cases.rules.procedure import PENALTY_V1
from backend.cases.rules.procedure_v2 import PENALTY_V2
from backend.cases.rules.procedure_v3 import PENALTY_V3
from backend.cases.rules.procedure_v4 import PENALTY_V4
from backend.cases.rules.registry import GUARDS
from backend.cases.rules.violations import VIOLATION_BY_CODE, VIOLATIONS, Violation

__all__ = [
    "GUARDS",
    "KIND",
    "PENALTY_V1",
    "PENALTY_V2",
    "PENALTY_V3",
    "PENALTY_V4",
    "VIOLATIONS",
    "VIOLATION_BY_CODE",
    "CaseFacts",
    "Violation",
]
