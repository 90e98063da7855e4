"""The life of a hand-over 移交: drafted, sent with a list, signed for or called back."""

import hashlib
from base64 import b64decode
from dataclasses import dataclass
from uuid import UUID

from backend.workflow.rules import Attempt, Blocked, Definition, Field, Guard, State, Transition

RECIPIENT_KINDS = ("police", "procuratorate", "court", "authority", "party")
ORIGINAL, COPY = "original", "copy"
BASIS = "法发〔2016〕22号 第十八条"
RECEIPT_BASIS = "法发〔2016〕22号 第十八条；行政执法机关移送涉嫌犯罪案件的规定 第七条"
PNG_PREFIX = "data:image/png;base64,"


@dataclass(frozen=True)
class HandoverFacts:
    """What the guards look at."""

    authority_id: UUID
    recipient_authority_id: UUID | None
    unverified: tuple[str, ...]


def exhibits_are_verified(attempt: Attempt) -> list[Blocked]:
    """Nobody signs for bytes that were not compared with what the device signed."""
    facts: HandoverFacts = attempt.snapshot
    if not facts.unverified:
        return []
    return [
        Blocked(
            "handover_exhibits_unverified",
            f"{len(facts.unverified)} 件证据尚未核验，不能移交",
            BASIS,
            {"exhibit_ids": list(facts.unverified)},
        )
    ]


def sender_acts(attempt: Attempt) -> list[Blocked]:
    """Only the authority that hands over sends or calls back."""
    if attempt.snapshot.authority_id in attempt.actor.visible_authority_ids:
        return []
    return [Blocked("not_the_sender", "须由移交单位办理", BASIS)]


def recipient_acts(attempt: Attempt) -> list[Blocked]:
    """An authority in the system signs for itself; for others the sender records the signature
    given before him.
    """
    facts: HandoverFacts = attempt.snapshot
    receiving = facts.recipient_authority_id
    if receiving is None or receiving == attempt.actor.authority_id:
        return []
    return [Blocked("not_the_recipient", "须由接收单位的人员签收", RECEIPT_BASIS)]


GUARDS: dict[str, Guard] = {
    "exhibits_are_verified": exhibits_are_verified,
    "sender_acts": sender_acts,
    "recipient_acts": recipient_acts,
}

HANDOVER_V1 = Definition(
    key="handover",
    version=1,
    initial="draft",
    states=(
        State("draft", "待移交", "Draft"),
        State("sent", "已移交待签收", "Sent, not signed for"),
        State("confirmed", "已签收", "Signed for", final=True),
        State("cancelled", "已取消", "Cancelled", final=True),
    ),
    transitions=(
        Transition(
            "send",
            "移交",
            "Hand over",
            ("draft",),
            "sent",
            "handover.manage",
            BASIS,
            guards=("sender_acts", "exhibits_are_verified"),
            documents=("evidence_handover",),
        ),
        Transition(
            "confirm_receipt",
            "签收",
            "Sign for receipt",
            ("sent",),
            "confirmed",
            "handover.manage",
            RECEIPT_BASIS,
            form=(
                Field("receiver_name", "text", "接收人", "Received by", max_length=100),
                Field("signature", "image", "接收人签名", "Receiver's signature"),
                Field("note", "multiline", "接收意见", "Remarks", required=False),
            ),
            guards=("recipient_acts",),
            documents=("evidence_handover",),
        ),
        Transition(
            "cancel",
            "取消移交",
            "Cancel",
            ("draft", "sent"),
            "cancelled",
            "handover.manage",
            BASIS,
            form=(Field("reason", "multiline", "取消理由", "Reason"),),
            guards=("sender_acts",),
            danger=True,
        ),
    ),
)


def picture_of(data_url: str) -> bytes:
    """Return the bytes of a drawn signature; raises ValueError for another text."""
    if not data_url.startswith(PNG_PREFIX):
        raise ValueError("not a PNG picture")
    return b64decode(data_url.removeprefix(PNG_PREFIX), validate=True)


def signature_digest(data_url: str) -> str:
    """Return the SHA-256 by which a drawn signature is stored and named in the events."""
    return hashlib.sha256(picture_of(data_url)).hexdigest()
