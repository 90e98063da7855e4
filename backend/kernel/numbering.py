"""Gap-free counters."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.kernel.db import Base, session


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
    statement = (
        insert(NumberSeries)
        .values(authority_id=authority_id, series=series, year=year, last_number=1)
        .on_conflict_do_update(
            index_elements=["authority_id", "series", "year"],
            set_={"last_number": NumberSeries.last_number + 1},
        )
        .returning(NumberSeries.last_number)
    )
    return session().execute(statement).scalar_one()
