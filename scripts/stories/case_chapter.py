"""Chapter 4–5: inspection, filing, the whole procedure, and every refusal on the way."""

import hashlib
from datetime import date, timedelta

from backend.cases.rules.fields import CASE_REVIEW_POINTS, LEGAL_REVIEW_POINTS
from backend.demo.photos import make_signature
from backend.kernel.clock import wire_time
from backend.kernel.ids import new_id
from scripts.stories.browser import Answer, Json, UnexpectedAnswerError, wait_until
from scripts.stories.main_job import PARTY, Story
from scripts.stories.weighing import weighing_form

FINE_FEN = 2_400_000
CASE_REVIEW = {point.name: True for point in CASE_REVIEW_POINTS} | {"opinion": "事实清楚，证据充分"}
LEGAL_REVIEW = {point.name: True for point in LEGAL_REVIEW_POINTS} | {
    "opinion": "程序合法，适用法律正确"
}


def inspect(story: Story) -> None:
    """Two certified officers record the site; one alone or one with an expired certificate
    cannot.
    """
    story.as_("zhou.head").step(
        f"/leads/{story.lead_id}", "assign_officers", {"officer_ids": _ids(story, "chen", "lin")}
    )
    alone = _record(story, ("chen",), hours_ago=5)
    story.teller.refused(
        "一人检查 one officer only", _complete(story, alone), "two_officers_needed"
    )
    expired = _record(story, ("chen", "wu"), hours_ago=4)
    answer = _complete(story, expired)
    story.teller.refused("证件当日已过期 certificate expired", answer, "certificate_not_valid")
    story.inspection_id = _record(story, ("chen", "lin"), hours_ago=3)
    done = _complete(story, story.inspection_id)
    if done.status != 200:
        raise UnexpectedAnswerError(f"completing the inspection: {done.body.decode()}")
    story.teller.told(
        f"两名执法人员完成现场检查笔录 {done.json['number']}",
        "inspection record by two certified officers, signed",
    )


def _ids(story: Story, *names: str) -> list[str]:
    return [story.as_(f"{name}.officer").person_id for name in names]


def _record(story: Story, officers: tuple[str, ...], hours_ago: int) -> str:
    inspection_id = str(new_id())
    start = story.now() - timedelta(hours=hours_ago)
    chen, path = story.as_("chen.officer"), f"/inspections/{inspection_id}"
    exhibits = [
        {"exhibit_id": sealed.exhibit_id, "fact_to_prove": "黑水自 2 号排口排出"}
        for sealed in story.sealed
    ]
    chen.put(
        path,
        {
            "lead_id": story.lead_id,
            "place": "筼筜湖东侧 2 号排口",
            "started_at": wire_time(start),
            "ended_at": wire_time(start + timedelta(minutes=50)),
            "party": PARTY,
            "contact": {"name": "陈现场", "phone": None, "position": "生产主管"},
            "officer_ids": _ids(story, *officers),
            "findings": "2 号排口正在排出黑色废水，排口未设置标志牌。",
            "rights_told": True,
            "certificates_shown": True,
            "recusal_requested": False,
            "exhibits": exhibits,
        },
    )
    for name in officers:
        signature = make_signature(len(name) + hours_ago)
        story.as_(f"{name}.officer").step(path, "sign", {"signature": signature})
    opinion = {
        "refused": False,
        "signed_by": "陈现场",
        "signature": make_signature(hours_ago),
        "opinion": "已阅无误",
    }
    chen.step(path, "record_party_opinion", opinion)
    return inspection_id


def _complete(story: Story, inspection_id: str) -> Answer:
    return story.as_("chen.officer").try_step(f"/inspections/{inspection_id}", "complete")


def file(story: Story) -> None:
    """The officers propose filing; the head approves within the fifteen days."""
    story.case_id = str(new_id())
    story.as_("chen.officer").put(
        story.case,
        {
            "lead_id": story.lead_id,
            "inspection_ids": [story.inspection_id],
            "violation_code": "outfall_setting",
            "party": PARTY | {"address": "厦门市思明区示范路 16 号"},
            "act_ended_on": story.today().isoformat(),
            "investigator_ids": _ids(story, "chen", "lin"),
            "reasons": "现场检查发现违规设置排污口，有照片和笔录证明。",
        },
    )
    case = story.as_("zhou.head").step(story.case, "approve_filing")
    story.teller.told(f"负责人批准立案 {case['number']}", "filed by the head; the case is open")


