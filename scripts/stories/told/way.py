"""The stretches that several told cases go through."""

from datetime import timedelta

from backend.demo.phone import report_body
from backend.demo.photos import make_signature
from backend.kernel.clock import wire_time
from backend.kernel.ids import new_id
from scripts.stories.browser import Json
from scripts.stories.case_chapter import CASE_REVIEW, LEGAL_REVIEW
from scripts.stories.main_job import SPOT
from scripts.stories.told.job import Job
from scripts.stories.weighing import weighing_form

FACT = "黑水自 2 号排口排出"


def report_and_refer(job: Job) -> None:
    """A grid worker's report becomes a lead."""
    sealed = job.photo("wang")
    incident = f"/incidents/{new_id()}"
    ids: list[object] = [sealed.exhibit_id]
    body = report_body("outfall", "2 号排口有黑水流出", SPOT, job.now(), ids)  # type: ignore[arg-type]
    job.as_("wang").put(incident, body)
    referred = job.as_("zhao").step(incident, "refer_to_enforcement", {"note": "请核查"})
    job.lead_id = referred["lead_id"]
    officers = {"officer_ids": _ids(job)}
    job.as_("zhou").step(f"/leads/{job.lead_id}", "assign_officers", officers)
    lead = job.as_("chen").get(f"/leads/{job.lead_id}")
    job.tell(f"网格员上报，转为执法线索 {lead['number']}", "reported and referred as a lead")


def _ids(job: Job) -> list[str]:
    return [job.as_(name).person_id for name in ("chen", "lin")]


def inspect(job: Job) -> None:
    """Two certified officers record the site; everybody signs."""
    job.inspection_id = str(new_id())
    chen, path, start = job.as_("chen"), f"/inspections/{job.inspection_id}", job.now()
    record = {
        "lead_id": job.lead_id,
        "place": "筼筜湖东侧 2 号排口",
        "started_at": wire_time(start - timedelta(minutes=70)),
        "ended_at": wire_time(start - timedelta(minutes=10)),
        "party": job.party,
        "contact": {"name": "陈现场", "phone": None, "position": "生产主管"},
        "officer_ids": _ids(job),
        "findings": "2 号排口正在排出黑色废水，排口未设置标志牌。",
        "rights_told": True,
        "certificates_shown": True,
        "recusal_requested": False,
        "exhibits": [{"exhibit_id": job.photo(seed=1).exhibit_id, "fact_to_prove": FACT}],
    }
    chen.put(path, record)
    for seed, name in enumerate(("chen", "lin")):
        job.as_(name).step(path, "sign", {"signature": make_signature(seed)})
    opinion = {"refused": False, "signed_by": "陈现场", "signature": make_signature(3)}
    chen.step(path, "record_party_opinion", opinion | {"opinion": "已阅无误"})
    done = chen.step(path, "complete")
    job.tell(f"现场检查笔录 {done['number']}", "inspection record by two certified officers")


def proposal(job: Job, violation: str, **changes: object) -> Json:
    """Return what a case is proposed with."""
    return {
        "lead_id": job.lead_id,
        "inspection_ids": [job.inspection_id],
        "violation_code": violation,
        "party": job.party | {"address": "厦门市思明区示范路 16 号"},
        "act_ended_on": job.today(),
        "investigator_ids": _ids(job),
        "reasons": "现场检查发现违法排污，有照片和笔录证明。",
    } | changes


def file(job: Job, violation: str, **changes: object) -> None:
    """Report, inspect, propose; the head approves filing."""
    report_and_refer(job)
    inspect(job)
    job.case = job.thing = f"/cases/{new_id()}"
    job.as_("chen").put(job.case, proposal(job, violation, **changes))
    case = job.as_("zhou").step(job.case, "approve_filing")
    job.tell(f"负责人批准立案 {case['number']}", "filed by the head")


def conclude(job: Job, fine_fen: int) -> None:
    """Weigh the fine by the table and conclude the investigation."""
    form = weighing_form(job.show(), fine_fen)
    job.do("chen", "weigh_discretion", form, f"裁量 ¥{fine_fen / 100:,.2f}", "fine weighed")
    end_investigation(job, "penalty")


def end_investigation(job: Job, handling: str) -> None:
    """Conclude with a proposal and have the case reviewed by another person."""
    conclusion = {
        "facts": "当事人自 2 号排口排放黑色废水，有现场照片和笔录证明。",
        "violated_provision": "《中华人民共和国生态环境法典》关于排污口和排放管理",
        "handling": handling,
    }
    job.do("chen", "conclude_investigation", conclusion, "调查终结", "investigation concluded")
    job.do("sun", "pass_case_review", CASE_REVIEW, "案件审查通过", "case review passed")


def notify(job: Job, head: str = "zhou") -> None:
    """Serve the prior notice."""
    job.do(head, "issue_prior_notice", None, "制发事先告知书", "prior notice issued")
    job.do("chen", "serve_prior_notice", job.served(), "告知书送达", "prior notice served")


def wait_for_defence(job: Job) -> None:
    """Let the party's five working days run."""
    ends = job.due("defence")
    job.advance_past(ends)
    job.tell(f"陈述申辩期至 {ends} 届满(演示时钟)", "the days for the defence have run")


def review_legally(job: Job) -> None:
    """Pass the legal review."""
    job.do("chen", "submit_legal_review", None, "提交法制审核", "sent to legal review")
    job.do("qian", "pass_legal_review", LEGAL_REVIEW, "法制审核通过", "legal review passed")


def decide(job: Job, fine_fen: int, head: str = "zhou") -> None:
    """Decide the fine that was told, and serve the decision."""
    form = {"fine_fen": fine_fen, "reasons": "依法处罚"}
    job.do(head, "decide", form, f"决定罚款 ¥{fine_fen / 100:,.2f}", "decided")
    job.do("chen", "serve_decision", job.served(), "处罚决定书送达", "decision served")


def pay(job: Job, fine_fen: int) -> None:
    """Record the payment of the whole."""
    paid = {"amount_fen": fine_fen, "paid_on": job.today(), "reference": f"JK-{job.serial:04d}"}
    job.do("chen", "record_payment", paid, "罚款缴清", "paid")


def close_and_archive(job: Job, *, publish: bool = True) -> None:
    """Publish, close, archive, and keep the volume that archiving bound."""
    shown = {"published_on": job.today(), "channel": "市局门户网站", "redactions_checked": True}
    job.do("zhou", "close", {"note": "已履行完毕"}, "结案", "closed")
    if publish:
        job.do("chen", "publish_decision", shown, "处罚决定公开", "decision published")
    job.do("zheng", "archive", None, "归档", "archived: the order of the volume is locked")
    job.keep_volume()
