"""The steps when a fine is not simply paid: deferral, surcharge, demand, court."""

from backend.cases.rules.fields import APL, REASON, SERVICE
from backend.workflow.rules import Field, Transition

ACL = "行政强制法"
DEFERRALS = (
    ("deferral", "延期缴纳", "Pay later"),
    ("instalments", "分期缴纳", "Pay in instalments"),
)

EXECUTING_STEPS = (
    Transition(
        "approve_deferral",
        "批准延期或者分期缴纳",
        "Approve deferral or instalments",
        ("executing",),
        None,
        "case.decide",
        f"{APL} 第六十六条",
        form=(
            Field("applied_on", "date", "当事人申请日期", "Applied on"),
            Field("kind", "enum", "方式", "Kind", choices=DEFERRALS),
            Field("pay_by", "date", "最后缴清日期", "Paid in full by"),
            Field("schedule", "multiline", "每期日期和金额", "Days and amounts", required=False),
            REASON,
        ),
        guards=("deferral_in_time",),
        documents=("deferral_notice",),
    ),
    Transition(
        "impose_surcharge",
        "加处罚款",
        "Impose the surcharge",
        ("executing",),
        None,
        "case.decide",
        f"{APL} 第七十二条、第七十三条",
        form=(Field("up_to", "date", "计算至", "Counted up to"), REASON),
        guards=("payment_overdue", "surcharge_day_possible"),
    ),
    Transition(
        "serve_demand",
        "送达催告书",
        "Serve the demand",
        ("executing",),
        None,
        "case.handle",
        f"{ACL} 第五十四条",
        form=SERVICE,
        guards=("is_investigator", "payment_overdue", "not_demanded_yet"),
        documents=("demand_notice", "service_receipt"),
    ),
    Transition(
        "apply_to_court",
        "申请法院强制执行",
        "Apply to the court",
        ("executing",),
        None,
        "case.decide",
        f"{ACL} 第五十三条、第五十四条",
        form=(
            Field("applied_on", "date", "申请日期", "Applied on"),
            Field("court", "text", "受理法院", "Court", max_length=200),
        ),
        guards=("demand_run_out", "within_court_window"),
        documents=("court_application",),
    ),
    Transition(
        "record_court_result",
        "登记法院执行结果",
        "Record the court's result",
        ("executing",),
        None,
        "case.handle",
        f"{ACL} 第五十七条",
        form=(
            Field("ruled_on", "date", "裁定日期", "Ruled on"),
            Field("ended", "boolean", "执行已经终结", "Enforcement has ended"),
            Field("result", "multiline", "裁定和执行情况", "Ruling and enforcement"),
        ),
        guards=("is_investigator", "court_applied"),
    ),
)
