"""Authorities of other things, written by the database."""

from uuid import UUID

from sqlalchemy import FromClause
from sqlalchemy.orm import InstrumentedAttribute

from backend.accounts.models import Authority
from backend.kernel.json_sql import json_object, json_once


def authority_as_json(authority_id: InstrumentedAttribute[UUID]) -> FromClause:
    """Return what gives, to be joined where it is true, a thing's authority as AuthoritySchema
    writes it.
    """
    named = json_object(
        id=Authority.id,
        name=Authority.name,
        short_name=Authority.short_name,
        division_code=Authority.division_code,
        kind=Authority.kind,
    )
    return json_once(named, Authority.id == authority_id)
