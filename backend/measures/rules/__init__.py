"""The life of each measure: states, steps, guards with their articles."""

from backend.measures.rules.closing import MeasureOfCase, closing_reasons, deciding_reasons
from backend.measures.rules.daily import DAILY_KIND, DAILY_STATES, DailyPenalty
from backend.measures.rules.facts import (
    KINDS,
    SUBTYPES,
    WITH_ITEMS,
    CaseFile,
    FineFacts,
    ItemFacts,
    MeasureFacts,
)
from backend.measures.rules.records import MeasureRecord, TermKept

__all__ = [
    "DAILY_KIND",
    "DAILY_STATES",
    "KINDS",
    "SUBTYPES",
    "WITH_ITEMS",
    "CaseFile",
    "DailyPenalty",
    "FineFacts",
    "ItemFacts",
    "MeasureFacts",
    "MeasureOfCase",
    "MeasureRecord",
    "TermKept",
    "closing_reasons",
    "deciding_reasons",
]
