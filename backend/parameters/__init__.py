"""Numbers a bureau may set 规则参数: versioned, each with its legal basis and the days it holds."""

from backend.parameters.queries import numbers_at, value_at, values_at
from backend.parameters.rules import Value

__all__ = ["Value", "numbers_at", "value_at", "values_at"]
