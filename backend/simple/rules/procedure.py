"""Version 1 of the simple procedure."""

from backend.simple.rules.guards import APL, COLLECT_BASIS, ON_SPOT_BASIS, ORDER_30, SIMPLE_BASIS
from backend.workflow.rules import Definition, Field, State, Transition

GROUNDS = (
    ("small", "依法给予一百元以下罚款", "A fine of at most 100 yuan"),
    ("hard_later", "不当场收缴事后难以执行", "Later collection would be hard"),
    ("remote", "边远、水上、交通不便地区，当事人提出", "A remote place, and the party asks"),
)

SIMPLE_V1 = Definition(
    key="simple",
    version=1,
    initial="on_spot",
    states=(
        State("on_spot", "现场查证", "On the spot"),
        State("decided", "已当场处罚", "Decided"),
        State("closed", "结案", "Closed", final=True),
        State("dropped", "不作当场处罚", "Not punished on the spot", final=True),
    ),
    transitions=(
        Transition(
            "decide_on_spot", "当场作出处罚决定", "Decide on the spot",
            ("on_spot",), "decided", "case.handle", SIMPLE_BASIS,
            form=(
                Field("fine_fen", "money", "罚款金额", "Fine", required=False, minimum=1),
                Field("warning", "boolean", "警告", "Warning"),
                Field("certificates_shown", "boolean", "已出示执法证件", "Certificates shown"),
                Field("rights_told", "boolean", "已告知事实、理由、依据和陈述申辩权利",
                      "Facts, reasons, basis and rights were told"),
                Field("defence", "multiline", "陈述申辩和复核意见", "Defence and its review",
                      required=False),
                Field("recipient", "text", "当场收件人", "Handed to", max_length=200),
                Field("signature", "image", "当事人签名", "Party's signature", required=False),
                Field("refusal", "text", "拒绝签收情况", "Refusal to sign", required=False,
                      max_length=500),
            ),
            guards=("on_the_spot", "two_certified_officers", "facts_proved", "within_caps",
                    "rights_told"),
            documents=("on_spot_decision", "service_receipt"), danger=True,
        ),
        Transition(
            "drop", "不作当场处罚", "Do not punish on the spot",
            ("on_spot",), "dropped", "case.handle", SIMPLE_BASIS,
            form=(Field("reason", "multiline", "理由", "Reason"),), guards=("on_the_spot",),
        ),
        Transition(
            "collect_on_spot", "当场收缴罚款", "Collect the fine on the spot",
            ("decided",), None, "case.handle", COLLECT_BASIS,
            form=(
                Field("ground", "enum", "收缴情形", "Ground", choices=GROUNDS),
                Field("receipt_number", "text", "专用票据号", "Receipt number", max_length=100),
            ),
            guards=("on_the_spot", "collection_allowed"),
        ),
        Transition(
            "hand_in", "上缴当场收缴的罚款", "Hand in what was collected",
            ("decided",), None, "case.handle", f"{APL} 第七十一条",
            form=(
                Field("handed_in_on", "date", "上缴日期", "Handed in on"),
                Field("reference", "text", "缴款凭证号", "Reference", max_length=100),
            ),
            guards=("on_the_spot", "hand_in_possible"),
        ),
        Transition(
            "record_payment", "登记缴款", "Record the payment",
            ("decided",), None, "case.handle", f"{APL} 第六十七条",
            form=(
                Field("amount_fen", "money", "缴款金额", "Amount", minimum=1),
                Field("paid_on", "date", "缴款日期", "Paid on"),
                Field("reference", "text", "缴款凭证号", "Reference", max_length=100),
            ),
            guards=("on_the_spot", "payment_fits"),
        ),
        Transition(
            "file_for_record", "报本机关备案", "File for record",
            ("decided",), None, "case.handle", ON_SPOT_BASIS,
            form=(Field("note", "multiline", "备注", "Note", required=False),),
            guards=("on_the_spot", "not_filed_yet"),
            documents=("on_spot_record",),
        ),
        Transition(
            "close", "结案", "Close",
            ("decided",), "closed", "case.decide", f"{ORDER_30} 第六十八条",
            guards=("settled_and_filed",),
        ),
    ),
)  # fmt: skip
