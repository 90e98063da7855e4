"""Numbers of the procedure: their catalogue, which version applies, what is still open."""

from backend.parameters.rules.keys import KEY_BY_NAME, KEYS, UNITS, Key
from backend.parameters.rules.questions import QUESTION_BY_CODE, QUESTIONS, Question
from backend.parameters.rules.values import BOUNDS, MOST, Value, Version, choose

__all__ = [
    "BOUNDS",
    "KEYS",
    "KEY_BY_NAME",
    "MOST",
    "QUESTIONS",
    "QUESTION_BY_CODE",
    "UNITS",
    "Key",
    "Question",
    "Value",
    "Version",
    "choose",
]
