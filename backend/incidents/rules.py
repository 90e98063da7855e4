"""Categories of incidents and their life (GB/T 30428: 上报、受理、派遣、处置、核查、结案)."""

from dataclasses import dataclass
from uuid import UUID

from shapely import Point, Polygon

from backend.workflow.rules import Attempt, Blocked, Definition, Field, Guard, State, Transition

GRID_BASIS = "网格化环境监管办法(按本市配置)"
LEAD_BASIS = "生态环境行政处罚办法 第十八条"


@dataclass(frozen=True)
class Category:
    """A category with its competent department; many are not the bureau's to punish."""

    code: str
    name_zh: str
    name_en: str
    icon: str
    urgency: str
    department_zh: str
    department_en: str
    may_become_lead: bool


BUREAU = ("生态环境局", "Ecology and environment bureau")
URBAN = ("城市管理局", "Urban management bureau")
CATEGORIES = (
    Category(
        "black_water", "黑臭水体", "Black water", "water", "urgent", *BUREAU, may_become_lead=True
    ),
    Category(
        "outfall",
        "排污口异常",
        "Outfall",
        "outfall",
        "urgent",
        *BUREAU,
        may_become_lead=True,
    ),
    Category(
        "waste_gas",
        "工业废气异味",
        "Industrial odour",
        "gas",
        "normal",
        *BUREAU,
        may_become_lead=True,
    ),
    Category(
        "dust",
        "扬尘",
        "Dust",
        "dust",
        "normal",
        "建设局",
        "Construction bureau",
        may_become_lead=False,
    ),
    Category(
        "open_burning", "露天焚烧", "Open burning", "fire", "urgent", *URBAN, may_become_lead=False
    ),
    Category(
        "solid_waste", "固废倾倒", "Waste dumping", "waste", "normal", *BUREAU, may_become_lead=True
    ),
    Category("noise", "噪声", "Noise", "noise", "normal", *BUREAU, may_become_lead=True),
    Category(
        "sea_drift",
        "海漂垃圾",
        "Sea-drift litter",
        "drift",
        "normal",
        "海洋发展局",
        "Ocean bureau",
        may_become_lead=False,
    ),
)
CATEGORY_BY_CODE = {category.code: category for category in CATEGORIES}


@dataclass(frozen=True)
class IncidentFacts:
    """What the guards look at."""

    category: Category
    handler_id: UUID | None
    exhibit_states: tuple[str, ...]


def may_become_lead(attempt: Attempt) -> list[Blocked]:
    """Only categories of the bureau's own competence become leads."""
    category: Category = attempt.snapshot.category
    if category.may_become_lead:
        return []
    text = f"“{category.name_zh}”由{category.department_zh}主管，请转相关部门"
    return [
        Blocked("not_our_competence", text, "行政处罚法 第二十二条", {"category": category.code})
    ]


def exhibits_judged(attempt: Attempt) -> list[Blocked]:
    """Photos still on their way are waited for, so that what is referred is whole."""
    waiting = sum(
        state in {"awaiting_upload", "received"} for state in attempt.snapshot.exhibit_states
    )
    if not waiting:
        return []
    text = f"还有 {waiting} 份证据尚未上传核验完成"
    return [Blocked("exhibits_on_their_way", text, GRID_BASIS, {"waiting": waiting})]


def not_by_handler(attempt: Attempt) -> list[Blocked]:
    """Closing is verified by someone other than the handler (核查)."""
    if attempt.snapshot.handler_id != attempt.actor.person_id:
        return []
    return [Blocked("handler_may_not_verify", "处置人不能核查自己处置的事件", GRID_BASIS)]


GUARDS: dict[str, Guard] = {
    "may_become_lead": may_become_lead,
    "exhibits_judged": exhibits_judged,
    "not_by_handler": not_by_handler,
}
_NOTE = Field("note", "multiline", "说明", "Note", required=False)
_REJECTIONS = (
    ("duplicate", "重复上报", "Duplicate"),
    ("out_of_area", "不在辖区", "Outside our area"),
    ("unclear", "内容不清", "Unclear"),
    ("not_ours", "非本部门职责", "Not ours to handle"),
)

INCIDENT_V1 = Definition(
    key="incident",
    version=1,
    initial="reported",
    states=(
        State("reported", "待受理", "Reported"),
        State("accepted", "已受理", "Accepted"),
        State("assigned", "处置中", "Being handled"),
        State("handled", "待核查", "To be verified"),
        State("rejected", "不予受理", "Not accepted", final=True),
        State("closed", "已结案", "Closed", final=True),
        State("referred", "已转执法", "Referred to enforcement", final=True),
    ),
    transitions=(
        Transition(
            "accept",
            "受理",
            "Accept",
            ("reported",),
            "accepted",
            "incident.triage",
            GRID_BASIS,
            form=(_NOTE,),
        ),
        Transition(
            "reject",
            "不予受理",
            "Reject",
            ("reported",),
            "rejected",
            "incident.triage",
            GRID_BASIS,
            form=(Field("reason", "enum", "原因", "Reason", choices=_REJECTIONS), _NOTE),
            danger=True,
        ),
        Transition(
            "refer_to_enforcement",
            "转执法线索",
            "Refer to enforcement",
            ("reported", "accepted"),
            "referred",
            "incident.triage",
            LEAD_BASIS,
            form=(_NOTE,),
            guards=("may_become_lead", "exhibits_judged"),
        ),
        Transition(
            "assign",
            "派遣处置",
            "Assign for handling",
            ("reported", "accepted"),
            "assigned",
            "incident.triage",
            GRID_BASIS,
            form=(Field("handler_note", "multiline", "处置要求", "What to do"),),
        ),
        Transition(
            "record_handling",
            "反馈处置结果",
            "Record handling",
            ("assigned",),
            "handled",
            "incident.report",
            GRID_BASIS,
            form=(Field("note", "multiline", "处置结果", "Result"),),
        ),
        Transition(
            "return_handling",
            "退回重新处置",
            "Return for rework",
            ("handled",),
            "assigned",
            "incident.triage",
            GRID_BASIS,
            form=(Field("note", "multiline", "退回原因", "Reason"),),
        ),
        Transition(
            "verify_closing",
            "核查结案",
            "Verify and close",
            ("handled",),
            "closed",
            "incident.triage",
            GRID_BASIS,
            form=(_NOTE,),
            guards=("not_by_handler",),
        ),
    ),
)


def cell_containing(
    lon: float, lat: float, polygons: dict[UUID, dict[str, list[list[list[float]]]]]
) -> UUID | None:
    """Return the id of the grid whose GeoJSON polygon covers the WGS-84 point."""
    point = Point(lon, lat)
    for grid_id, polygon in polygons.items():
        shell, *holes = polygon["coordinates"]
        if Polygon(shell, holes).covers(point):
            return grid_id
    return None
