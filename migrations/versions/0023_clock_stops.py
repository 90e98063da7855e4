"""Clocks that stand still, and what the second version of the penalty procedure keeps."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"

STATES = (
    "'filing', 'not_filed', 'withdrawn', 'investigating', 'suspended', 'case_review',"
    " 'notifying', 'defence', 'hearing', 'legal_review', 'deciding', 'serving', 'executing',"
    " 'closed', 'archived'"
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "clock_stop",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), sa.ForeignKey("deadline.id"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=False),
        sa.Column("resumed_on", sa.Date()),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("resumed_on >= stopped_on", name="order"),
    )
    op.create_index(
        "uq_clock_stop_open",
        "clock_stop",
        ["deadline_id"],
        unique=True,
        postgresql_where=sa.text("resumed_on is null"),
    )
    op.create_index("ix_clock_stop_deadline_id", "clock_stop", ["deadline_id"])
    for name in ("hearing", "discussion", "execution"):
        op.add_column("penalty_case", sa.Column(name, postgresql.JSONB(none_as_null=True)))
    # Not checked against the rows there are, which keeps the lock short; the next migration does.
    # The previous release never writes the new states, and reads none it does not know.
    op.execute(
        "-- squawk-ignore ban-drop-constraint\n"
        "alter table penalty_case drop constraint ck_penalty_case_state"
    )
    op.execute(
        "alter table penalty_case add constraint ck_penalty_case_state"
        f" check (state in ({STATES})) not valid"
    )


def downgrade() -> None:
    """Undo."""
    for name in ("execution", "discussion", "hearing"):
        op.drop_column("penalty_case", name)
    op.drop_table("clock_stop")
