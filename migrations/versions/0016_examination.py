"""What examining an exhibit found, and its derivatives."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"

HEX64 = "~ '^[0-9a-f]{64}$'"
COLUMNS = (
    ("examination", postgresql.JSONB(none_as_null=True)),
    ("examination_version", sa.Integer()),
    ("phash", sa.BigInteger()),
    ("compared_at", sa.DateTime(timezone=True)),
)
# Four tagged words of 16 bits: two hashes that differ in six bits or fewer share a word up to one.
WORDS = (
    "(array[phash & 65535, (phash >> 16 & 65535) + 65536,"
    " (phash >> 32 & 65535) + 131072, (phash >> 48 & 65535) + 196608])"
)
INDEXES = {
    "phash_words": f"using gin ({WORDS}) where phash is not null",
    "compared_at": "(id) where compared_at is null and examination_version is not null",
}


def upgrade() -> None:
    """Apply."""
    for name, kind in COLUMNS:
        op.add_column("exhibit", sa.Column(name, kind))
    _create_derivative()
    for name, rest in INDEXES.items():
        # Built at once although others wait: no row has its condition yet.
        op.execute(
            "-- squawk-ignore require-concurrent-index-creation\n"
            f"create index ix_exhibit_{name} on exhibit {rest}"
        )


def _create_derivative() -> None:
    op.create_table(
        "derivative",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("exhibit_id", sa.Uuid(), sa.ForeignKey("exhibit.id"), nullable=False),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("op", sa.Text(), nullable=False),
        sa.Column("params", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("source_sha256", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.Column("sm3", sa.Text()),
        sa.Column("size", sa.BigInteger()),
        sa.Column("mime", sa.Text()),
        sa.Column("store_key", sa.Text()),
        sa.Column("tool", sa.Text()),
        sa.Column("tool_version", sa.Text()),
        sa.Column("created_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("creator", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("op in ('watermarked', 'redacted', 'clipped')", name="op"),
        sa.CheckConstraint("state in ('queued', 'ready', 'failed')", name="state"),
        sa.CheckConstraint(f"source_sha256 {HEX64} and sha256 {HEX64}", name="digests"),
        sa.CheckConstraint(
            "state <> 'ready' or num_nulls(sha256, sm3, size, mime, store_key, tool, tool_version,"
            " made_at) = 0",
            name="ready",
        ),
        sa.CheckConstraint("state <> 'failed' or failure is not null", name="failed"),
    )
    op.create_index("ix_derivative_exhibit_id", "derivative", ["exhibit_id", "created_at"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("derivative")
    for name in INDEXES:
        op.drop_index(f"ix_exhibit_{name}", "exhibit")
    for name, _kind in COLUMNS:
        op.drop_column("exhibit", name)
