"""The life of each measure: states, steps, guards with their articles."""

from backend.measures.rules.closing import MeasureOfCase, closing_reasons, deciding_reasons
from backend.measures.rules.facts import (
    KINDS,
    SUBTYPES,
    WITH_ITEMS,
    CaseFile,
    FineFacts,
    ItemFacts,
    MeasureFacts,
)

__all__ = [
    "KINDS",
    "SUBTYPES",
    "WITH_ITEMS",
    "CaseFile",
    "FineFacts",
    "ItemFacts",
    "MeasureFacts",
    "MeasureOfCase",
    "closing_reasons",
    "deciding_reasons",
]
