"""URLs of evidence."""

from backend.evidence.routes.derivatives import blueprint as derivatives
from backend.evidence.routes.devices import blueprint as devices
from backend.evidence.routes.exhibits import blueprint as exhibits
from backend.evidence.routes.retention import blueprint as retention
from backend.evidence.routes.uploads import blueprint as uploads

__all__ = ["derivatives", "devices", "exhibits", "retention", "uploads"]
