"""Data for one document of each kind."""

import base64
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw


def png() -> str:
    """A drawn signature as the phone sends it."""
    picture = Image.new("RGB", (240, 90), "white")
    ImageDraw.Draw(picture).line(
        [(10, 70), (60, 20), (90, 75), (140, 15), (170, 60), (230, 30)], fill="black", width=4
    )
    out = BytesIO()
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


PARTY = {
    "name": "宏达<化工>&有限公司",
    "kind": "organisation",
    "credit_code": "91350203MA2XN8RL4T",
    "legal_representative": "𠮷田㛃",
    "address": "厦门市思明区观音山路 12 号",
}
CITIZEN = {**PARTY, "name": "欧阳㛃", "kind": "citizen", "legal_representative": None}
OFFICERS = [
    {"full_name": "陈志强", "certificate_number": "13020326001"},
    {"full_name": "林晓梅", "certificate_number": "13020326002"},
]
CAPTURED = datetime(2026, 11, 2, 6, 5, tzinfo=UTC)
EXHIBITS = [
    {
        "name": "现场照片 1（outfall-01.jpg）",
        "fact_to_prove": "雨水排放口有黑色污水流出，水面有油膜",
        "captured_at": CAPTURED,
        "captured_by": "王秀英",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    {
        "name": "现场视频 1（pipe.mp4）",
        "fact_to_prove": "生产废水经软管接入雨水井",
        "captured_at": CAPTURED,
        "captured_by": "陈志强",
        "sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    },
]
FACTS = (
    "2026年11月2日14时许，我局执法人员现场检查发现，该单位电镀车间正在生产，"
    "清洗废水未进入污水处理设施，经一根直径 50 毫米的软管接入厂区东侧雨水井，"
    "由雨水排放口直接排入筼筜湖支流，水体发黑并有刺激性气味。"
    "现场快速检测 pH 值为 3.2，化学需氧量 412 mg/L。\n"
    "该单位负责人陈述，软管自 2026年10月28日起使用，原因是污水处理站提升泵损坏。"
)
VIOLATED = "《中华人民共和国生态环境法典》第一千一百零八条第一款"
BASIS = "《中华人民共和国生态环境法典》第一千一百零八条"
REASONS = "两年内第二次违法，持续时间不足七日，及时改正并主动清理，依裁量基准计算为 29,000 元。"
CASE = {
    "party": PARTY,
    "violation_name": "以逃避监管的方式排放水污染物",
    "filing_number": "闽厦环思立〔2026〕1号",
}
REVIEW = {
    **CASE,
    "facts": FACTS,
    "violated_provision": VIOLATED,
    "penalty_basis": BASIS,
    "proposed_fine_fen": 2_900_000,
    "reviewed_by": "孙立",
    "reviewed_on": date(2026, 11, 10),
    "points": [
        {"text": "本机关有管辖权", "is_met": True},
        {"text": "违法事实清楚", "is_met": True},
    ],
    "opinion": "事实清楚，证据充分，程序合法，同意调查人员的处理建议。",
}
DEFENCE = {
    "received_on": date(2026, 11, 16),
    "content": "提升泵损坏属突发故障，请求从轻处罚",
    "review_opinion": "故障期间未停产亦未报告，不构成从轻情形",
    "is_adopted": False,
}

HANDED_OVER = {
    "name": "outfall-01.jpg",
    "category": "照片",
    "format": "image/jpeg",
    "size": 284_113,
    "sha256": EXHIBITS[0]["sha256"],
    "sm3": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    "captured_at": CAPTURED,
    "captured_by": "王秀英",
}
EXTRACTED = {
    **HANDED_OVER,
    "place": "东经 118.100000，北纬 24.460000（WGS-84）",
    "tool": "巡证 0.1.0，鸿蒙 PDA X5",
}
APPROVAL = {
    **CASE,
    "filed_on": date(2026, 11, 4),
    "investigators": OFFICERS,
    "reasons": "当事人的法定代表人𠮷田㛃下落不明，暂时无法调查。",
    "proposed_by": "陈志强",
    "proposed_on": date(2026, 11, 9),
    "approved_by": "周正",
    "approved_on": date(2026, 11, 9),
}
HEARD_ON = date(2026, 11, 18)
DECIDED = {
    "party": PARTY,
    "violation_name": CASE["violation_name"],
    "decision_number": "闽厦环思罚〔2026〕1号",
    "decided_on": date(2026, 11, 22),
    "decision_served_on": date(2026, 11, 24),
    "fine_fen": 2_900_000,
}
OWED = {"paid_fen": 900_000, "surcharge_fen": 870_000, "left_fen": 2_870_000, "days": 10}

SAMPLES: dict[str, dict[str, Any]] = {
    "deferral_notice": {
        **DECIDED,
        "applied_on": date(2026, 12, 1),
        "is_in_instalments": True,
        "pay_by": date(2027, 3, 1),
        "schedule": "2027年1月5日前缴纳 10,000 元。\n2027年3月1日前缴纳 19,000 元。",
        "reasons": "受台风影响停产，确有经济困难。",
    },
    "demand_notice": {**DECIDED, **OWED},
    "court_application": {
        **DECIDED,
        **OWED,
        "demanded_on": date(2027, 5, 26),
        "court": "厦门市思明区人民法院",
        "applied_on": date(2027, 6, 21),
        "approved_by": "周正",
    },
    "suspension_approval": {**APPROVAL, "ground": "当事人下落不明致使案件暂时无法调查"},
    "resumption_approval": {**APPROVAL, "ground": None},
    "termination_approval": {**APPROVAL, "ground": "违法行为人死亡"},
    "filing_withdrawal": {**APPROVAL, "ground": None},
    "hearing_notice": {
        **CASE,
        "requested_on": date(2026, 11, 6),
        "hearing_on": HEARD_ON,
        "place": "厦门市思明区生态环境局三楼听证室",
        "host_name": "钱进",
    },
    "hearing_record": {
        **CASE,
        "held_on": HEARD_ON,
        "place": "厦门市思明区生态环境局三楼听证室",
        "host_name": "钱进",
        "investigators": OFFICERS,
        "attended": True,
        "record": "主持人核对到场人员身份。\n调查人员陈述违法事实和建议。\n当事人申辩和质证。",
    },
    "hearing_report": {
        **CASE,
        "held_on": HEARD_ON,
        "host_name": "钱进",
        "facts": FACTS,
        "proposed_fine_fen": 30_000_000,
        "attended": True,
        "report": "当事人主动修复设施并赔偿损失，建议罚款减至二十五万元。",
        "reported_by": "钱进",
        "reported_on": date(2026, 11, 19),
    },
    "discussion_record": {
        **CASE,
        "facts": FACTS,
        "penalty_basis": BASIS,
        "proposed_fine_fen": 60_000_000,
        "held_on": date(2026, 11, 21),
        "members": [{"full_name": "周正"}, {"full_name": "钱进"}, {"full_name": "孙立"}],
        "opinions": "周正：同意。\n钱进：程序合法，同意。\n孙立：同意。",
        "result": "一致同意罚款六十万元。",
        "extends_term": True,
        "recorded_by": "周正",
    },
    "filing_approval": {
        "party": PARTY,
        "violation_name": CASE["violation_name"],
        "source": "网格事件 XM-2026-000123",
        "found_on": date(2026, 11, 2),
        "act_ended_on": date(2026, 11, 2),
        "violated_provision": VIOLATED,
        "reasons": FACTS,
        "investigators": OFFICERS,
        "proposed_by": "陈志强",
        "proposed_on": date(2026, 11, 3),
        "approved_by": "周正",
        "approved_on": date(2026, 11, 4),
    },
    "inspection_record": {
        "party": PARTY,
        "contact": {"name": "李经理", "phone": "13900000000", "position": "生产主管"},
        "place": "厦门市思明区观音山路 12 号电镀车间及厂区东侧雨水井",
        "started_at": CAPTURED,
        "ended_at": datetime(2026, 11, 2, 7, 40, tzinfo=UTC),
        "officers": [{**one, "signature": png(), "signed_at": CAPTURED} for one in OFFICERS],
        "recorder": "林晓梅",
        "certificates_shown": True,
        "rights_told": True,
        "recusal_requested": False,
        "findings": FACTS,
        "exhibits": EXHIBITS,
        "party_opinion": {
            "signed_by": "李经理",
            "signature": png(),
            "is_refused": False,
            "reason": None,
            "opinion": "以上笔录我已看过，与事实相符。",
            "at": CAPTURED,
        },
    },
    "investigation_report": {
        **CASE,
        "filed_on": date(2026, 11, 4),
        "investigators": OFFICERS,
        "facts": FACTS,
        "exhibits": EXHIBITS,
        "violated_provision": VIOLATED,
        "penalty_basis": BASIS,
        "discretion_reasons": REASONS,
        "proposed_fine_fen": 2_900_000,
        "reported_by": "陈志强",
        "reported_on": date(2026, 11, 9),
    },
    "case_review_form": {**REVIEW, "investigators": OFFICERS},
    "prior_notice": {
        **CASE,
        "facts": FACTS,
        "exhibits": EXHIBITS,
        "violated_provision": VIOLATED,
        "penalty_basis": BASIS,
        "discretion_reasons": REASONS,
        "proposed_fine_fen": 2_900_000,
        "defence_days": 5,
        "may_request_hearing": True,
        "contact": {"name": "陈志强", "phone": "0592-0000000", "address": "厦门市思明区"},
    },
    "legal_review_form": {
        **REVIEW,
        "defence": DEFENCE,
        "submitted_by": "陈志强",
        "submitted_on": date(2026, 11, 20),
        "reviewed_by": "钱进",
    },
    "penalty_decision": {
        **CASE,
        "filed_on": date(2026, 11, 4),
        "facts": FACTS,
        "exhibits": EXHIBITS,
        "notice_number": "闽厦环思罚告〔2026〕1号",
        "notice_served_on": date(2026, 11, 12),
        "defence": DEFENCE,
        "defence_waived_on": None,
        "violated_provision": VIOLATED,
        "penalty_basis": BASIS,
        "reasons": REASONS,
        "correction": "立即停止违法排放，拆除软管，修复污水处理站提升泵。",
        "fine_fen": 2_900_000,
        "pay_days": 15,
        "pay_to": None,
        "reconsideration_body": "厦门市人民政府",
        "court": None,
        "hearing_held_on": date(2026, 11, 18),
        "discussed_on": date(2026, 11, 21),
    },
    "service_receipt": {
        "party": PARTY,
        "document_title": "行政处罚决定书",
        "document_number": "闽厦环思罚〔2026〕1号",
        "served_on": date(2026, 11, 22),
        "mode": "direct",
        "place": None,
        "recipient": "李经理（生产主管）",
        "note": None,
        "servers": OFFICERS,
    },
    "closing_approval": {
        **CASE,
        "filed_on": date(2026, 11, 4),
        "decision_number": "闽厦环思罚〔2026〕1号",
        "decided_on": date(2026, 11, 22),
        "decision_served_on": date(2026, 11, 22),
        "fine_fen": 2_900_000,
        "payments": [
            {
                "amount_fen": 2_900_000,
                "paid_on": date(2026, 11, 30),
                "reference": "350200-26-0001234",
            }
        ],
        "investigators": OFFICERS,
        "note": None,
        "proposed_by": "陈志强",
        "proposed_on": date(2026, 12, 1),
        "approved_by": "周正",
        "approved_on": date(2026, 12, 2),
    },
    "evidence_list": {
        "party_name": PARTY["name"],
        "case_number": CASE["filing_number"],
        "holder": "𠮷田㛃（宏达<化工>&有限公司法定代表人）",
        "place": "厦门市思明区观音山路 12 号电镀车间",
        "extracted_at": CAPTURED,
        "method": "使用巡证移动执法系统拍摄，拍摄时即计算摘要并由设备密钥签名，联网后上传。",
        "tool": "巡证 0.1.0，鸿蒙 PDA X5",
        "original_medium": "执法终端内部存储，现存于我局执法装备柜 3 号格",
        "no_seizure_reason": None,
        "items": [EXTRACTED, {**EXTRACTED, "name": "排口㛃.mp4", "category": "视听资料（视频）"}],
        "extractors": OFFICERS,
        "video_name": "全过程录像.mp4",
        "video_sha256": EXHIBITS[1]["sha256"],
        "holder_opinion": {"is_refused": False, "reason": None, "signature": png()},
        "witness_name": "黄文",
        "witness_signature": png(),
    },
    "evidence_handover": {
        "party_name": PARTY["name"],
        "case_number": CASE["filing_number"],
        "handed_as": "original",
        "recipient_kind": "police",
        "recipient_org": "厦门市公安局思明分局",
        "receiver_name": "郑 𠮷",
        "receiver_document": "警号 000123",
        "purpose": "涉嫌污染环境罪，移送公安机关处理。",
        "sender": "陈志强",
        "sender_certificate": "13020326001",
        "sent_at": CAPTURED,
        "items": [HANDED_OVER],
        "received_by": "郑 𠮷",
        "received_at": datetime(2026, 11, 2, 7, 40, tzinfo=UTC),
        "signature": png(),
        "note": None,
    },
}
