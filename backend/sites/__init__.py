"""Regulated sites 一企一档."""

from backend.sites.models import Site
from backend.sites.queries import get_site
from backend.sites.service import announce_site, grid_of

__all__ = ["Site", "announce_site", "get_site", "grid_of"]
