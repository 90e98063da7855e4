"""The catalogue of numbers that a bureau may set."""

from dataclasses import dataclass

DAY_UNITS = ("working_days", "calendar_days")
UNITS = (*DAY_UNITS, "fen", "hours", "months", "percent", "people", "times")


@dataclass(frozen=True)
class Key:
    """A number of the procedure: where it belongs, its names, its unit, its least value."""

    name: str
    group: str
    title_zh: str
    title_en: str
    unit: str
    minimum: int = 1
    has_bound: bool = False
    """Whether it says that the number itself is reached or only more than it."""

    @property
    def units(self) -> tuple[str, ...]:
        """The units it may be set in: which days a term counts is for the bureau to confirm."""
        return DAY_UNITS if self.unit in DAY_UNITS else (self.unit,)


def _keys(group: str, *rows: tuple[str, str, str, str]) -> tuple[Key, ...]:
    return tuple(Key(name, group, zh, en, unit) for name, zh, en, unit in rows)


KEYS: tuple[Key, ...] = (
    *_keys(
        "filing",
        ("filing_days", "立案审查期限", "Term to decide on filing", "calendar_days"),
        ("filing_extension_days", "立案审查延长", "Extension of the filing term", "calendar_days"),
        ("limitation_months", "追责时效", "Limitation period", "months"),
        ("limitation_harm_months", "有危害后果的追责时效",
         "Limitation period with harmful consequences", "months"),
    ),
    *_keys(
        "decision",
        ("decision_days", "办案期限", "Term to decide a case", "calendar_days"),
        ("decision_extension_days", "负责人批准延长", "Extension by the head", "calendar_days"),
        ("decision_second_extension_days", "集体讨论再延长",
         "Second extension by collective discussion", "calendar_days"),
        ("defence_days", "陈述申辩期限", "Term for the defence", "working_days"),
        ("hearing_request_days", "听证申请期限", "Term to ask for a hearing", "working_days"),
        ("hearing_notice_days", "听证通知提前", "Notice before a hearing", "working_days"),
    ),
    Key("hearing_fine_citizen", "thresholds", "听证标准（公民）", "Hearing, citizens", "fen",
        has_bound=True),
    Key("hearing_fine_organisation", "thresholds", "听证标准（单位）", "Hearing, organisations",
        "fen", has_bound=True),
    Key("discussion_fine", "thresholds", "集体讨论标准", "Collective discussion", "fen",
        has_bound=True),
    Key("discussion_members", "thresholds", "集体讨论最少人数",
        "Fewest members of a collective discussion", "people", minimum=2),
    *_keys(
        "service",
        ("serve_decision_days", "决定书送达期限", "Term to serve the decision", "working_days"),
        ("announcement_days", "公告送达期限", "Service by announcement", "calendar_days"),
        ("publish_days", "处罚决定公开期限", "Term to publish a decision", "working_days"),
        ("withdraw_publication_days", "撤回公开期限", "Term to withdraw a publication",
         "working_days"),
        ("publication_shown_months", "公开信息展示期限", "How long a decision stays published",
         "months"),
    ),
    *_keys(
        "execution",
        ("pay_days", "缴款期限", "Term to pay", "calendar_days"),
        ("surcharge_percent_a_day", "加处罚款每日比例", "Surcharge a day", "percent"),
        ("surcharge_cap_percent", "加处罚款上限（占罚款）", "Cap of the surcharge", "percent"),
        ("demand_days", "催告期限", "Term after the demand", "working_days"),
        ("reconsideration_days", "申请行政复议期限", "Term to ask for reconsideration",
         "calendar_days"),
        ("suit_months", "提起诉讼期限", "Term to sue", "months"),
        ("court_months", "申请法院强制执行期限", "Term to apply to the court", "months"),
    ),
    *_keys(
        "simple",
        ("simple_fine_citizen", "当场处罚罚款上限（公民）", "On-the-spot fine, citizens", "fen"),
        ("simple_fine_organisation", "当场处罚罚款上限（单位）",
         "On-the-spot fine, organisations", "fen"),
        ("simple_record_days", "当场处罚备案期限", "Term to file an on-the-spot decision",
         "working_days"),
        ("simple_collect_fine", "可当场收缴的罚款上限", "Fine collected on the spot", "fen"),
        ("simple_hand_in_days", "当场收缴罚款上缴期限", "Term to hand in what was collected",
         "working_days"),
        ("simple_suit_days", "当场处罚复议后起诉期限", "Term to sue after reconsideration",
         "calendar_days"),
    ),
    *_keys(
        "discretion",
        ("repeat_lookback_months", "违法次数计算期间", "Span in which repeats count", "months"),
        ("first_offence_lookback_months", "首次违法查询期间", "Span of the first-offence look-up",
         "months"),
        ("adjust_up_percent", "从重最大幅度（占法定上限）", "Largest aggravation", "percent"),
        ("adjust_down_percent", "从轻最大幅度（占法定上限）", "Largest leniency", "percent"),
        ("mitigation_floor_percent", "减轻处罚最低比例（占法定下限）", "Floor of a mitigation",
         "percent"),
    ),
    *_keys(
        "measures",
        ("registration_days", "先行登记保存处理期限", "Advance registration", "working_days"),
        ("paperwork_hours", "紧急措施补办手续", "Paperwork after an urgent measure", "hours"),
        ("seizure_days", "查封扣押期限", "Seizure", "calendar_days"),
        ("seizure_extension_days", "查封扣押延长", "Extension of a seizure", "calendar_days"),
        ("seizure_check_days", "申请解除查封扣押核查期限", "Check after a request to lift",
         "working_days"),
        ("seizure_lift_days", "解除决定送达期限", "Service of the lifting decision",
         "working_days"),
        ("correction_serve_days", "责令改正决定送达期限", "Service of a correction order",
         "working_days"),
        ("recheck_days", "责令改正复查期限", "Recheck after a correction order", "calendar_days"),
        ("restriction_months", "限制生产期限", "Restricted production", "months"),
        ("restriction_extension_months", "限制生产延长", "Extension of restricted production",
         "months"),
        ("substitute_demand_days", "代履行催告提前", "Demand before performance by substitute",
         "calendar_days"),
    ),
    *_keys(
        "transfer",
        ("detention_transfer_days", "行政拘留案件移送期限", "Transfer for detention",
         "working_days"),
        ("detention_answer_days", "公安机关不予受理反馈期限", "Police answer on detention",
         "working_days"),
        ("crime_decide_days", "涉嫌犯罪移送决定期限", "Decision to transfer a crime",
         "calendar_days"),
        ("crime_send_hours", "涉嫌犯罪案件移送期限", "Transfer of a suspected crime", "hours"),
        ("crime_supplement_days", "移送材料补正期限", "Supplement of a transfer",
         "calendar_days"),
        ("crime_answer_days", "公安机关立案审查期限", "Police decision on a crime",
         "calendar_days"),
        ("crime_handover_days", "移交涉案物品期限", "Handover of seized items", "calendar_days"),
        ("crime_review_days", "不予立案申请复议期限", "Review of a refusal", "working_days"),
        ("crime_platform_days", "录入共享平台期限", "Entry in the shared platform",
         "calendar_days"),
    ),
    *_keys(
        "clocks",
        ("early_warning_days", "期限首次提醒提前", "First reminder before a term ends",
         "working_days"),
        ("warning_days", "期限预警提前", "Warning before a term ends", "working_days"),
        ("escalation_days", "逾期后再次督办", "Second escalation after a term", "working_days"),
        ("warning_hours", "小时期限预警提前", "Warning before a term of hours ends", "hours"),
        ("last_warning_hours", "小时期限最后提醒提前", "Last warning of a term of hours", "hours"),
        ("backfill_days", "线下办理补录期限", "Backfill of offline records", "working_days"),
    ),
    *_keys(
        "patrol",
        ("track_keep_days", "巡查轨迹保存期限", "How long a patrol's track is kept",
         "calendar_days"),
    ),
)  # fmt: skip
KEY_BY_NAME = {key.name: key for key in KEYS}
