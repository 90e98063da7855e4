"""Drafting hand-overs and taking their steps."""

import hashlib
import json
from datetime import datetime
from io import BytesIO
from uuid import UUID

from backend.accounts import list_authorities_by_id
from backend.cases import get_case, list_exhibit_ids_of_case
from backend.evidence import ExhibitsUnknown, get_exhibits_by_id, summaries
from backend.handovers import queries
from backend.handovers.errors import HandoverDiffers, NothingToHandOver
from backend.handovers.models import Handover
from backend.handovers.rules import COPY, GUARDS, HANDOVER_V1, ORIGINAL, HandoverFacts, picture_of
from backend.handovers.service.items import items_of
from backend.handovers.service.steps import EFFECTS, KIND
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid
from backend.kernel.storage import object_store
from backend.workflow import Field, FormLoader, Workflow, begin, perform


def _snapshot(handover: Handover) -> HandoverFacts:
    found = summaries(handover.exhibit_ids)
    unverified = (key for key in handover.exhibit_ids if found[key].state != "verified")
    return HandoverFacts(
        handover.authority_id, handover.recipient_authority_id, tuple(map(str, unverified))
    )


WORKFLOW = Workflow(
    kind=KIND, definitions=(HANDOVER_V1,), guards=GUARDS, effects=EFFECTS, snapshot=_snapshot
)


def draft_handover(
    actor: Actor, handover_id: UUID, wanted: Json, now: datetime
) -> tuple[Handover, bool]:
    """Draft a hand-over of chosen exhibits or those of a case, and return it and whether it is new.

    Raises HandoverDiffers, NothingToHandOver, ExhibitsUnknown, Invalid or NotFound.
    """
    digest = hashlib.sha256(json.dumps(wanted, sort_keys=True, default=str).encode()).hexdigest()
    lock_named(f"handover:{handover_id}")
    known = queries.find_handover(handover_id)
    if known is not None:
        if known.created_by_id != actor.person_id or known.creation_digest != digest:
            raise HandoverDiffers
        return known, False
    chosen = _chosen(actor, wanted["case_id"], wanted["exhibit_ids"])
    found = get_exhibits_by_id(actor, chosen)
    if missing := [str(key) for key in chosen if key not in found]:
        raise ExhibitsUnknown(missing)
    case = get_case(actor, wanted["case_id"]) if wanted["case_id"] else None
    handover = Handover(
        id=handover_id,
        authority_id=case.authority_id if case else actor.authority_id,
        case_number=case.number if case else None,
        party_name=case.party["name"] if case else None,
        state=WORKFLOW.newest.initial,
        revision=1,
        procedure_version=WORKFLOW.newest.version,
        items=items_of([found[key] for key in chosen]),
        created_by_id=actor.person_id,
        created_at=now,
        creation_digest=digest,
        **{**wanted, "exhibit_ids": chosen, "handed_as": _handed_as(wanted)},
    )
    _check_recipient(handover)
    session().add(handover)
    begin(WORKFLOW, handover, actor, {"recipient": handover.recipient_org}, now)
    return handover, True


def _chosen(actor: Actor, case_id: UUID | None, ids: list[UUID] | None) -> list[UUID]:
    of_case = list_exhibit_ids_of_case(actor, case_id) if case_id else []
    chosen = sorted(set(of_case if ids is None else ids))
    if not chosen:
        raise NothingToHandOver
    strangers = [key for key in chosen if case_id and key not in of_case]
    if strangers:
        raise Invalid({"/exhibit_ids": ("not_of_case", "所选证据不全属于该案件")})
    return chosen


def _handed_as(wanted: Json) -> str:
    is_party = wanted["recipient_kind"] == "party"
    handed_as = wanted["handed_as"] or (COPY if is_party else ORIGINAL)
    if is_party and handed_as == ORIGINAL:
        raise Invalid({"/handed_as": ("party_gets_copies", "只能向当事人提供复制件，不移交原件")})
    return str(handed_as)


def _check_recipient(handover: Handover) -> None:
    receiving = handover.recipient_authority_id
    if receiving is None:
        return
    if handover.recipient_kind != "authority" or receiving == handover.authority_id:
        reason = ("recipient_unfit", "接收单位须为另一行政机关")
        raise Invalid({"/recipient_authority_id": reason})
    if receiving not in list_authorities_by_id({receiving}):
        raise Invalid({"/recipient_authority_id": ("unknown", "没有这个单位")})


def perform_action(
    actor: Actor,
    handover_id: UUID,
    action: str,
    *,
    expected_revision: int,
    load_form: FormLoader,
    now: datetime,
) -> Handover:
    """Take a step on a hand-over; a drawn signature is stored before anything is written."""

    def load_and_store(form: tuple[Field, ...]) -> Json:
        values = load_form(form)
        if values.get("signature"):
            _store_signature(values["signature"])
        return values

    handover = queries.get_handover(actor, handover_id, lock=True)
    perform(
        WORKFLOW,
        handover,
        action,
        actor,
        expected_revision=expected_revision,
        load_form=load_and_store,
        now=now,
    )
    return handover


def _store_signature(data_url: str) -> None:
    try:
        picture = picture_of(data_url)
    except ValueError as error:
        raise Invalid({"/signature": ("field_invalid", "图片无法读取")}) from error
    digest = hashlib.sha256(picture).hexdigest()
    key = Handover(signature_sha256=digest).signature_key
    object_store().put_if_absent(str(key), BytesIO(picture), len(picture))
