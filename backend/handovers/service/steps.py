"""What the steps of a hand-over write: custody events in pairs and the list of what was given."""

from datetime import datetime
from uuid import UUID

from backend.accounts import get_authority, list_people_by_id
from backend.documents import Document, issue_document, reserve_number
from backend.evidence import get_exhibits_by_id
from backend.handovers.models import Handover
from backend.handovers.rules import signature_digest
from backend.handovers.service.items import category_of, items_of
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.ledger import append_custody_event
from backend.workflow import Effect, Step

KIND = "handover"
LIST = "evidence_handover"


def _send(step: Step) -> None:
    handover: Handover = step.subject
    found = get_exhibits_by_id(step.actor, handover.exhibit_ids)
    handover.items = items_of([found[key] for key in handover.exhibit_ids])
    handover.sent_by_id, handover.sent_at = step.actor.person_id, step.now
    handover.number = reserve_number(handover.authority_id, LIST, bureau_date(step.now).year)
    document = _issue_list(step, handover, signature=None, supersedes_id=None)
    handover.list_document_id = document.id
    _record(step, "transferred_out", receiver_name=handover.receiver_name, list_id=document.id)


def _confirm(step: Step) -> None:
    handover: Handover = step.subject
    handover.received_by, handover.received_at = step.form["receiver_name"], step.now
    handover.note = step.form["note"]
    handover.signature_sha256 = signature_digest(step.form["signature"])
    document = _issue_list(
        step,
        handover,
        signature=step.form["signature"],
        supersedes_id=handover.list_document_id,
    )
    handover.list_document_id = document.id
    _record(
        step,
        "transferred_in",
        receiver_name=step.form["receiver_name"],
        list_id=document.id,
        signature_sha256=handover.signature_sha256,
    )


def _cancel(step: Step) -> None:
    # What went out on paper comes back on paper: every chain holds its transfers in pairs.
    handover: Handover = step.subject
    if handover.state == "sent":
        _record(
            step,
            "transferred_in",
            recipient_kind="authority",
            recipient_org=get_authority(handover.authority_id).name,
            receiver_name=step.actor.full_name,
            receiver_document=None,
            list_id=handover.list_document_id,
            returned_reason=step.form["reason"],
        )


EFFECTS: dict[str, Effect] = {"send": _send, "confirm_receipt": _confirm, "cancel": _cancel}


def _record(step: Step, action: str, *, list_id: UUID | None, **facts: str | None) -> None:
    handover: Handover = step.subject
    detail: Json = {
        "handover_id": str(handover.id),
        "recipient_kind": handover.recipient_kind,
        "recipient_org": handover.recipient_org,
        "receiver_document": handover.receiver_document,
        "signature_sha256": None,
        "list_document_id": str(list_id) if list_id else None,
        "handed_as": handover.handed_as,
        "purpose": handover.purpose,
        **facts,
    }
    for item in handover.items:
        append_custody_event(
            subject_id=UUID(item["exhibit_id"]),
            case_id=handover.case_id,
            action=action,
            actor=step.actor,
            object_={name: item[name] for name in ("sha256", "sm3", "size", "mime", "store_key")},
            detail=detail,
            at=step.now,
            authority_id=UUID(item["authority_id"]),
        )


def _issue_list(
    step: Step, handover: Handover, *, signature: str | None, supersedes_id: UUID | None
) -> Document:
    return issue_document(
        step.actor,
        authority_id=handover.authority_id,
        kind=LIST,
        subject_kind=KIND,
        subject_id=handover.id,
        case_id=handover.case_id,
        data=_list_data(handover, signature),
        # The signed list is the same list: its serial is not used up a second time.
        number=f"{handover.number}（签收）" if signature else handover.number,
        at=step.now,
        supersedes_id=supersedes_id,
    )


def _list_data(handover: Handover, signature: str | None) -> Json:
    sender_id = handover.sent_by_id or handover.created_by_id
    sender = list_people_by_id(frozenset({sender_id}))[sender_id]
    return {
        "case_number": handover.case_number,
        "party_name": handover.party_name,
        "handed_as": handover.handed_as,
        "recipient_kind": handover.recipient_kind,
        "recipient_org": handover.recipient_org,
        "receiver_name": handover.receiver_name,
        "receiver_document": handover.receiver_document,
        "purpose": handover.purpose,
        "sender": sender.full_name,
        "sender_certificate": sender.certificate.number if sender.certificate else None,
        "sent_at": handover.sent_at,
        "items": [
            {
                "name": item["file_name"],
                "category": category_of(item["kind"]),
                "format": item["mime"],
                "size": item["size"],
                "sha256": item["sha256"],
                "sm3": item["sm3"],
                "captured_at": datetime.fromisoformat(item["captured_at"]),
                "captured_by": item["captured_by"],
            }
            for item in handover.items
        ],
        "received_by": handover.received_by,
        "received_at": handover.received_at,
        "signature": signature,
        "note": handover.note,
    }
