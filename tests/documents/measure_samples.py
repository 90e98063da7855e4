"""Data for one document of each kind of measures and of single papers."""

from datetime import UTC, date, datetime
from typing import Any

from tests.documents.parts import CASE, DEFENCE, EXHIBITS, FACTS, OFFICERS, PARTY, VIOLATED

ACTED = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
ENDED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
CODE_52 = "《中华人民共和国生态环境法典》第五十二条"
COMMON = {
    "party": PARTY,
    "violation_name": CASE["violation_name"],
    "case_number": CASE["filing_number"],
}
ITEMS = [
    {
        "name": "提升泵（㛃字 2 号）",
        "specification": "QW50-15-1.5",
        "quantity": "1 台",
        "condition": "外壳锈蚀，铭牌清晰，已断电",
        "kept_at": "电镀车间东侧，原地封存",
        "keeper": "𠮷田㛃",
    },
    {
        "name": "直径 50 毫米软管",
        "specification": None,
        "quantity": "1 根，约 12 米",
        "condition": "内壁有黑色沉积物",
        "kept_at": "思明生态环境局物证室 3 号架",
        "keeper": "陈志强",
    },
]
HANDED = {"handed_to": "李经理（生产主管）", "refusal": None, "witness": None}
REFUSED = {"handed_to": "李经理", "refusal": "当事人拒绝签名", "witness": "黄文（社区工作人员）"}
REMEDY = {"reconsideration_body": "厦门市人民政府", "court": None}
RULED = {
    "facts": FACTS,
    "legal_basis": CODE_52,
    "officers": OFFICERS,
    "proposed_by": "陈志强",
    "proposed_on": date(2026, 11, 2),
    "approved_by": "周正",
    "approved_on": date(2026, 11, 2),
    "opinion": "同意。",
}
TAKEN = {
    "decision_number": "闽厦环查（扣）〔2026〕1号",
    "acted_on": date(2026, 11, 2),
    "form": "查封",
}
ORDERED = {
    **COMMON,
    **REMEDY,
    "facts": FACTS,
    "violated_provision": VIOLATED,
    "legal_basis": "《中华人民共和国生态环境法典》第一千一百零八条",
    "demand": "一、立即停止通过软管排放清洗废水。\n二、拆除软管，修复污水处理站提升泵。",
    "correct_by": None,
}
DAILY = {
    **COMMON,
    "order_number": "闽厦环责改〔2026〕1号",
    "order_served_on": date(2026, 11, 3),
    "rechecked_on": date(2026, 11, 20),
    "findings": "软管仍在使用，雨水排放口有黑色污水流出。",
    "act_kind": "以逃避监管的方式排放污染物",
    "original_number": "闽厦环罚〔2026〕1号",
    "original_fine_fen": 29_000_000,
    "days": 17,
    "amount_fen": 493_000_000,
}
CONTACT = {"name": "厦门市思明生态环境局", "phone": None, "address": None}
NOTIFIED = {"defence_days": 5, "may_request_hearing": True, "contact": CONTACT}
HEARD = {
    "notice_number": "闽厦环连罚告〔2026〕1号",
    "notice_served_on": date(2026, 11, 24),
    "defence": DEFENCE,
    "hearing_held_on": date(2026, 12, 8),
    "discussed_on": date(2026, 12, 10),
    "reasons": "拒不改正违法排放污染物行为，事实清楚，证据充分。",
}
PRODUCTION = {
    **COMMON,
    "facts": FACTS,
    "legal_basis": "《中华人民共和国生态环境法典》第一千一百零七条",
    "demand": "一、修复污水处理设施。\n二、委托监测，确认达标后报告。",
    "months": 3,
}
SENT = {
    **COMMON,
    "facts": FACTS,
    "legal_basis": "《中华人民共和国生态环境法典》第一千零八十三条",
    "recipient_org": "厦门市公安局思明分局",
    "procuratorate": "厦门市同安区人民检察院",
    "sent_on": date(2026, 11, 5),
    "approved_on": date(2026, 11, 4),
    "material_count": 4,
}
SENT_LIST = {
    **COMMON,
    "recipient_org": "厦门市公安局思明分局",
    "transfer_number": "闽厦环移〔2026〕1号",
    "officers": OFFICERS,
    "sent_on": date(2026, 11, 5),
    "materials": [{"text": "移送书"}, {"text": "调查报告"}, {"text": "涉案物品清单"}],
    "exhibits": EXHIBITS,
}

