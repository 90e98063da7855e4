"""Names of laws and fields that several steps share."""

from backend.workflow.rules import Field

APL = "行政处罚法"
ORDER_30 = "生态环境行政处罚办法"
REASON = Field("reason", "multiline", "理由", "Reason")
OPINION = Field("opinion", "multiline", "意见", "Opinion")
MODES = (
    ("direct", "直接送达", "In person"),
    ("left", "留置送达", "Left at the place"),
    ("post", "邮寄送达", "By post"),
    ("electronic", "电子送达", "Electronic"),
    ("entrusted", "委托送达", "Through another authority"),
    ("announcement", "公告送达", "By announcement"),
)
SERVICE = (
    Field("served_on", "date", "送达日期", "Served on"),
    Field("mode", "enum", "送达方式", "Mode", choices=MODES),
    Field("recipient", "text", "收件人", "Recipient", max_length=200),
    Field("note", "multiline", "备注", "Note", required=False),
)

CASE_REVIEW_POINTS = (
    Field("has_jurisdiction", "boolean", "本机关有管辖权", "We have jurisdiction"),
    Field("facts_clear", "boolean", "违法事实清楚", "The facts are clear"),
    Field("evidence_sufficient", "boolean", "证据合法充分", "The evidence is lawful, sufficient"),
    Field("gathering_lawful", "boolean", "调查取证程序合法", "Evidence was gathered lawfully"),
    Field("not_time_barred", "boolean", "未超过行政处罚追责期限", "The act is not time-barred"),
    Field("law_correct", "boolean", "适用法律准确、裁量适当", "Law and amount are right"),
)
"""The six points of the case review (办法 第三十九条)."""

LEGAL_REVIEW_POINTS = (
    Field("body_lawful", "boolean", "执法主体合法，未超越权限", "The authority may act"),
    Field("officers_qualified", "boolean", "执法人员具备执法资格", "The officers are qualified"),
    Field("procedure_lawful", "boolean", "执法程序合法", "The procedure was lawful"),
    Field("facts_proved", "boolean", "案件事实清楚，证据合法充分", "The facts are proved"),
    Field("law_correct", "boolean", "适用法律准确，裁量适当", "Law and amount are right"),
    Field("documents_regular", "boolean", "执法文书完备、规范", "The documents are regular"),
    Field("no_crime_suspected", "boolean", "不涉嫌犯罪、不需移送", "No crime to transfer"),
)
"""The seven points of the legal review (办法 第五十条)."""
