"""Site files with a grid and a revision, on every phone of their grid; edits made offline."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Apply."""
    op.add_column("site", sa.Column("grid_id", sa.Uuid()))
    op.add_column("site", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    op.add_column(
        "site", sa.Column("facts", postgresql.JSONB(), nullable=False, server_default="{}")
    )
    # Not checked against the rows there are, which keeps the lock short: they have none yet.
    op.execute(
        "alter table site add constraint fk_site_grid_id_grid foreign key (grid_id)"
        " references grid (id) not valid"
    )
    # The column was added a moment ago and no row has a value: building it reads the table once.
    op.execute(
        "-- squawk-ignore require-concurrent-index-creation\n"
        "create index if not exists ix_site_grid_id on site (grid_id)"
    )
    # A site lies in the first cell, by code, whose polygon covers it; the server checks the holes
    # of a cell, this does not: the next entry of the register puts such a site right.
    op.execute(
        "update site set grid_id = ("
        " select grid.id from grid where grid.authority_id = site.authority_id"
        " and site.lon is not null"
        " and polygon((select '(' || string_agg('(' || (corner->>0) || ',' || (corner->>1) || ')',"
        " ',' order by place) || ')' from jsonb_array_elements(grid.polygon->'coordinates'->0)"
        " with ordinality as ring (corner, place))) @> point(site.lon, site.lat)"
        " order by grid.code limit 1)"
    )
    # Phones learn of the sites that were there before they could pull them.
    op.execute(
        "insert into change (kind, subject_id, authority_id, grid_id, at)"
        " select 'site', id, authority_id, grid_id, now() from site"
    )
    op.create_table(
        "record_version",
        sa.Column("subject_id", sa.Uuid(), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("contents", postgresql.JSONB(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("edit_id", sa.Uuid()),
        sa.Column("branch_id", sa.Uuid()),
        sa.Column("choices", postgresql.JSONB()),
        sa.Column("made_by_id", sa.Uuid()),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name="version"),
        sa.CheckConstraint("how in ('first', 'edit', 'resolution')", name="how"),
    )
    op.create_table(
        "record_edit",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("branch_id", sa.Uuid(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("trunk_version", sa.Integer(), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("conflict", sa.Text()),
        sa.Column("clashing", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("version", sa.Integer()),
        sa.Column("author_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trunk_version between 1 and base_version", name="versions"),
        sa.CheckConstraint("state in ('applied', 'pending', 'resolved')", name="state"),
        sa.CheckConstraint("conflict in ('soft', 'hard')", name="conflict"),
        sa.CheckConstraint("(state = 'pending') = (version is null)", name="settled"),
        sa.UniqueConstraint("branch_id", "subject_id", "base_version"),
    )
    op.create_index("ix_record_edit_subject_id", "record_edit", ["subject_id", "state"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("record_edit")
    op.drop_table("record_version")
    op.execute("delete from change where kind = 'site'")
    op.drop_index("ix_site_grid_id", "site")
    for name in ("facts", "revision", "grid_id"):
        op.drop_column("site", name)
