"""One statement writes a step: the subject's state and the history's entry, never one of them."""

from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    """Apply."""
    # The function's own setting opens the window in which the state's trigger lets the engine
    # write, and closes it again however the function ends.
    op.execute(
        """
        create function take_step(subject_table text, steps json) returns integer
        language plpgsql set xunzheng.state_writer = 'engine' as $$
        declare
            taken workflow_event;
            reached integer;
        begin
            select * into strict taken
                from json_populate_recordset(null::workflow_event, steps);
            execute format(
                'update %I set state = $1, revision = revision + 1 where id = $2'
                ' returning revision', subject_table
            ) into strict reached using taken.to_state, taken.subject_id;
            insert into workflow_event select taken.*;
            return reached;
        end $$
        """
    )


def downgrade() -> None:
    """Undo."""
    op.execute("drop function take_step")
