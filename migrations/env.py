"""Runs migrations: short locks, one at a time, safe beside the previous release."""

from alembic import context
from sqlalchemy import create_engine, pool, text

import backend.features  # noqa: F401 - registers every table
from backend.kernel.db import Base

LOCK_NAME = "xunzheng-migrations"


def run_online() -> None:
    """Migrate the database at the URL the caller gave."""
    engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.execute(text("set lock_timeout = '4s'"))
        connection.execute(text("set statement_timeout = '60s'"))
        connection.execute(text("select pg_advisory_lock(hashtext(:name))"), {"name": LOCK_NAME})
        connection.commit()
        context.configure(
            connection=connection, target_metadata=Base.metadata, transaction_per_migration=True
        )
        with context.begin_transaction():
            context.run_migrations()


def run_offline() -> None:
    """Print the SQL, for the linter and for a careful administrator."""
    context.configure(
        dialect_name="postgresql",
        target_metadata=Base.metadata,
        literal_binds=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
