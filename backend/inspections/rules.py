"""When an inspection record 现场检查(勘察)笔录 is complete in law."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.accounts.rules import CertificateFacts
from backend.workflow.rules import (
    FOLLOWS,
    Attempt,
    Blocked,
    Definition,
    Field,
    Guard,
    State,
    Transition,
)

TWO_OFFICERS = "行政处罚法 第四十二条、第五十五条；生态环境行政处罚办法 第二十三条"
RECORD = "生态环境行政处罚办法 第二十八条"
MIN_OFFICERS = 2


@dataclass(frozen=True)
class OfficerFacts:
    """An officer of the record, with the certificate that covers the day, if any."""

    person_id: UUID
    full_name: str
    certificates: tuple[CertificateFacts, ...]
    signed_at: datetime | None

    def certificate_on(self, day: date) -> CertificateFacts | None:
        """Return a certificate valid on the day of the act."""
        return next((item for item in self.certificates if item.covers(day)), None)


@dataclass(frozen=True)
class InspectionFacts:
    """What the guards look at."""

    day: date
    started_at: datetime
    ended_at: datetime | None
    officers: tuple[OfficerFacts, ...]
    findings: str
    rights_told: bool
    certificates_shown: bool
    party_answered: bool
    exhibits_pending: int
    overlaps: tuple[str, ...]
    """Numbers of other records that place one of the officers elsewhere at the same time."""


def two_certified_officers(
    officers: tuple[OfficerFacts, ...], day: date, basis: str = TWO_OFFICERS
) -> list[Blocked]:
    """At least two officers, each with a certificate valid on the day of the act."""
    reasons = []
    if len(officers) < MIN_OFFICERS:
        text = f"须有两名以上执法人员，现有 {len(officers)} 名"
        reasons.append(Blocked("two_officers_needed", text, basis, {"officers": len(officers)}))
    for officer in officers:
        if officer.certificate_on(day) is None:
            text = f"{officer.full_name} 在 {day:%Y-%m-%d} 没有有效的执法证件"
            facts = {"officer": officer.full_name, "day": day.isoformat()}
            reasons.append(Blocked("certificate_not_valid", text, basis, facts))
    return reasons


def _officers(attempt: Attempt) -> list[Blocked]:
    return two_certified_officers(attempt.snapshot.officers, attempt.snapshot.day)


def _times(attempt: Attempt) -> list[Blocked]:
    facts: InspectionFacts = attempt.snapshot
    if facts.ended_at is None or facts.ended_at <= facts.started_at:
        return [Blocked("end_not_after_start", "须填写结束时间，且晚于开始时间", RECORD)]
    if facts.ended_at > attempt.now:
        return [Blocked("end_in_future", "结束时间不能晚于现在", RECORD)]
    return []


def _told(attempt: Attempt) -> list[Blocked]:
    facts: InspectionFacts = attempt.snapshot
    reasons = []
    if not facts.certificates_shown:
        reasons.append(Blocked("certificates_not_shown", "须记明已出示执法证件", TWO_OFFICERS))
    if not facts.rights_told:
        text = "须记明已告知申请回避的权利和配合调查的义务"
        reasons.append(Blocked("rights_not_told", text, RECORD))
    if not facts.findings.strip():
        reasons.append(Blocked("no_findings", "须填写现场检查情况", RECORD))
    return reasons


def _signatures(attempt: Attempt) -> list[Blocked]:
    facts: InspectionFacts = attempt.snapshot
    unsigned = [officer.full_name for officer in facts.officers if officer.signed_at is None]
    reasons = []
    if unsigned:
        text = f"执法人员尚未签名：{'、'.join(unsigned)}"
        reasons.append(Blocked("officers_unsigned", text, RECORD, {"officers": unsigned}))
    if not facts.party_answered:
        text = "须有当事人签名，或注明拒签、不在场的情况"
        reasons.append(Blocked("party_unsigned", text, RECORD))
    return reasons


def _exhibits(attempt: Attempt) -> list[Blocked]:
    waiting = attempt.snapshot.exhibits_pending
    if not waiting:
        return []
    text = f"还有 {waiting} 份证据未核验通过"
    return [Blocked("exhibits_not_verified", text, "行政处罚法 第四十六条", {"waiting": waiting})]


def _not_elsewhere(attempt: Attempt) -> list[Blocked]:
    return [
        Blocked(
            "officer_elsewhere",
            f"同一执法人员同一时间出现在另一份笔录：{number}",
            RECORD,
            {"number": number},
        )
        for number in attempt.snapshot.overlaps
    ]


def _is_named_officer(attempt: Attempt) -> list[Blocked]:
    facts: InspectionFacts = attempt.snapshot
    mine = [o for o in facts.officers if o.person_id == attempt.actor.person_id]
    if not mine:
        return [Blocked("not_an_officer_of_this_record", "您不是本笔录的执法人员", RECORD)]
    if mine[0].signed_at is not None:
        return [Blocked("already_signed", "您已签名", RECORD)]
    return []


def _party_opinion_whole(attempt: Attempt) -> list[Blocked]:
    form = attempt.form
    if form is None:
        return []
    if form["refused"] and not form["reason"]:
        return [Blocked("refusal_reason_needed", "拒签或不在场须注明原因", RECORD)]
    if not form["refused"] and not (form["signature"] and form["signed_by"]):
        return [Blocked("party_signature_needed", "须有签名人姓名和签名", RECORD)]
    return []


GUARDS: dict[str, Guard] = {
    "two_certified_officers": _officers,
    "times_in_order": _times,
    "party_told": _told,
    "all_signed": _signatures,
    "exhibits_verified": _exhibits,
    "officers_not_elsewhere": _not_elsewhere,
    "is_named_officer": _is_named_officer,
    "party_opinion_whole": _party_opinion_whole,
}

INSPECTION_V1 = Definition(
    key="inspection",
    version=1,
    initial="draft",
    states=(
        State("draft", "记录中", "Draft"),
        State("completed", "已完成", "Completed", final=True),
        State("discarded", "已作废", "Discarded", final=True),
    ),
    transitions=(
        Transition("edit", "修改", "Edit", ("draft",), None, FOLLOWS, RECORD),
        Transition(
            "sign",
            "执法人员签名",
            "Sign as officer",
            ("draft",),
            None,
            "inspection.record",
            RECORD,
            form=(Field("signature", "image", "签名", "Signature"),),
            guards=("is_named_officer",),
        ),
        Transition(
            "record_party_opinion",
            "当事人意见与签名",
            "Party's opinion and signature",
            ("draft",),
            None,
            "inspection.record",
            RECORD,
            form=(
                Field("refused", "boolean", "拒签或不在场", "Refused or absent"),
                Field("signed_by", "text", "签名人", "Signed by", required=False, max_length=100),
                Field("signature", "image", "签名", "Signature", required=False),
                Field("opinion", "multiline", "当事人意见", "Opinion", required=False),
                Field("reason", "multiline", "拒签或不在场的情况", "Reason", required=False),
            ),
            guards=("party_opinion_whole",),
        ),
        Transition(
            "complete",
            "完成笔录",
            "Complete the record",
            ("draft",),
            "completed",
            "inspection.record",
            RECORD,
            guards=(
                "two_certified_officers",
                "times_in_order",
                "party_told",
                "all_signed",
                "exhibits_verified",
                "officers_not_elsewhere",
            ),
            documents=("inspection_record",),
        ),
        Transition(
            "discard",
            "作废草稿",
            "Discard the draft",
            ("draft",),
            "discarded",
            "inspection.record",
            RECORD,
            form=(Field("reason", "multiline", "作废原因", "Reason"),),
            danger=True,
        ),
    ),
)
