"""Measures beside a case 行政措施: registration, seizure, correction, restriction, transfer."""

from backend.measures.queries import get_measure, measures_part
from backend.measures.rules import (
    DailyPenalty,
    MeasureOfCase,
    closing_reasons,
    deciding_reasons,
)
from backend.measures.service.daily import list_daily_penalties
from backend.measures.service.records import list_measure_records

__all__ = [
    "DailyPenalty",
    "MeasureOfCase",
    "closing_reasons",
    "deciding_reasons",
    "get_measure",
    "list_daily_penalties",
    "list_measure_records",
    "measures_part",
]
