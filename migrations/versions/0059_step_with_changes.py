"""A step writes its subject's row once: the state together with whatever else the step changes."""

from alembic import op

revision = "0059"
down_revision = "0058"


def upgrade() -> None:
    """Apply."""
    # Beside the function of two values, which the previous release still calls.
    op.execute(
        """
        create function take_step(subject_table text, changes json, steps json) returns integer
        language plpgsql set xunzheng.state_writer = 'engine' as $$
        declare
            taken workflow_event;
            reached integer;
            named text := (select string_agg(quote_ident(name), ', ')
                           from json_object_keys(changes->0) as name);
            written text := '';
        begin
            select * into strict taken
                from json_populate_recordset(null::workflow_event, steps);
            if named is not null then
                written := format(
                    '(%s) = (select %s from json_populate_record(null::%I, $3)), ',
                    named, named, subject_table);
            end if;
            execute format(
                'update %I set %s state = $1, revision = revision + 1 where id = $2'
                ' returning revision', subject_table, written
            ) into strict reached using taken.to_state, taken.subject_id, changes->0;
            insert into workflow_event select taken.*;
            return reached;
        end $$
        """
    )


def downgrade() -> None:
    """Undo."""
    op.execute("drop function take_step(text, json, json)")
