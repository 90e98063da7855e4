"""Regulated sites 一企一档."""

from backend.sites.models import Site
from backend.sites.queries import get_site

__all__ = ["Site", "get_site"]
