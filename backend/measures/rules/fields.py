"""Form fields that several measures ask for."""

from backend.workflow.rules import Field

SERVICE_MODES = (
    ("direct", "直接送达", "In person"),
    ("left", "留置送达", "Left at the place"),
    ("post", "邮寄送达", "By post"),
    ("electronic", "电子送达", "Electronically"),
    ("entrusted", "委托送达", "By another authority"),
    ("announcement", "公告送达", "By announcement"),
)
OPINION = Field("opinion", "multiline", "审批意见", "Opinion")
REASON = Field("reason", "multiline", "理由", "Reason")
SERVED = (
    Field("served_on", "date", "送达日期", "Served on"),
    Field("mode", "enum", "送达方式", "Mode", choices=SERVICE_MODES),
    Field("recipient", "text", "收件人", "Recipient", max_length=100),
)
ON_SITE = (
    Field("acted_at", "datetime", "实施时间", "Carried out at"),
    Field("handed_to", "text", "当场交付（当事人签收人）", "Handed to", max_length=100),
    Field("refusal", "multiline", "拒签或不在场的情况", "Refusal or absence", required=False),
    Field("witness", "text", "见证人", "Witness", required=False, max_length=100),
)
URGENT = (
    Field("approved_by", "text", "即时批准的负责人", "Head who approved at once", max_length=100),
    Field("approved_at", "datetime", "即时批准时间", "Approved at"),
    Field("channel", "text", "即时通讯方式", "By what means", max_length=100),
)
URGENT_REASON = Field("urgency", "multiline", "情况紧急的说明", "Why it is urgent")
EXHIBITS = Field("exhibit_ids", "uuid_list", "证据", "Exhibits", required=False, picker="exhibit")
