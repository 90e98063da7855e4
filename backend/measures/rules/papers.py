"""Single papers of a case: who issues each, what it asks for, what must hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.inspections.rules import OfficerFacts, two_certified_officers
from backend.measures.rules.basis import APL, CODE, ORDER_30, TWO_OFFICERS
from backend.measures.rules.blanks import day, long, moment, text
from backend.measures.rules.guards import SHUT
from backend.workflow.rules import Blocked, Field

VOLUME = f"{ORDER_30} 案卷归档要求"
OFFICERS = Field("officer_ids", "uuid_list", "执法人员", "Officers", picker="officer")
RECIPIENT = Field("recipient", "text", "收件单位（人）", "Addressed to", max_length=200)
HANDLE, DECIDE, ARCHIVE = "measure.handle", "measure.decide", "case.archive"
YES_NO = (("同意", "同意", "Agreed"), ("不同意", "不同意", "Not agreed"))


@dataclass(frozen=True)
class Paper:
    """A kind of paper that one step issues."""

    kind: str
    title_en: str
    permission: str
    basis: str
    form: tuple[Field, ...]
    is_letter: bool = False
    by_officers: bool = False
    """Two certified officers act, each certified on the day."""
    of_volume: bool = False
    """Made when the case is closed, before it is archived."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The form with what every letter and every act of officers asks for."""
        letter = (RECIPIENT,) if self.is_letter else ()
        officers = (OFFICERS,) if self.by_officers else ()
        return (*letter, *self.form, *officers)


@dataclass(frozen=True)
class PaperFacts:
    """What the guards of papers look at."""

    case_state: str
    today: date
    officers: tuple[OfficerFacts, ...] = field(default_factory=tuple)


def reasons_against(
    paper: Paper, facts: PaperFacts, form: Mapping[str, Any] | None
) -> list[Blocked]:
    """Return every reason why a paper cannot be issued now, permission left aside."""
    reasons = []
    if paper.of_volume and facts.case_state != "closed":
        text_zh = "卷宗文书在结案之后、归档之前制作"
        reasons.append(Blocked("case_not_closed", text_zh, paper.basis))
    if not paper.of_volume and facts.case_state in SHUT:
        reasons.append(Blocked("case_is_shut", "案件已经办结或归档，不能再办理", paper.basis))
    if paper.by_officers and form is not None:
        reasons += two_certified_officers(facts.officers, facts.today, TWO_OFFICERS)
    if form is not None and form.get("ended_at") and form["ended_at"] <= form["started_at"]:
        text_zh = "须填写结束时间，且晚于开始时间"
        reasons.append(Blocked("end_not_after_start", text_zh, paper.basis))
    return reasons


