"""The steps of discretion: weighing a fine, or the item by which nothing is fined."""

from backend.cases.rules.fields import APL, ORDER_30
from backend.workflow.rules import Field, Transition

ADJUSTMENT_CHOICES = (
    ("none", "按裁量表金额", "As the table says"),
    ("heavier", "从重", "Heavier"),
    ("lighter", "从轻", "Lighter"),
    ("mitigated", "减轻（低于法定下限）", "Below the legal minimum"),
)
ADJUSTMENT_GROUNDS = (
    ("harm_reduced", "主动消除或者减轻危害后果", "Harm removed or reduced"),
    ("coerced", "受他人胁迫或者诱骗", "Coerced or deceived"),
    ("self_reported", "主动供述尚未掌握的违法行为", "Own report of unknown acts"),
    ("merit", "配合查处有立功表现", "Merit in the investigation"),
    ("compensated", "履行生态环境损害赔偿、修复", "Ecological damage made good"),
    ("aggravating", "具有从重情节", "Aggravating circumstances"),
    ("other", "法律、法规、规章规定的其他情形", "Another ground of law"),
)
LICENCES = (
    ("suspend", "暂扣许可证件", "Licence suspended"),
    ("downgrade", "降低资质等级", "Qualification lowered"),
    ("revoke", "吊销许可证件", "Licence revoked"),
    ("no_application", "一定时期内不得申请行政许可", "No application for a time"),
    ("restrict", "限制生产经营活动", "Production restricted"),
    ("halt", "责令停产整治、停产停业", "Production halted"),
    ("close", "责令关闭", "Closed down"),
    ("ban", "限制、禁止从业", "Barred from the trade"),
)

WEIGHING_STEPS = (
    Transition(
        "weigh_discretion",
        "裁量罚款金额",
        "Weigh the fine",
        ("investigating", "notifying"),
        None,
        "case.handle",
        f"{APL} 第五条、第三十二条、第三十四条；{ORDER_30} 第四十一条、第四十三条",
        form=(
            Field("factors", "factors", "裁量因素", "Factors"),
            Field("adjustment", "enum", "调整", "Adjustment", choices=ADJUSTMENT_CHOICES),
            Field("adjustment_ground", "enum", "调整的法定情形", "Ground of the adjustment",
                  required=False, choices=ADJUSTMENT_GROUNDS),
            Field("chosen_fine_fen", "money", "拟罚款金额", "Fine chosen", minimum=1),
            Field("reason", "multiline", "裁量理由", "Reasons for the amount"),
            Field("warning", "boolean", "并处警告或者通报批评", "With a warning", required=False),
            Field("confiscated_fen", "money", "没收违法所得", "Illegal gains confiscated",
                  required=False),
            Field("confiscated_things", "text", "没收非法财物", "Illegal goods confiscated",
                  required=False, max_length=500),
            Field("licence", "enum", "资格、生产经营方面的处罚", "Penalty on licence or trade",
                  required=False, choices=LICENCES),
        ),
        guards=(
            "is_investigator",
            "weighed_in_its_time",
            "notice_not_issued",
            "law_chosen",
            "weighing_sound",
            "repeat_counted",
            "chosen_in_reach",
            "not_heavier_than_told",
        ),
        documents=("discretion_form",),
    ),
    Transition(
        "weigh_no_penalty",
        "登记不予处罚事项",
        "Record why nothing is fined",
        ("investigating", "notifying"),
        None,
        "case.handle",
        f"{APL} 第三十三条；{ORDER_30} 第四十二条",
        form=(
            Field("item_id", "uuid", "不予处罚清单事项", "Item of the list",
                  picker="no_penalty_item"),
            Field("exhibit_ids", "uuid_list", "证明改正和情节的证据", "Proof", picker="exhibit"),
            Field("reason", "multiline", "符合条件的理由", "Why its conditions are met"),
            Field("education", "multiline", "教育、告诫情况", "How the party was admonished"),
        ),
        guards=(
            "is_investigator",
            "weighed_in_its_time",
            "notice_not_issued",
            "law_chosen",
            "no_penalty_item_holds",
            "first_offence_confirmed",
        ),
        documents=("no_penalty_form",),
    ),
)  # fmt: skip
