"""The life of an incident (GB/T 30428: 上报、受理、派遣、处置、核查、结案)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from backend.incidents.rules.categories import Category
from backend.kernel.clock import wire_time
from backend.workflow.rules import Attempt, Blocked, Definition, Field, Guard, State, Transition

GRID_BASIS = "网格化环境监管办法(按本市配置)"
LEAD_BASIS = "生态环境行政处罚办法 第十八条"
SPOT_BASIS = "网格化环境监管办法(按本市配置) 自查自处"
ON_SPOT = "handle_on_spot"


@dataclass(frozen=True)
class IncidentFacts:
    """What the guards look at."""

    category: Category
    handler_id: UUID | None
    exhibit_states: tuple[str, ...]
    reporter_id: UUID
    taken_at: Mapping[UUID, datetime]
    """When each of its photos was taken, by the device's clock."""


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


def on_spot_permitted(attempt: Attempt) -> list[Blocked]:
    """Only what a grid worker may put right himself is closed by him (自查自处)."""
    category: Category = attempt.snapshot.category
    if category.may_be_handled_on_spot:
        return []
    text = f"“{category.name_zh}”须由主管部门处置，不能就地处置"
    return [Blocked("not_for_the_spot", text, SPOT_BASIS, {"category": category.code})]


def by_reporter(attempt: Attempt) -> list[Blocked]:
    """Whoever was on the spot says what was done there."""
    if attempt.snapshot.reporter_id == attempt.actor.person_id:
        return []
    return [Blocked("not_the_reporter", "就地处置须由上报人本人办理", SPOT_BASIS)]


def after_follows_before(attempt: Attempt) -> list[Blocked]:
    """There are photos of before and of after, and every one of after was taken later."""
    if attempt.form is None:
        return []
    after = set(attempt.form["after_exhibit_ids"])
    taken: Mapping[UUID, datetime] = attempt.snapshot.taken_at
    before = [at for key, at in taken.items() if key not in after]
    if not before:
        text = "没有处置前的照片，不能就地处置"
        return [Blocked("photo_before_missing", text, SPOT_BASIS)]
    first, last = min(at for key, at in taken.items() if key in after), max(before)
    if first > last:
        return []
    text = "处置后的照片须晚于处置前的照片拍摄"
    facts = {"before": wire_time(last), "after": wire_time(first)}
    return [Blocked("photo_after_not_later", text, SPOT_BASIS, facts)]


GUARDS: dict[str, Guard] = {
    "may_become_lead": may_become_lead,
    "exhibits_judged": exhibits_judged,
    "not_by_handler": not_by_handler,
    "on_spot_permitted": on_spot_permitted,
    "by_reporter": by_reporter,
    "after_follows_before": after_follows_before,
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

INCIDENT_V2 = replace(
    INCIDENT_V1,
    version=2,
    transitions=(
        *INCIDENT_V1.transitions,
        Transition(
            ON_SPOT,
            "就地处置",
            "Handle on the spot",
            ("reported", "accepted"),
            "closed",
            "incident.report",
            SPOT_BASIS,
            form=(
                Field("after_exhibit_ids", "uuid_list", "处置后照片", "Photos after",
                      picker="exhibit"),
                Field("handled_at", "datetime", "处置时间", "Handled at"),
                Field("note", "multiline", "处置情况", "What was done"),
            ),
            guards=("on_spot_permitted", "by_reporter", "after_follows_before"),
        ),
    ),
)  # fmt: skip
"""The second version lets a grid worker close on the spot what he put right himself."""
