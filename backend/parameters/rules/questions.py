"""What the sources leave open, for the bureau to confirm."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """Something the sources leave open, for the bureau's legal staff to confirm."""

    code: str
    text_zh: str
    text_en: str
    keys: tuple[str, ...] = ()


QUESTIONS: tuple[Question, ...] = (
    Question(
        "hearing_threshold",
        "听证标准 200,000 元是否含本数；福建省、厦门市对生态环境处罚有无另行规定。",
        "Whether 200,000 itself reaches the hearing class, and whether Fujian or Xiamen sets "
        "another figure for ecology.",
        ("hearing_fine_organisation", "hearing_fine_citizen"),
    ),
    Question(
        "rules_reissued",
        "生态环境法典 2026年8月15日施行后，行政处罚办法、按日连续处罚办法、查封扣押办法、"
        "裁量权指导意见和文书格式是否已重新发布。",
        "Whether the ministry's rules on penalties, daily fines, seizure, discretion and forms "
        "were re-issued after the Code of 15 August 2026.",
        ("restriction_months", "recheck_days", "seizure_days"),
    ),
    Question(
        "deciding_body",
        "厦门市各区生态环境局目前以自己名义作出处罚（法典第五十三条），还是仍以市局名义作出。",
        "Whether the district bureaus decide in their own name (Code 53) or in the city's.",
    ),
    Question(
        "day_units",
        "15日、30日、90日各期限按自然日还是工作日计算（目前按自然日）。",
        "Whether the terms of 15, 30 and 90 days are calendar or working days (taken as calendar).",
        ("filing_days", "filing_extension_days", "decision_days"),
    ),
    Question(
        "urgent_filing",
        "现行处罚办法是否保留“紧急情况先行调查、后补立案”的期限。",
        "Whether an urgent act-first, file-later term survives in the present rules.",
    ),
    Question(
        "closing_articles",
        "处罚办法关于结案、归档、送达的条文号；案卷和音像记录的保管期限。",
        "The article numbers on closing, archiving and service; how long files and recordings "
        "are kept.",
        ("publication_shown_months",),
    ),
    Question(
        "provincial_discretion",
        "福建省年度入企检查上限；福建省 2024 年裁量规则的计算公式。",
        "Fujian's yearly cap on inspections, and the formula of its rules on discretion of 2024.",
        ("adjust_up_percent", "adjust_down_percent", "mitigation_floor_percent",
         "repeat_lookback_months", "first_offence_lookback_months"),
    ),
    Question(
        "grid_terms",
        "厦门市网格事件各环节时限和 12345 工单时限。",
        "The terms of grid incidents and of 12345 items in Xiamen.",
    ),
    Question(
        "uav_evidence",
        "无人机取证规则；移动执法数据标准的标准号。",
        "Rules on evidence from drones, and the number of a standard for mobile enforcement data.",
    ),
    Question(
        "forms_numbering",
        "2016 年版文书第 30 至 33 号；闽执法平台采用的文书种类和编号。",
        "Forms 30 to 33 of 2016, and the forms and numbers used on the provincial platform.",
    ),
    Question(
        "platform_integration",
        "自建系统须与闽执法平台对接到什么程度。",
        "How far a bureau's own system must be joined to the provincial platform.",
        ("backfill_days",),
    ),
)  # fmt: skip
QUESTION_BY_CODE = {question.code: question for question in QUESTIONS}
