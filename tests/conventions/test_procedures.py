"""Every published procedure passes the linter, and no term is without its article."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.cases.service import WORKFLOW as CASE
from backend.documents.kinds import KINDS
from backend.duties.service import WORKFLOW as RECUSAL
from backend.duties.service.delegating import WORKFLOW as DELEGATION
from backend.handovers.service import WORKFLOW as HANDOVER
from backend.incidents.service import WORKFLOW as INCIDENT
from backend.inspections.service import WORKFLOW as INSPECTION
from backend.leads.service import WORKFLOW as LEAD
from backend.measures.service import WORKFLOWS as MEASURES
from backend.simple.service import WORKFLOW as SIMPLE
from backend.tasks.service import WORKFLOW as TASK
from backend.workflow import Definition, Workflow, find_faults

BACKEND = Path(__file__).parents[2] / "backend"
TEMPLATES = BACKEND / "documents" / "templates"
ALL = (
    CASE, RECUSAL, DELEGATION, HANDOVER, INCIDENT, INSPECTION, LEAD, SIMPLE, TASK,
    *MEASURES.values(),
)  # fmt: skip
PUBLISHED = [
    pytest.param(workflow, definition, id=f"{definition.key}/{definition.version}")
    for workflow in ALL
    for definition in workflow.definitions
]
OPENING = {"open_deadline", "open_hours"}


def templated() -> set[str]:
    return {kind for kind in KINDS if (TEMPLATES / kind).is_dir()}


@pytest.mark.parametrize(("workflow", "definition"), PUBLISHED)
def test_a_published_procedure_has_no_fault(workflow: Workflow, definition: Definition) -> None:
    assert find_faults(definition, workflow.guards, templated()) == []


def calls_that_open_terms() -> Iterator[tuple[Path, ast.Call]]:
    for path in BACKEND.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in OPENING:
                yield path, node


def test_every_term_is_opened_with_its_article() -> None:
    found = list(calls_that_open_terms())

    assert len(found) > 3
    for path, call in found:
        basis = next((one.value for one in call.keywords if one.arg == "basis"), None)
        assert basis is not None, path
        assert not (isinstance(basis, ast.Constant) and not basis.value), path


def test_every_number_of_the_bureau_names_its_article(session) -> None:
    bare = session.scalars(
        text("select key from rule_parameter where coalesce(basis, '') = ''")
    ).all()

    assert bare == []
