"""The papers a step would issue, as drafts, before it is taken."""

from datetime import datetime
from uuid import UUID

from backend.cases import queries
from backend.cases.service import perform_action
from backend.cases.service.facts import KIND
from backend.documents import document_title, draft_of, find_document
from backend.kernel.actor import Actor
from backend.kernel.db import session
from backend.kernel.errors import NotFound
from backend.workflow import FormLoader


def draft_before_step(
    actor: Actor, case_id: UUID, action: str, kind: str, *, load_form: FormLoader, now: datetime
) -> tuple[str, bytes]:
    """Return title and draft of a paper that a step would issue with this form; the step is taken
    and undone, so that neither a number is used nor anything kept.

    Raises NotFound where the step issues no such paper, and whatever the step itself raises.
    """
    revision = queries.get_case(actor, case_id).revision
    taken = session().begin_nested()
    try:
        perform_action(
            actor, case_id, action, expected_revision=revision, load_form=load_form, now=now
        )
        session().flush()  # the paper is looked up by a query
        paper = find_document(KIND, case_id, kind)
        if paper is None or paper.created_at != now:
            raise NotFound("这一步骤不产生此文书", kind=kind)
        return document_title(kind), draft_of(paper)
    finally:
        taken.rollback()
        session().expire_all()
