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
