"""Incidents 网格事件."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("grid_id", sa.Uuid(), sa.ForeignKey("grid.id")),
        sa.Column("reported_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, unique=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("accuracy_m", sa.Double()),
        sa.Column("fix_at", sa.DateTime(timezone=True)),
        sa.Column("source_datum", sa.Text()),
        sa.Column("source_lon", sa.Double()),
        sa.Column("source_lat", sa.Double()),
        sa.Column("position_source", sa.Text()),
        sa.Column("no_position_reason", sa.Text()),
        sa.Column("report_digest", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), sa.ForeignKey("lead.id"), unique=True),
        sa.CheckConstraint(
            "state in ('reported', 'accepted', 'rejected', 'assigned', 'handled', 'closed',"
            " 'referred')",
            name="state",
        ),
        sa.CheckConstraint("lon between -180 and 180 and lat between -90 and 90", name="position"),
        sa.CheckConstraint(
            "(lon is null) = (no_position_reason is not null)", name="position_or_reason"
        ),
    )
    op.create_index(
        "ix_incident_authority_id_reported_at", "incident", ["authority_id", "reported_at", "id"]
    )
    op.create_index("ix_incident_grid_id", "incident", ["grid_id"])
    op.create_index("ix_incident_reported_by_id", "incident", ["reported_by_id"])
    op.execute("create index ix_incident_place on incident using gist (point(lon, lat))")
    op.execute(
        "create trigger incident_state_has_one_writer before update of state on incident"
        " for each row execute function only_engine_writes_state()"
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("incident")
