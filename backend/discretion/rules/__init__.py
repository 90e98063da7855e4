"""Discretion 自由裁量: tables, the percentage method, adjustments and their linter."""

from backend.discretion.rules.amounts import ADJUSTMENTS, Range, Reach, limits_of, suggested_fen
from backend.discretion.rules.tables import Factor, Level, Table, faults_of, table_of
from backend.discretion.rules.weighing import Choice, Fault, Weighed, weigh

STATES = ("proposed", "in_force", "rejected")
GROUNDS = ("minor", "first_offence", "no_fault")
"""Why an act is not punished: 轻微并及时改正没有危害后果, 首违危害轻微及时改正, 没有主观过错."""

__all__ = [
    "ADJUSTMENTS",
    "GROUNDS",
    "STATES",
    "Choice",
    "Factor",
    "Fault",
    "Level",
    "Range",
    "Reach",
    "Table",
    "Weighed",
    "faults_of",
    "limits_of",
    "suggested_fen",
    "table_of",
    "weigh",
]