MEASURE_SAMPLES: dict[str, dict[str, Any]] = {
    "registration_notice": {
        **COMMON,
        **HANDED,
        "facts": "软管和提升泵可能被拆除、转移，以后难以取得。",
        "place": "厦门市思明区观音山路 12 号电镀车间",
        "acted_at": ACTED,
        "officers": OFFICERS,
        "items": ITEMS,
        "days": 7,
        "until": date(2026, 11, 11),
        "urgent_approved_by": "周正",
    },
    "registration_release": {
        **COMMON,
        "notice_number": "闽厦环登存〔2026〕1号",
        "registered_on": date(2026, 11, 2),
        "outcome": "采取复制、拍照、录像等方式固定证据",
        "explanation": "已拍照、录像固定，原物退还当事人。",
        "is_lapsed": False,
        "ended_on": date(2026, 11, 6),
        "items": ITEMS,
        "officers": OFFICERS,
    },
    "seizure_approval": {
        **COMMON,
        **RULED,
        "form": "查封",
        "items": ITEMS,
        "days": 30,
        "is_urgent": True,
        "discussion": "案件审理委员会审议同意。",
    },
    "seizure_decision": {
        **COMMON,
        **REMEDY,
        "form": "查封",
        "facts": FACTS,
        "legal_basis": CODE_52,
        "place": "厦门市思明区观音山路 12 号",
        "acted_on": date(2026, 11, 2),
        "days": 30,
        "until": date(2026, 12, 2),
        "item_count": 2,
        "officers": OFFICERS,
    },
    "seizure_list": {**COMMON, **REFUSED, **TAKEN, "items": ITEMS, "officers": OFFICERS},
    "seizure_record": {
        **COMMON,
        **REFUSED,
        "form": "查封",
        "place": "厦门市思明区观音山路 12 号",
        "started_at": ACTED,
        "ended_at": ENDED,
        "officers": OFFICERS,
        "rights_told": True,
        "facts": FACTS,
        "statement": "请求尽快核查解除。",
        "av_recorded": False,
        "av_gap": "更换电池中断 2 分钟，已口头说明",
        "item_count": 2,
        "urgency": "正在排放，不立即查封将继续污染。",
    },
    "testing_notice": {
        **COMMON,
        **TAKEN,
        "what": "软管内沉积物重金属含量",
        "agency": "厦门市环境监测站",
        "started_on": date(2026, 11, 5),
        "expected_days": 10,
    },
    "seizure_extension": {
        **COMMON,
        **TAKEN,
        "until_before": date(2026, 12, 2),
        "until": date(2027, 1, 4),
        "days": 30,
        "reasons": "案情复杂，须等待鉴定结论。",
    },
    "seizure_release": {
        **COMMON,
        **TAKEN,
        "reasons": "当事人已拆除软管并修复提升泵，违法行为已改正。",
        "items": ITEMS,
    },
    "correction_order": ORDERED,
    "correction_order_again": {
        **ORDERED,
        "previous_number": "闽厦环责改〔2026〕1号",
        "previous_served_on": date(2026, 11, 3),
        "rechecked_on": date(2026, 11, 20),
        "findings": "软管仍在使用。",
    },
    "daily_penalty_notice": {**DAILY, **NOTIFIED},
    "daily_penalty_decision": {**DAILY, **HEARD, **REMEDY, "pay_days": 15},
    "production_limit_notice": {**PRODUCTION, **NOTIFIED},
    "production_limit_decision": {**PRODUCTION, **HEARD, **REMEDY},
    "production_stop_notice": {**PRODUCTION, **NOTIFIED, "months": None},
    "production_stop_decision": {**PRODUCTION, **HEARD, **REMEDY, "months": None},
    "production_release": {
        **COMMON,
        "decision_number": "闽厦环限产〔2026〕1号",
        "served_on": date(2026, 11, 12),
        "form": "限制生产",
        "reasons": "整改任务已经完成，监测达标。",
    },
    "detention_approval": {**COMMON, **RULED},
    "detention_transfer": {**SENT, "procuratorate": None},
    "detention_list": {**SENT_LIST, "exhibits": []},
    "crime_approval": {**COMMON, **RULED},
    "crime_transfer": SENT,
    "crime_list": SENT_LIST,
}

