"""What each kind of document is called, how it is numbered, and exactly which data it prints."""

from collections.abc import Mapping
from types import MappingProxyType

from backend.documents.kinds.custody import CUSTODY_KINDS
from backend.documents.kinds.discretion import DISCRETION_KINDS
from backend.documents.kinds.fields import RECIPIENTS, SERVICE_MODES, Field, Fields, Kind
from backend.documents.kinds.measures import MEASURE_KINDS
from backend.documents.kinds.on_spot import ON_SPOT_KINDS
from backend.documents.kinds.papers import PAPER_KINDS
from backend.documents.kinds.procedure import PROCEDURE_KINDS
from backend.documents.kinds.turns import TURNS_KINDS
from backend.documents.kinds.volume import SHEET_KINDS

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        **PROCEDURE_KINDS,
        **TURNS_KINDS,
        **DISCRETION_KINDS,
        **ON_SPOT_KINDS,
        **CUSTODY_KINDS,
        **MEASURE_KINDS,
        **PAPER_KINDS,
        **SHEET_KINDS,
    }
)

__all__ = ["KINDS", "RECIPIENTS", "SERVICE_MODES", "SHEET_KINDS", "Field", "Fields", "Kind"]