def investigate_and_review(story: Story) -> None:
    """Conclude, then be reviewed by someone who did not investigate."""
    chen, tell = story.as_("chen.officer"), story.teller
    chen.step(story.case, "weigh_discretion", weighing_form(story.show_case(), FINE_FEN))
    tell.told("裁量：二万元加百分之五，¥24,000.00", "fine weighed by the table")
    chen.step(
        story.case,
        "conclude_investigation",
        {
            "facts": "当事人违规设置 2 号排口并排放黑色废水。",
            "violated_provision": "《中华人民共和国生态环境法典》关于排污口设置",
            "handling": "penalty",
        },
    )
    tell.told("调查终结，拟罚款 ¥24,000.00", "investigation concluded, fine proposed")
    answer = story.as_("lin.officer").try_step(story.case, "pass_case_review", CASE_REVIEW)
    tell.refused("调查人自己审查 reviewer = investigator", answer, "reviewer_is_investigator")
    story.as_("sun.review").step(story.case, "pass_case_review", CASE_REVIEW)
    tell.told("案件审查通过(非调查人员)", "case review passed by another person")


def notify_and_wait(story: Story) -> None:
    """Serve the prior notice; five working days must run."""
    tell = story.teller
    story.as_("zhou.head").step(story.case, "issue_prior_notice")
    number = _rendered(story, "prior_notice")["number"]
    served = {"served_on": story.today().isoformat(), "mode": "direct", "recipient": "𠮷田㛃"}
    story.as_("chen.officer").step(story.case, "serve_prior_notice", served)
    ends_on = _deadline(story, "defence")
    tell.told(f"事先告知书 {number} 已送达，申辩期至 {ends_on}", "prior notice served")
    form = {"fine_fen": FINE_FEN, "reasons": "依法处罚"}
    early = story.as_("zhou.head").try_step(story.case, "decide", form)
    tell.refused("申辩期内作出决定 deciding too early", early, "defence_period_running")
    early = story.as_("chen.officer").try_step(story.case, "submit_legal_review")
    tell.refused("申辩期内提交审核 review too early", early, "defence_period_running")
    story.advance_past(ends_on)
    tell.told("五个工作日已届满(演示时钟)", "five working days have run (demo clock)")


def decide(story: Story) -> None:
    """Legal review, decision by the head, a numbered PDF."""
    tell = story.teller
    story.as_("chen.officer").step(story.case, "submit_legal_review")
    story.as_("qian.legal").step(story.case, "pass_legal_review", LEGAL_REVIEW)
    tell.told("法制审核通过", "legal review passed")
    heavier = {"fine_fen": FINE_FEN + 1, "reasons": "加重"}
    answer = story.as_("zhou.head").try_step(story.case, "decide", heavier)
    tell.refused("重于告知的罚款 heavier than told", answer, "heavier_than_notice")
    story.as_("zhou.head").step(story.case, "decide", {"fine_fen": FINE_FEN, "reasons": "依法处罚"})
    decision = _rendered(story, "penalty_decision")
    pdf = story.as_("chen.officer").get_bytes(f"/documents/{decision['id']}/content").body
    if not pdf.startswith(b"%PDF-") or hashlib.sha256(pdf).hexdigest() != decision["sha256"]:
        raise UnexpectedAnswerError("the decision's PDF is not the one that was issued")
    (story.work / "penalty_decision.pdf").write_bytes(pdf)
    tell.told(
        f"处罚决定书 {decision['number']},PDF {len(pdf)} 字节", "decided; numbered PDF issued"
    )


def execute_and_archive(story: Story) -> None:
    """Serve, pay, close, archive."""
    chen, head, tell = story.as_("chen.officer"), story.as_("zhou.head"), story.teller
    day = story.today().isoformat()
    served = {"served_on": day, "mode": "direct", "recipient": "𠮷田㛃"}
    chen.step(story.case, "serve_decision", served)
    tell.told("处罚决定书已送达", "decision served")
    answer = head.try_step(story.case, "close", {})
    tell.refused("未缴清即结案 closing before payment", answer, "fine_unpaid")
    paid = {"amount_fen": FINE_FEN, "paid_on": day, "reference": f"JK-{story.case_id[:13]}"}
    chen.step(story.case, "record_payment", paid)
    tell.told("罚款已缴清", "fine paid")
    head.step(story.case, "close", {"note": "已履行完毕"})
    tell.told("结案", "case closed")
    answer = story.as_("zheng.liaison").try_step(story.case, "archive")
    tell.refused("未公开即归档 archiving before publication", answer, "publication_missing")
    shown = {"published_on": day, "channel": "市局门户网站", "redactions_checked": True}
    chen.step(story.case, "publish_decision", shown)
    tell.told("处罚决定已公开", "decision published")
    wait_until("all documents", lambda: _all_issued(story.show_case()))
    story.as_("zheng.liaison").step(story.case, "archive")
    tell.told("归档", "case archived")


def _rendered(story: Story, kind: str) -> Json:
    def issued() -> Json | None:
        found = [d for d in story.show_case()["documents"] if d["kind"] == kind]
        return next((d for d in found if d["state"] == "issued"), None)

    return wait_until(kind, issued)


def _all_issued(case: Json) -> Json | None:
    return case if all(d["state"] == "issued" for d in case["documents"]) else None


def _deadline(story: Story, code: str) -> date:
    found = next(d for d in story.show_case()["deadlines"] if d["code"] == code)
    return date.fromisoformat(found["due_on"])
