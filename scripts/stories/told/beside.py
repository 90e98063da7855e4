"""Told cases in which something runs beside the case, and the one decided on the spot."""

from datetime import date, timedelta

from backend.demo.photos import make_signature
from backend.kernel.clock import wire_time
from backend.kernel.ids import new_id
from scripts.stories.browser import Json
from scripts.stories.told import way
from scripts.stories.told.job import Job

FINE = 2_900_000
ON_SPOT_FINE = 200_000
AGREED = {"opinion": "同意"}


def daily_penalty(job: Job) -> None:
    """Fined and ordered to correct, the party goes on: each day costs the fine again."""
    way.file(job, "monitoring_equipment_damage")
    way.conclude(job, FINE)
    way.notify(job)
    way.wait_for_defence(job)
    way.review_legally(job)
    way.decide(job, FINE)
    way.pay(job, FINE)
    job.measure("correction", demand="立即停止排放，拆除软管。")
    _order(job)
    recheck = _recheck(job) | {"found": "continuing"}
    what = "送达当日复查 rechecked on the day of service"
    job.refuse("lin", "recheck_not_corrected", recheck, what, "recheck_not_after_service")
    job.advance(17)
    recheck = _recheck(job) | {"found": "continuing"}
    job.do("lin", "recheck_not_corrected", recheck, "暗查复查：仍在排放", "rechecked: it goes on")
    job.do("zhou", "notify_daily", {"act_kind": "evading"}, "按日处罚告知", "daily penalty told")
    job.do("chen", "serve_daily_notice", job.served(), "告知书送达", "notice served")
    _daily_decision(job)
    following = job.show(job.thing)["next_id"]
    first, job.thing = job.thing, f"/measures/{following}"
    _order(job)
    job.advance(10)
    job.do("chen", "recheck_corrected", _recheck(job), "再次复查：已改正", "rechecked: corrected")
    amount = job.show(first)["done"]["daily_amount_fen"]
    job.tell(f"按日连续处罚合计 ¥{amount / 100:,.2f}", "daily penalties in sum")
    job.back_to_case()
    _pay_daily(job, amount)
    way.close_and_archive(job)


def _pay_daily(job: Job, amount: int) -> None:
    (daily,) = [one for one in job.show()["debts"] if one["decision_id"]]
    job.tell(f"{daily['number']} 缴款期限 {daily['due_on']}", "the daily penalty’s own term to pay")
    job.refuse("zhou", "close", {"note": "结案"}, "按日处罚未缴即结案", "daily_penalty_unpaid")
    job.advance_past(date.fromisoformat(daily["due_on"]))
    about = {"decision_id": daily["decision_id"]}
    late = {"up_to": job.today(), "reason": "逾期不缴纳"} | about
    case = job.do("zhou", "impose_surcharge", late, "逾期加处罚款", "surcharge for paying late")
    added = next(one for one in case["debts"] if one["decision_id"])["surcharge_fen"]
    first = {"amount_fen": amount, "paid_on": job.today(), "reference": f"LF-{job.serial:04d}"}
    job.do("chen", "record_payment", first | about, "按日处罚缴清", "daily penalty paid")
    what = "加处罚款未缴即结案 surcharge unpaid"
    job.refuse("zhou", "close", {"note": "结案"}, what, "daily_penalty_unpaid")
    rest = first | {"amount_fen": added, "reference": f"JC-{job.serial:04d}"}
    job.do("chen", "record_payment", rest | about, f"加处罚款 ¥{added / 100:,.2f} 缴清", "paid")


def _order(job: Job) -> None:
    job.do("zhou", "issue_order", AGREED, "责令改正", "ordered to correct")
    job.do("chen", "serve_order", job.served(), "责令改正决定送达", "order served")


def _recheck(job: Job) -> Json:
    found = "现场检查 2 号排口。"
    return {"rechecked_on": job.today(), "is_surprise": True, "findings": found}


def _daily_decision(job: Job) -> None:
    reason = {"reason": "拒不改正"}
    what = "申辩期内作出按日处罚 daily decision too early"
    job.refuse("zhou", "decide_daily", reason, what, "defence_period_running")
    job.advance(14)
    job.do("qian", "pass_legal_review", {"opinion": "合法"}, "法制审核通过", "legal review passed")
    told = {"discussed_on": job.today(), "discussion": "集体讨论同意"}
    job.do("zhou", "decide_daily", reason | told, "作出按日连续处罚决定", "daily penalty decided")
    job.do("chen", "serve_daily_decision", job.served(), "决定书送达", "decision served")


def seizure(job: Job) -> None:
    """Equipment is sealed on the spot, the party corrects, the seal is lifted."""
    way.file(job, "monitoring_equipment_damage")
    item = {
        "name": "提升泵（㛃字 2 号）",
        "specification": "QW50-15",
        "quantity": "1 台",
        "condition": "外壳锈蚀",
        "kept_at": "电镀车间东侧，原地封存",
        "keeper": "𠮷田㛃",
    }
    photo = job.photo(seed=2).exhibit_id
    job.measure("seizure", subtype="seal", items=[item], exhibit_ids=[photo])
    approval = AGREED | {"is_major": False}
    job.do("zhou", "approve", approval, "负责人批准查封", "sealing approved")
    mute = _scene(job) | {"rights_told": False}
    job.refuse("chen", "seize", mute, "未告知权利 rights not told", "rights_not_told")
    job.do("chen", "seize", _scene(job), "当场查封，交付决定书、清单", "sealed on the spot")
    job.do("zhou", "extend", {"reason": "案情复杂"}, "延长三十日", "extended by thirty days")
    asked = {"received_on": job.today(), "content": "已拆除软管，申请解除"}
    job.do("chen", "record_lift_application", asked, "当事人申请解除", "the party asks to lift it")
    seen = {"checked_on": job.today(), "is_corrected": True, "findings": "已拆除软管"}
    job.do("chen", "check_application", seen, "核查：已改正", "checked: corrected")
    job.back_to_case()
    way.conclude(job, FINE)
    way.notify(job)
    way.wait_for_defence(job)
    way.review_legally(job)
    way.decide(job, FINE)
    way.pay(job, FINE)
    job.refuse("zhou", "close", {"note": "结案"}, "查封未解除即结案", "seizure_open")
    _lift(job)
    way.close_and_archive(job)


