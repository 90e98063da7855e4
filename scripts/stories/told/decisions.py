"""Told cases that differ in how they are decided and carried out."""

from datetime import date, timedelta

from backend.kernel.ids import new_id
from scripts.stories.browser import Json
from scripts.stories.told import way
from scripts.stories.told.job import Job
from scripts.stories.weighing import weighing_form

FINE = 2_900_000
ABOVE_HEARING = 28_000_000
REDUCED = 23_500_000


def first_minor_offence(job: Job) -> None:
    """A first minor offence, corrected at once: no penalty, but teaching."""
    way.file(job, "monitoring_equipment_damage")
    case = job.show()
    item = next(one for one in case["no_penalty_items"] if one["ground"] == "first_offence")
    form = {
        "item_id": item["id"],
        "exhibit_ids": [case["exhibits"][0]["exhibit_id"]],
        "reason": "首次违法，危害后果轻微，当日改正",
        "education": "已当场教育，当事人承诺不再发生",
    }
    zh = "全市查询：首次违法；登记不予处罚事项"
    job.do("chen", "weigh_no_penalty", form, zh, "first offence in the whole city: no penalty")
    way.end_investigation(job, "no_penalty")
    way.notify(job)
    way.wait_for_defence(job)
    way.review_legally(job)
    fined = {"fine_fen": FINE, "reasons": "依法处罚"}
    job.refuse("zhou", "decide", fined, "未告知却罚款 a fine never told", "fine_not_told")
    reasons = {"reasons": "首次违法，危害后果轻微并及时改正"}
    job.do("zhou", "decide", reasons, "决定不予处罚", "decided: no penalty")
    job.do("chen", "serve_decision", job.served(), "不予处罚决定书送达", "decision served")
    way.close_and_archive(job, publish=False)


def hearing_and_reduced_fine(job: Job) -> None:
    """A hearing whose report leads to a lower fine, told anew."""
    way.file(job, "discharge_above_standard")
    way.conclude(job, ABOVE_HEARING)
    way.notify(job)
    wish = {"requested_on": job.today(), "content": "请求听证，认为罚款过重"}
    job.do("chen", "request_hearing", wish, "当事人申请听证", "the party asks for a hearing")
    soon = _hearing(job, 3)
    job.refuse(
        "qian", "serve_hearing_notice", soon, "三日后听证 too short a notice", "hearing_too_soon"
    )
    job.do("qian", "serve_hearing_notice", _hearing(job, 21), "听证通知送达", "hearing notice")
    job.advance(21)
    held = {
        "held_on": job.today(),
        "attended": True,
        "record": "调查人员陈述事实，当事人陈述意见并质证。",
        "report": "当事人主动减轻危害，建议从轻。",
    }
    job.do("qian", "report_hearing", held, "听证举行并报告", "heard and reported")
    _tell_reduced(job)
    way.review_legally(job)
    _discuss(job)
    way.decide(job, REDUCED)
    way.pay(job, REDUCED)
    way.close_and_archive(job)


def _hearing(job: Job, days: int) -> Json:
    host = job.as_("qian").person_id
    return job.served(hearing_on=job.today(days), place="三楼听证室", host=host)


def _tell_reduced(job: Job) -> None:
    way.review_legally(job)
    less = {"fine_fen": REDUCED, "reasons": "采纳听证意见"}
    what = "未重新告知即减轻 another amount than told"
    job.refuse("zhou", "decide", less, what, "fine_differs_from_notice")
    again = {"reason": "听证后拟减轻罚款，须重新告知"}
    job.do("zhou", "notify_again", again, "金额将变，须重新告知", "to be told anew")
    form = weighing_form(job.show(), ABOVE_HEARING) | {
        "adjustment": "lighter",
        "adjustment_ground": "harm_reduced",
        "chosen_fine_fen": REDUCED,
        "reason": "听证查明当事人主动减轻危害后果",
    }
    job.do("chen", "weigh_discretion", form, f"重新裁量 ¥{REDUCED / 100:,.2f}", "weighed anew")
    way.notify(job)
    way.wait_for_defence(job)


def _discuss(job: Job) -> None:
    form = {"fine_fen": REDUCED, "reasons": "采纳听证意见"}
    job.refuse("zhou", "decide", form, "未集体讨论 not discussed", "adjustment_not_discussed")
    discussion = {
        "held_on": job.today(),
        "members": [job.as_(name).person_id for name in ("zhou", "qian", "sun")],
        "opinions": "同意从轻",
        "result": "一致同意从轻处罚",
        "extends_term": False,
    }
    job.do("zhou", "record_discussion", discussion, "集体讨论", "discussed collectively")


