"""Who asks is found out in the transaction of what he asks."""

from sqlalchemy import event

from backend.kernel.db import db
from tests.conventions.test_query_budgets import recorded


def test_the_check_of_a_session_is_one_statement_in_the_requests_own_transaction(
    connection, signed_in
) -> None:
    reader = signed_in("zhou")
    db.session.remove()
    ends: list[str] = []
    event.listen(connection, "rollback_savepoint", lambda *_: ends.append("undone"))
    event.listen(connection, "release_savepoint", lambda *_: ends.append("kept"))

    with recorded(connection) as statements:
        assert reader.get("/violations").status_code == 200

    assert (len(statements), ends) == (1, ["undone"]), "\n\n".join(statements)