def _scene(job: Job) -> Json:
    return job.on_site(
        ended_at=wire_time(job.now()), rights_told=True, av_recorded=True, statement="请尽快解除"
    )


def _lift(job: Job) -> None:
    measures = job.as_("chen").get(f"/measures?case_id={job.case.rpartition('/')[2]}")["items"]
    job.thing = f"/measures/{measures[0]['id']}"
    job.do("zhou", "lift", {"reason": "已改正"}, "决定解除查封", "lifting decided")
    job.do("chen", "serve_lift", job.served(returned="完好"), "解除决定送达", "lifting served")
    job.back_to_case()


def crime_and_return(job: Job) -> None:
    """A suspected crime goes to the police and comes back to be punished here."""
    way.file(job, "monitoring_equipment_damage")
    way.conclude(job, FINE)
    way.notify(job)
    way.wait_for_defence(job)
    way.review_legally(job)
    job.measure("transfer", subtype="crime", exhibit_ids=[job.photo(seed=2).exhibit_id])
    job.do("zhou", "approve", {"opinion": "同意移送"}, "批准移送公安机关", "transfer approved")
    sent = {
        "sent_at": wire_time(job.now() - timedelta(minutes=1)),
        "recipient_org": "厦门市公安局思明分局",
        "procuratorate": "厦门市同安区人民检察院",
        "materials": "移送书\n调查报告\n涉案物品清单",
    }
    no_copy = sent | {"procuratorate": None}
    job.refuse("chen", "send", no_copy, "未抄送检察院 no copy", "procuratorate_not_copied")
    job.do("chen", "send", sent, "移送公安机关并抄送检察院", "sent to the police, with a copy")
    receipt = {"received_on": job.today(), "receiver": "郑𠮷"}
    job.do("chen", "record_receipt", receipt, "公安机关签收", "received")
    accepted = {"received_on": job.today(), "reference": "思公立〔2026〕9号"}
    job.do("chen", "record_acceptance", accepted, "公安机关立案", "the police opened a case")
    job.back_to_case()
    form = {"fine_fen": FINE, "reasons": "依法处罚"}
    job.refuse("zhou", "decide", form, "移送期间处罚 fined meanwhile", "crime_transfer_pending")
    job.advance(40)
    _come_back(job)
    way.decide(job, FINE)
    way.pay(job, FINE)
    way.close_and_archive(job)


def _come_back(job: Job) -> None:
    measures = job.as_("chen").get(f"/measures?case_id={job.case.rpartition('/')[2]}")["items"]
    job.thing = f"/measures/{measures[0]['id']}"
    entry = {"received_on": job.today(), "reference": "平台 2026-9"}
    job.do("chen", "enter_platform", entry, "录入两法衔接平台", "entered on the platform")
    back = {
        "received_on": job.today(),
        "ground": "no_prosecution",
        "reference": "同检不诉〔2026〕3号",
    }
    job.do("chen", "record_return", back, "不起诉，退回行政处罚", "returned: no prosecution")
    job.back_to_case()


def simple_procedure(job: Job) -> None:
    """A small fine decided, served and filed for record on the spot."""
    job.thing = f"/simple-penalties/{new_id()}"
    exhibit_id = job.photo(seed=1).exhibit_id
    body = {
        "party": job.party,
        "officer_ids": [job.as_(name).person_id for name in ("chen", "lin")],
        "exhibit_ids": [exhibit_id],
        "act_on": job.today(),
        "place": "筼筜湖东侧",
        "facts": "未按规定张挂排污口标志牌。",
        "violation_name": "未按规定设置排污口标志牌",
        "violated_provision": "《中华人民共和国生态环境法典》关于排污口标志",
        "penalty_basis": "《中华人民共和国生态环境法典》第一千一百零九条",
    }
    job.as_("chen").put(job.thing, body)
    job.tell("现场查明事实，当场记录", "recorded on the spot")
    decision = {
        "fine_fen": ON_SPOT_FINE,
        "warning": False,
        "certificates_shown": True,
        "rights_told": True,
        "recipient": "𠮷田㛃",
        "signature": make_signature(5),
    }
    heavy = decision | {"fine_fen": 300_001}
    job.refuse("chen", "decide_on_spot", heavy, "超过三千元 above the cap", "simple_above_cap")
    done = job.do("chen", "decide_on_spot", decision, "当场决定并交付", "decided and handed over")
    job.tell(f"当场处罚决定书 {done['number']}", "numbered on the spot")
    job.refuse("zhou", "close", {}, "未缴未备案即结案 closing too early", "simple_unpaid")
    paid = {"amount_fen": ON_SPOT_FINE, "paid_on": job.today(), "reference": "JK-1"}
    job.do("chen", "record_payment", paid, "罚款缴清", "paid")
    job.do("chen", "file_for_record", {}, "三日内备案", "filed for record")
    job.do("zhou", "close", {}, "结案", "closed")
    job.keep_volume("simple")
