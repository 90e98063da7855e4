"""Rounds with checkpoints, patrols with tracks and check-ins."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"


def _own_columns() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
    ]


def upgrade() -> None:
    """Apply."""
    _create_plan()
    _create_patrol()
    _create_parts()


def _create_plan() -> None:
    op.create_table(
        "checkpoint",
        *_own_columns(),
        sa.Column("grid_id", sa.Uuid(), sa.ForeignKey("grid.id")),
        sa.Column("site_id", sa.Uuid(), sa.ForeignKey("site.id")),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, unique=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("lon between -180 and 180 and lat between -90 and 90", name="position"),
    )
    op.create_index("ix_checkpoint_authority_id_name", "checkpoint", ["authority_id", "name", "id"])
    op.create_table(
        "patrol_round",
        *_own_columns(),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("walked_at", sa.DateTime(timezone=True)),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name="days"),
    )
    op.create_index(
        "ix_patrol_round_authority_id_created_at",
        "patrol_round",
        ["authority_id", "created_at", "id"],
    )
    op.create_index("ix_patrol_round_assignee_id", "patrol_round", ["assignee_id"])
    op.create_table(
        "patrol_round_stop",
        sa.Column("round_id", sa.Uuid(), sa.ForeignKey("patrol_round.id"), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("checkpoint_id", sa.Uuid(), sa.ForeignKey("checkpoint.id"), nullable=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.UniqueConstraint("round_id", "checkpoint_id", name="uq_patrol_round_stop_checkpoint"),
    )


def _create_patrol() -> None:
    op.create_table(
        "patrol",
        *_own_columns(),
        sa.Column("grid_id", sa.Uuid(), sa.ForeignKey("grid.id")),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("round_id", sa.Uuid(), sa.ForeignKey("patrol_round.id")),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("start_digest", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("end_received_at", sa.DateTime(timezone=True)),
        sa.Column("end_digest", sa.Text()),
        sa.Column("batch_count", sa.Integer()),
        sa.Column("missed", postgresql.JSONB(none_as_null=True)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("last_heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_lon", sa.Double()),
        sa.Column("last_lat", sa.Double()),
        sa.Column("last_fix_at", sa.DateTime(timezone=True)),
        sa.Column("purged_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("(ended_at is null) = (end_digest is null)", name="whole_end"),
    )
    op.create_index(
        "ix_patrol_authority_id_started_at", "patrol", ["authority_id", "started_at", "id"]
    )
    op.create_index("ix_patrol_person_id", "patrol", ["person_id", "started_at"])
    op.create_index("ix_patrol_round_id", "patrol", ["round_id"])
    op.create_index(
        "ix_patrol_to_purge",
        "patrol",
        ["authority_id", "last_heard_at"],
        postgresql_where=sa.text("purged_at is null"),
    )


def _create_parts() -> None:
    op.create_table(
        "patrol_track_batch",
        sa.Column("patrol_id", sa.Uuid(), sa.ForeignKey("patrol.id"), primary_key=True),
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("points", postgresql.JSONB(none_as_null=True)),
        sa.Column("gaps", postgresql.JSONB(none_as_null=True)),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("first_seq >= 1 and last_seq >= first_seq", name="numbers"),
    )
    op.create_table(
        "patrol_check_in",
        *_own_columns(),
        sa.Column("patrol_id", sa.Uuid(), sa.ForeignKey("patrol.id"), nullable=False),
        sa.Column("checkpoint_id", sa.Uuid(), sa.ForeignKey("checkpoint.id"), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("accuracy_m", sa.Double()),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("method in ('qr', 'manual')", name="method"),
        sa.CheckConstraint("(method = 'manual') = (reason is not null)", name="reason_by_hand"),
    )
    op.create_index("ix_patrol_check_in_patrol_id", "patrol_check_in", ["patrol_id", "checked_at"])


def downgrade() -> None:
    """Undo."""
    for name in (
        "patrol_check_in",
        "patrol_track_batch",
        "patrol",
        "patrol_round_stop",
        "patrol_round",
        "checkpoint",
    ):
        op.drop_table(name)
