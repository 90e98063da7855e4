"""Taking in what people fill in."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.accounts import find_grid
from backend.evidence import link_exhibits
from backend.forms import queries
from backend.forms.errors import FormAnswerDiffers, FormUnknown
from backend.forms.models import FormAnswer
from backend.forms.rules import FormDefinition, faults, photos_of, published
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid, NotFound
from backend.sites import get_site
from backend.sync import record_change

KIND = "form_answer"


def check_answers(form_key: str, form_version: int, answers: Any, at: str) -> FormDefinition:
    """Return the form that the answers fill in; raises FormUnknown, or Invalid that names each
    field below the JSON pointer `at`.
    """
    form = published().get((form_key, form_version))
    if form is None:
        raise FormUnknown({"/form_version": (FormUnknown.code, FormUnknown.title)})
    found = faults(form, answers)
    if found:
        raise Invalid({at + pointer: fault for pointer, fault in found.items()})
    return form


def submit_answer(
    actor: Actor, answer_id: UUID, submitted: Json, now: datetime
) -> tuple[FormAnswer, bool]:
    """Keep a filled-in form and return it and whether it is new; the same one again changes
    nothing.

    Raises FormAnswerDiffers, FormUnknown, Invalid, NotFound for a subject out of scope.
    """
    digest = hashlib.sha256(json.dumps(submitted, sort_keys=True, default=str).encode()).hexdigest()
    lock_named(f"form_answer:{answer_id}")
    known = queries.find_answer(answer_id)
    if known is not None:
        if known.answered_by_id != actor.person_id or known.digest != digest:
            raise FormAnswerDiffers
        return known, False
    form = check_answers(
        submitted["form_key"], submitted["form_version"], submitted["answers"], "/answers"
    )
    authority_id, grid_id = _place_of(
        actor, form, submitted["subject_kind"], submitted["subject_id"]
    )
    answer = FormAnswer(
        id=answer_id,
        authority_id=authority_id,
        grid_id=grid_id,
        answered_by_id=actor.person_id,
        received_at=now,
        digest=digest,
        **submitted,
    )
    session().add(answer)
    exhibits = photos_of(form, submitted["answers"])
    link_exhibits(actor, exhibits, kind=KIND, subject_id=answer_id, label=form.title_zh)
    record_change(
        kind=KIND,
        subject_id=answer_id,
        authority_id=authority_id,
        grid_id=grid_id,
        person_id=actor.person_id,
    )
    session().flush()  # its author is read back with it
    return answer, True


def _place_of(
    actor: Actor, form: FormDefinition, kind: str, subject_id: UUID
) -> tuple[UUID, UUID | None]:
    """Return the authority and the grid of the subject; raises NotFound where it is out of
    scope.
    """
    if kind not in form.subjects:
        raise Invalid({"/subject_kind": ("not_asked", "这张表单不用于此类对象")})
    if kind == "site":
        site = get_site(actor, subject_id)
        return site.authority_id, site.grid_id
    grid = find_grid(subject_id)
    is_hers = not actor.sees_only_own or subject_id in actor.grid_ids
    if grid is None or grid.authority_id not in actor.visible_authority_ids or not is_hers:
        raise NotFound
    return grid.authority_id, grid.id
