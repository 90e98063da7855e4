"""What the samples of several kinds share."""

from datetime import UTC, date, datetime

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
CONTENTS = [{"text": "警告"}, {"text": "罚款人民币贰万玖仟元整（¥29,000.00）"}]
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
    "contents": CONTENTS,
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
    "decision_title": "按日连续处罚决定书",
    "decision_number": "闽厦环思罚〔2026〕1号",
    "decided_on": date(2026, 11, 22),
    "decision_served_on": date(2026, 11, 24),
    "fine_fen": 2_900_000,
}
OWED = {"paid_fen": 900_000, "surcharge_fen": 870_000, "left_fen": 2_870_000, "days": 10}
