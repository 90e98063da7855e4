"""URLs of evidence."""

from backend.evidence.routes.exhibits import blueprint as exhibits
from backend.evidence.routes.uploads import blueprint as uploads

__all__ = ["exhibits", "uploads"]
