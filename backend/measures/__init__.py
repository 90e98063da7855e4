"""Measures beside a case 行政措施: registration, seizure, correction, restriction, transfer."""

from backend.measures.queries import get_measure, list_measures_of
from backend.measures.rules import MeasureOfCase, closing_reasons, deciding_reasons

__all__ = [
    "MeasureOfCase",
    "closing_reasons",
    "deciding_reasons",
    "get_measure",
    "list_measures_of",
]
