"""The simple procedure 当场处罚: facts, guards and the graph."""

from backend.simple.rules.guards import GUARDS, SimpleFacts
from backend.simple.rules.procedure import SIMPLE_V1

__all__ = ["GUARDS", "SIMPLE_V1", "SimpleFacts"]
