"""Finding cases among a million: search by two characters, and an index for each filter."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"

# Numbers and Latin words whole; of everything else pairs of neighbouring characters, and the last
# character by itself: a search for one finds every pair that begins with it. Nothing crosses from
# one line into the next.
TOKENS = """
create function search_tokens(lines text) returns tsvector
language sql immutable strict parallel safe
return array_to_tsvector(array(
    select distinct token
    from regexp_matches(lines, '[a-z0-9]+|[^a-z0-9\\n]+', 'g') as found(run),
        lateral (
            select run[1] where run[1] ~ '^[a-z0-9]'
            union all
            select substr(run[1], place, 2) from generate_series(1, length(run[1])) as place
            where run[1] !~ '^[a-z0-9]'
        ) as tokens(token)
))
"""
SEARCH_TEXT = """
create function search_text(variadic texts text[]) returns text
language sql immutable parallel safe
return lower(regexp_replace(
    normalize(array_to_string(texts, E'\\n'), NFKC), '[^\\S\\n]+', '', 'g'))
"""
KEEP = """
create function keep_case_search() returns trigger language plpgsql as $$
begin
    new.search_text := search_text(
        new.number, new.party->>'name', new.party->>'credit_code', new.party->>'address');
    new.search := search_tokens(new.search_text);
    return new;
end $$
"""


def upgrade() -> None:
    """Apply."""
    op.execute(TOKENS)
    op.execute(SEARCH_TEXT)
    op.add_column("penalty_case", sa.Column("search_text", sa.Text()))
    op.add_column("penalty_case", sa.Column("search", postgresql.TSVECTOR()))
    op.execute(KEEP)
    # A trigger and not the application: what the previous release still writes is found too.
    op.execute(
        "create trigger penalty_case_is_searchable before insert or update of number, party"
        " on penalty_case for each row execute function keep_case_search()"
    )
    op.execute("update penalty_case set party = party")
    with op.get_context().autocommit_block():
        for name, place in INDEXES.items():
            # The block ends the migration's transaction, which the linter does not see.
            op.execute(
                "-- squawk-ignore ban-concurrent-index-creation-in-transaction\n"
                f"create index concurrently if not exists {name} on {place}"
            )


# A city's list spans its districts, so these do not begin with the authority: the newest of all are
# read in order, whoever's they are. One district's list has its own index since 0013.
INDEXES = {
    "ix_penalty_case_proposed_at": "penalty_case (proposed_at, id)",
    "ix_penalty_case_state": "penalty_case (state, proposed_at, id)",
    "ix_penalty_case_violation_code": "penalty_case (violation_code, proposed_at, id)",
    "ix_penalty_case_filed_on": "penalty_case (filed_on)",
    "ix_penalty_case_search": "penalty_case using gin (search)",
    "ix_penalty_case_investigator_ids": "penalty_case using gin (investigator_ids)",
    "ix_deadline_open": "deadline (due_on, id) where status = 'open'",
}


def downgrade() -> None:
    """Undo."""
    op.execute("drop trigger penalty_case_is_searchable on penalty_case")
    op.execute("drop function keep_case_search()")
    for name, place in INDEXES.items():
        op.drop_index(name, place.partition(" ")[0])
    op.drop_column("penalty_case", "search")
    op.drop_column("penalty_case", "search_text")
    op.execute("drop function search_text(text[])")
    op.execute("drop function search_tokens(text)")