FILE = {**COMMON, "officers": OFFICERS}
LETTER = {**FILE, "recipient": "宏达<化工>&有限公司", "contact": CONTACT}
PAPER_SAMPLES: dict[str, dict[str, Any]] = {
    "internal_approval": {
        **FILE,
        "matter": "延长立案审查期限",
        "reasons": "监测报告尚未出具，须延长十五日。",
        "proposed_by": "陈志强",
        "proposed_on": date(2026, 11, 9),
        "approved_by": "周正",
        "approved_on": date(2026, 11, 9),
        "opinion": "同意。",
    },
    "service_address": {
        **FILE,
        "addressee": "𠮷田㛃",
        "address": "厦门市思明区观音山路 12 号",
        "postcode": "361008",
        "phone": "13900000000",
        "email": "office@hongda.example",
        "accepts_electronic": "同意",
        "confirmed_on": date(2026, 11, 2),
    },
    "mandate": {
        **FILE,
        "agent_name": "李经理",
        "agent_document": "350203199001010011",
        "agent_post": "生产主管",
        "matters": "代为接受调查、签收文书、陈述申辩。",
        "valid_until": None,
        "given_on": date(2026, 11, 3),
    },
    "interview_notice": {
        **LETTER,
        "summoned_for": datetime(2026, 11, 6, 1, 0, tzinfo=UTC),
        "place": "思明生态环境局 2 楼询问室",
        "matters": "软管的安装时间和使用情况。",
        "bring": "营业执照、身份证件、生产记录。",
    },
    "evidence_order": {
        **LETTER,
        "evidence": "一、2026年10月的生产台账。\n二、污水处理站运行记录。",
        "hand_in_by": date(2026, 11, 10),
        "purpose": "查明违法排放的时间和数量",
    },
    "sampling_record": {
        **FILE,
        "place": "厂区东侧雨水排放口",
        "started_at": ACTED,
        "ended_at": ENDED,
        "sampler": "蔡清",
        "sampler_document": "XM-CY-0012",
        "method": "按 HJ 91.1-2019 瞬时采样。",
        "samples": "FS-1：废水 500 mL × 2\nFS-2：废水 1 L",
        "containers": "聚乙烯瓶，加硫酸至 pH<2，封条号 00123",
        "witness": None,
        "party_signer": "李经理",
    },
    "testing_commission": {
        **LETTER,
        "recipient": "厦门市环境监测站",
        "what": "化学需氧量、六价铬。",
        "samples": "FS-1、FS-2 共 3 瓶",
        "standard": "HJ 828-2017；GB 7467-87",
        "report_by": date(2026, 11, 12),
    },
    "result_notice": {
        **LETTER,
        "report_number": "XMJC-2026-1108",
        "agency": "厦门市环境监测站",
        "issued_on": date(2026, 11, 10),
        "result": "化学需氧量 412 mg/L，超过排放标准 3.1 倍。",
        "days": 5,
    },
    "recusal_reply": {
        **LETTER,
        "applied_on": date(2026, 11, 3),
        "who": "陈志强",
        "ground": "与竞争企业负责人是亲属",
        "decided_by": "本机关负责人",
        "reply": "经核实，不存在申请人所述关系，驳回回避申请。",
    },
    "assistance_letter": {
        **LETTER,
        "recipient": "厦门市市场监督管理局",
        "matters": "该公司的股东和法定代表人变更情况。",
        "reply_by": date(2026, 11, 20),
        "purpose": "确认违法主体",
    },
    "assistance_result": {
        **LETTER,
        "recipient": "泉州市生态环境局",
        "asked_by": "《协助调查函》（泉环协〔2026〕8号）",
        "matters": "废液的去向。",
        "result": "经查，废液未运至我市。",
    },
    "jurisdiction_designation": {
        **LETTER,
        "recipient": "思明生态环境局、湖里生态环境局",
        "reasons": "两区对跨区排污行为的管辖有争议。",
        "designated": "厦门市思明生态环境局",
    },
    "case_assignment": {
        **LETTER,
        "recipient": "厦门市思明生态环境局",
        "facts": FACTS,
        "demands": "查清事实，依法处理，办理情况报送市局。",
        "report_by": date(2026, 12, 1),
    },
    "compensation_notice": {
        **LETTER,
        "facts": FACTS,
        "damage": "筼筜湖支流约 300 米水体受到污染",
        "contact_by": date(2026, 12, 1),
    },
    "leniency_promise": {
        **FILE,
        "conditions": "初次违法，危害后果轻微并及时改正的，可以不予行政处罚。",
        "promise": "三十日内完成雨污分流改造，不再违法排放。",
        "keep_by": date(2026, 12, 2),
        "promised_by": "𠮷田㛃",
        "promised_on": date(2026, 11, 3),
    },
    "volume_cover": {
        **FILE,
        "outcome": "罚款人民币贰万玖仟元，已缴清。",
        "filed_on": date(2026, 11, 4),
        "closed_on": date(2026, 12, 2),
        "kept_years": 30,
        "pages": 64,
        "archivist": "郑琳",
    },
    "volume_contents": {
        **FILE,
        "rows": [
            {
                "title": "行政处罚决定书",
                "number": "闽厦环罚〔2026〕1号",
                "dated": date(2026, 11, 22),
                "pages": 3,
            },
            {"title": "送达回证", "number": None, "dated": date(2026, 11, 22), "pages": 1},
        ],
    },
    "volume_note": {
        **FILE,
        "remarks": "本卷材料齐全。视频光盘一张另存物证室。",
        "pages": 64,
        "made_by": "陈志强",
        "checked_by": "郑琳",
        "made_on": date(2026, 12, 3),
    },
}
