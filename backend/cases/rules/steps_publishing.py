"""The steps of publishing a decision 公开 and of sending a case to another authority 移送."""

from backend.cases.rules.fields import APL, ORDER_30, REASON
from backend.workflow.rules import Field, Transition

AFTER_SERVICE = ("executing", "closed")
ANNULMENTS = (
    ("changed", "被依法变更", "Changed"),
    ("revoked", "被依法撤销", "Revoked"),
    ("unlawful", "被确认违法", "Found unlawful"),
    ("void", "被确认无效", "Found void"),
)

PUBLISHING_STEPS = (
    Transition(
        "publish_decision",
        "公开处罚决定",
        "Publish the decision",
        AFTER_SERVICE,
        None,
        "case.handle",
        f"{APL} 第四十八条；{ORDER_30} 第六十四条",
        form=(
            Field("published_on", "date", "公开日期", "Published on"),
            Field("channel", "text", "公开平台", "Where", max_length=200),
            Field("redactions_checked", "boolean", "已核对隐去个人信息和商业秘密",
                  "Personal data and secrets are redacted"),
        ),
        guards=("is_investigator", "not_published_yet", "publication_plausible"),
        documents=("publication_form",),
    ),
    Transition(
        "waive_publication",
        "决定不予公开",
        "Decide not to publish",
        AFTER_SERVICE,
        None,
        "case.decide",
        f"{APL} 第四十八条",
        form=(REASON,),
        guards=("not_published_yet", "reviewer_not_investigator"),
    ),
    Transition(
        "record_annulment",
        "登记决定变更、撤销",
        "Record that the decision no longer stands",
        AFTER_SERVICE,
        None,
        "case.decide",
        f"{APL} 第四十八条",
        form=(
            Field("changed_on", "date", "变更或者撤销日期", "On"),
            Field("ground", "enum", "情形", "How", choices=ANNULMENTS),
            Field("note", "multiline", "作出机关和文号", "By whom, under which number"),
        ),
        guards=("is_published", "annulled_in_its_time"),
        danger=True,
    ),
    Transition(
        "withdraw_publication",
        "撤回公开信息",
        "Withdraw the publication",
        AFTER_SERVICE,
        None,
        "case.handle",
        f"{APL} 第四十八条",
        form=(
            Field("withdrawn_on", "date", "撤回日期", "Withdrawn on"),
            Field("statement", "multiline", "公开说明的理由", "The reasons published"),
        ),
        guards=("is_investigator", "is_published", "was_annulled"),
    ),
    Transition(
        "refer_case",
        "移送其他机关",
        "Refer to another authority",
        ("investigating", "case_review", "notifying"),
        "closed",
        "case.decide",
        f"{ORDER_30} 第十七条；{APL} 第二十七条",
        form=(
            Field("recipient", "text", "受移送机关", "To which authority", max_length=200),
            REASON,
        ),
        guards=("reviewer_not_investigator",),
        documents=("case_referral",),
        danger=True,
    ),
)  # fmt: skip