PAPERS: tuple[Paper, ...] = (
    Paper(
        "service_address", "Confirmed address for service", HANDLE, f"{APL} 第六十一条",
        (
            text("addressee", "收件人", "Addressee"), text("address", "送达地址", "Address"),
            text("postcode", "邮政编码", "Postcode", required=False),
            text("phone", "联系电话", "Phone"),
            text("email", "电子送达地址", "Electronic address", required=False),
            Field("accepts_electronic", "enum", "是否同意电子送达", "Electronic service",
                  choices=YES_NO),
            day("confirmed_on", "确认日期", "Confirmed on"),
        ),
        by_officers=True,
    ),
    Paper(
        "mandate", "Mandate", HANDLE, f"{APL} 第六十四条；{ORDER_30} 第二十一条",
        (
            text("agent_name", "受委托人", "Agent"), text("agent_document", "证件", "Document"),
            text("agent_post", "职务", "Post", required=False),
            long("matters", "代理权限", "Powers"),
            day("valid_until", "委托至", "Valid until", required=False),
            day("given_on", "委托日期", "Given on"),
        ),
    ),
    Paper(
        "interview_notice", "Summons to an interview", HANDLE, f"{APL} 第五十五条",
        (
            moment("summoned_for", "询问时间", "Time"), text("place", "地点", "Place"),
            long("matters", "询问事项", "Matters"),
            long("bring", "携带材料", "To bring", required=False),
        ),
        is_letter=True, by_officers=True,
    ),
    Paper(
        "evidence_order", "Order to produce evidence", HANDLE, f"{APL} 第五十四条、第五十五条",
        (
            long("evidence", "调取的证据材料", "Evidence"),
            day("hand_in_by", "提供期限", "Hand in by"), text("purpose", "用途", "Purpose"),
        ),
        is_letter=True, by_officers=True,
    ),
    Paper(
        "sampling_record", "Sampling record", HANDLE,
        f"{APL} 第五十六条；{ORDER_30} 第二十九条",
        (
            text("place", "抽样地点", "Place"), moment("started_at", "开始时间", "Started at"),
            moment("ended_at", "结束时间", "Ended at"), text("sampler", "采样人员", "Sampler"),
            text("sampler_document", "上岗证号", "Sampler’s certificate"),
            long("method", "抽样方法和过程", "Method"),
            long("samples", "样品名称、编号、数量", "Samples"),
            long("containers", "容器、保存剂、封条", "Containers and seals"),
            text("party_signer", "当事人签名", "Signed for the party"),
            text("witness", "见证人", "Witness", required=False),
        ),
        by_officers=True,
    ),
    Paper(
        "testing_commission", "Commission to test", HANDLE, f"{ORDER_30} 第二十九条",
        (
            long("what", "检测（鉴定）事项", "What is tested"), text("samples", "样品", "Samples"),
            text("standard", "标准和方法", "Standard and method"),
            day("report_by", "报告期限", "Report by"),
        ),
        is_letter=True,
    ),
    Paper(
        "result_notice", "Notice of test results", HANDLE, f"{ORDER_30} 第二十九条",
        (
            text("report_number", "报告编号", "Report number"), text("agency", "机构", "Agency"),
            day("issued_on", "报告日期", "Issued on"), long("result", "结果", "Result"),
            Field("days", "integer", "异议期限（日）", "Days to object", minimum=1),
        ),
        is_letter=True,
    ),
    Paper(
        "recusal_reply", "Reply to a recusal request", DECIDE,
        f"{APL} 第四十三条；{ORDER_30} 第六条",
        (
            day("applied_on", "申请日期", "Applied on"), text("who", "被申请人", "Whom"),
            long("ground", "申请理由", "Ground"),
            text("decided_by", "决定人（会议）", "Decided by"), long("reply", "答复", "Reply"),
        ),
        is_letter=True,
    ),
    Paper(
        "assistance_letter", "Request for assistance", HANDLE, f"{ORDER_30} 第二十二条",
        (
            long("matters", "协助调查事项", "Matters"), day("reply_by", "答复期限", "Reply by"),
            text("purpose", "用途", "Purpose"),
        ),
        is_letter=True, by_officers=True,
    ),
    Paper(
        "assistance_result", "Result of assistance", HANDLE, f"{ORDER_30} 第二十二条",
        (
            text("asked_by", "来函", "Letter"), long("matters", "协助调查事项", "Matters"),
            long("result", "调查结果", "Result"),
        ),
        is_letter=True,
    ),
    Paper(
        "jurisdiction_designation", "Designation of jurisdiction", DECIDE,
        f"{APL} 第二十五条；{ORDER_30} 第十五条",
        (
            long("reasons", "理由", "Reasons"),
            text("designated", "指定管辖的机关", "Designated authority"),
        ),
        is_letter=True,
    ),
    Paper(
        "case_assignment", "Assignment of a case", DECIDE, f"{ORDER_30} 第十七条",
        (
            long("facts", "案情", "Facts"), long("demands", "办理要求", "Demands"),
            day("report_by", "报告期限", "Report by"),
        ),
        is_letter=True,
    ),
    Paper(
        "compensation_notice", "Notice on damage compensation", DECIDE,
        f"{CODE} 第一千零七十三条",
        (
            long("facts", "事实", "Facts"), long("damage", "生态环境损害", "Damage"),
            day("contact_by", "联系期限", "Contact by"),
        ),
        is_letter=True,
    ),
    Paper(
        "leniency_promise", "Notice and promise for leniency", HANDLE,
        f"{APL} 第三十三条；{ORDER_30} 第四十二条",
        (
            long("conditions", "免罚轻罚条件", "Conditions"), long("promise", "承诺", "Promise"),
            day("keep_by", "承诺期限", "Keep by"),
            text("promised_by", "承诺人", "Promised by"),
            day("promised_on", "承诺日期", "Promised on"),
        ),
        by_officers=True,
    ),
    Paper(
        "internal_approval", "Internal approval", DECIDE, f"{ORDER_30} 内部审批",
        (
            text("matter", "审批事项", "Matter"), long("reasons", "事实、理由和依据", "Reasons"),
            text("proposed_by", "承办人", "Proposed by"),
            day("proposed_on", "提出日期", "Proposed on"), long("opinion", "审批意见", "Opinion"),
        ),
    ),
    Paper(
        "volume_cover", "Cover of the volume", ARCHIVE, VOLUME,
        (
            long("outcome", "处理结果", "Outcome"),
            Field("kept_years", "integer", "保管期限（年）", "Years kept", minimum=1),
        ),
        of_volume=True,
    ),
    Paper("volume_contents", "Contents of the volume", ARCHIVE, VOLUME, (), of_volume=True),
    Paper(
        "volume_note", "Note to the volume", ARCHIVE, VOLUME,
        (long("remarks", "本卷情况说明", "Remarks"), text("checked_by", "检查人", "Checked by")),
        of_volume=True,
    ),
)  # fmt: skip
PAPER_BY_KIND = {paper.kind: paper for paper in PAPERS}
