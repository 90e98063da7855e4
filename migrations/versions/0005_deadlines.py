"""The working calendar and the statutory terms counted on it."""

from dataclasses import asdict

import sqlalchemy as sa
from alembic import op

from backend.deadlines import national_calendar
from backend.kernel.ids import new_id

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply."""
    calendar = op.create_table(
        "work_calendar",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id")),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.CheckConstraint("status in ('official', 'provisional')", name="status"),
    )
    op.create_index(
        "uq_work_calendar_national",
        "work_calendar",
        ["day"],
        unique=True,
        postgresql_where=sa.text("authority_id is null"),
    )
    op.create_index(
        "uq_work_calendar_authority",
        "work_calendar",
        ["authority_id", "day"],
        unique=True,
        postgresql_where=sa.text("authority_id is not null"),
    )
    op.bulk_insert(calendar, [{"id": new_id(), **asdict(day)} for day in national_calendar()])
    _create_deadline()


def _create_deadline() -> None:
    op.create_table(
        "deadline",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_number", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("is_waiting_period", sa.Boolean(), nullable=False),
        sa.Column("responsible_role", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status in ('open', 'met', 'missed', 'cancelled')", name="status"),
        sa.CheckConstraint("unit in ('working', 'calendar')", name="unit"),
        sa.CheckConstraint("(closed_on is null) = (status = 'open')", name="closed"),
        sa.CheckConstraint("days > 0 and due_on > started_on", name="term"),
    )
    op.create_index("ix_deadline_work_list", "deadline", ["authority_id", "due_on", "id"])
    op.create_index("ix_deadline_subject", "deadline", ["subject_kind", "subject_id"])
    op.create_index(
        "uq_deadline_open",
        "deadline",
        ["subject_kind", "subject_id", "code"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("deadline")
    op.drop_table("work_calendar")
