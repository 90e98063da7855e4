"""Gap-free counters."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, session

_NEXT = """
    insert into number_series as s (authority_id, series, year, last_number)
    values (%s, %s, %s, %s) on conflict (authority_id, series, year)
    do update set last_number = s.last_number + excluded.last_number returning last_number
"""


class NumberSeries(Base):
    """The last number given in one series of one authority in one year."""

    __tablename__ = "number_series"
    authority_id: Mapped[UUID] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int]


def next_number(authority_id: UUID, series: str, year: int) -> int:
    """Return the next number of a series; it is given back when the transaction rolls back, so
    no gap remains.
    """
    return next_numbers(authority_id, series, year, 1)[0]


def next_numbers(authority_id: UUID, series: str, year: int, count: int) -> range:
    """Return the next `count` numbers of a series, one at least, as next_number does."""
    values = (authority_id, series, year, count)
    last = int(session().connection().exec_driver_sql(_NEXT, values).scalar_one())
    return range(last - count + 1, last + 1)