def deferral_then_court(job: Job) -> None:
    """Payment is deferred, still not made, demanded, and enforced by the court."""
    way.file(job, "monitoring_equipment_damage")
    way.conclude(job, FINE)
    way.notify(job)
    way.wait_for_defence(job)
    way.review_legally(job)
    way.decide(job, FINE)
    served_on = date.fromisoformat(job.today())
    deferral = {
        "applied_on": job.today(),
        "kind": "deferral",
        "pay_by": job.today(60),
        "schedule": None,
        "reason": "受台风影响停产，经济困难",
    }
    job.do("zhou", "approve_deferral", deferral, "批准延期缴纳", "deferral approved")
    early = job.served()
    job.refuse("chen", "serve_demand", early, "延期内催告 demand too early", "payment_not_overdue")
    job.advance_past(max(job.due("pay"), served_on + timedelta(days=184)))
    job.tell("延期届满仍未缴纳，起诉期限已过", "still unpaid; the time to sue has run")
    job.do("chen", "serve_demand", job.served(), "送达催告书", "demand served")
    court = {"applied_on": job.today(), "court": "厦门市思明区人民法院"}
    job.refuse("zhou", "apply_to_court", court, "催告期内申请 too early", "demand_running")
    job.advance_past(job.due("demand"))
    court["applied_on"] = job.today()
    job.do("zhou", "apply_to_court", court, "申请法院强制执行", "applied to the court")
    ruled = {"ruled_on": job.today(), "ended": True, "result": "裁定准予执行，已执行完毕"}
    job.do("chen", "record_court_result", ruled, "登记法院执行结果", "the court enforced it")
    way.close_and_archive(job)


def withdrawal(job: Job) -> None:
    """A filing whose conditions prove missing is withdrawn."""
    way.file(job, "monitoring_equipment_damage")
    reason = {"reason": "经查违法行为人另有其人，不符合立案条件"}
    answer = job.try_("chen", "withdraw_filing", reason)
    job.teller.rejected("调查人员自行撤案 by the officer", answer, 403, "forbidden")
    job.do("zhou", "withdraw_filing", reason, "负责人批准撤销立案", "the head withdraws the filing")
    job.refuse("chen", "conclude_investigation", {
        "facts": "再查", "violated_provision": "再查", "handling": "penalty",
    }, "撤案后继续办理 going on all the same", "wrong_state")  # fmt: skip
    job.keep_volume()


def referral(job: Job) -> None:
    """What belongs to another authority goes there with its papers."""
    way.file(job, "outfall_setting")
    sent = {"recipient": "厦门市城市管理行政执法局", "reason": "属餐饮油烟，由城管部门管辖"}
    job.do("zhou", "refer_case", sent, "移送城管部门", "referred to the city management bureau")
    form = {"fine_fen": FINE, "reasons": "依法处罚"}
    job.refuse("zhou", "decide", form, "移送后又处罚 deciding all the same", "wrong_state")
    job.do("zheng", "archive", None, "归档", "archived")
    job.keep_volume()


def district_decides(job: Job) -> None:
    """The district bureau decides in its own name; a neighbour may not, nor look on."""
    way.report_and_refer(job)
    way.inspect(job)
    job.case = job.thing = f"/cases/{new_id()}"
    chen, path = job.as_("chen"), job.case
    huli = job.as_("huli").get("/session")["person"]["authority"]["id"]
    wanted = way.proposal(job, "monitoring_equipment_damage")
    other = chen.ask("PUT", path, wanted | {"deciding_authority_id": huli})
    job.teller.rejected("以邻区名义 in a neighbour's name", other, 422, "invalid")
    chen.put(path, wanted)
    case = job.as_("zhou").step(path, "approve_filing")
    own = case["deciding_authority"]["name"]
    job.tell(f"立案 {case['number']}，以{own}名义办理", "filed; the district decides")
    stranger = job.as_("huli").ask("GET", path)
    job.teller.rejected("邻区查看 a neighbour looks", stranger, 404, "not_found")
    way.conclude(job, FINE)
    way.notify(job)
    early = {"fine_fen": FINE, "reasons": "依法处罚"}
    job.refuse("zhou", "decide", early, "申辩期内决定 too early", "defence_period_running")
    way.wait_for_defence(job)
    way.review_legally(job)
    way.decide(job, FINE)
    way.pay(job, FINE)
    way.close_and_archive(job)


def city_decides(job: Job) -> None:
    """A district handles the case, and the city bureau decides it: only its head may."""
    way.report_and_refer(job)
    way.inspect(job)
    job.case = job.thing = f"/cases/{new_id()}"
    bodies = job.as_("chen").get(f"/leads/{job.lead_id}/deciding-bodies")["items"]
    city = next(one for one in bodies if one["kind"] == "city")
    wanted = way.proposal(job, "monitoring_equipment_damage", deciding_authority_id=city["id"])
    job.as_("chen").put(job.case, wanted)
    case = job.as_("zhou").step(job.case, "approve_filing")
    job.tell(f"立案 {case['number']}，由{city['name']}决定", "filed; the city bureau decides")
    way.conclude(job, FINE)
    what = "区局负责人以市局名义告知 the district’s head in the city’s name"
    job.refuse("zhou", "issue_prior_notice", None, what, "not_of_deciding_body")
    way.notify(job, head="jiang")
    way.wait_for_defence(job)
    way.review_legally(job)
    form = {"fine_fen": FINE, "reasons": "依法处罚"}
    what = "区局负责人以市局名义决定 the district’s head decides"
    job.refuse("zhou", "decide", form, what, "not_of_deciding_body")
    way.decide(job, FINE, head="jiang")
    decision = next(one for one in job.show()["documents"] if one["kind"] == "penalty_decision")
    job.tell(f"处罚决定书 {decision['number']}", "numbered in the city bureau’s series")
    way.pay(job, FINE)
    way.close_and_archive(job)
