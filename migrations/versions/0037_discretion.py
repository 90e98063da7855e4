"""Discretion tables 裁量表, the no-penalty list and what was weighed in cases."""

import json
from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"

METHOD = "参照湖南省生态环境行政处罚裁量权基准（百分值法）；环执法〔2019〕42号"
TO_CONFIRM = "各因素的等级和百分值须按福建省 2024 年裁量规则核对后确认"
LIST = "行政处罚法 第三十三条；生态环境法典 第一千零五十六条；厦门市轻微违法行为不予处罚实施办法"
LIST_TO_CONFIRM = "本市清单的事项和条件须逐项核对后确认"
SINCE = date(2021, 7, 15)


def _number(code: str, zh: str, en: str, unit: str, starts: tuple[int, ...],
            shares: tuple[int, ...], minimum: int = 0) -> dict[str, object]:  # fmt: skip
    unit_zh, unit_en = unit.split("/")
    ends = (*starts[1:], None)
    levels = [
        {
            "level": number,
            "title_zh": f"{low} 以上不足 {high} {unit_zh}" if high else f"{low} {unit_zh}以上",
            "title_en": f"{low} to below {high} {unit_en}" if high else f"{low} {unit_en} or more",
            "percent": share,
            "low": low,
            "high": high,
            "value": None,
        }
        for number, (low, high, share) in enumerate(zip(starts, ends, shares, strict=True), 1)
    ]
    return _factor(code, zh, en, "number", unit_zh, unit_en, minimum, levels)


def _choice(code: str, zh: str, en: str, *rows: tuple[str, str, str, int]) -> dict[str, object]:
    levels: list[dict[str, object]] = [
        {"level": number, "title_zh": row[1], "title_en": row[2], "percent": row[3], "low": None,
         "high": None, "value": row[0]}
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    return _factor(code, zh, en, "choice", "", "", 0, levels)


def _factor(code: str, zh: str, en: str, kind: str, unit_zh: str, unit_en: str, minimum: int,
            levels: list[dict[str, object]]) -> dict[str, object]:  # fmt: skip
    return {"code": code, "title_zh": zh, "title_en": en, "kind": kind, "unit_zh": unit_zh,
            "unit_en": unit_en, "minimum": minimum, "levels": levels}  # fmt: skip


COMMON = (
    _number("repeat", "二年内违法次数（含本次）", "Violations in two years, this one included",
            "次/times", (1, 2, 3, 4), (0, 5, 10, 20), 1),
    _choice("region", "区域影响", "Area affected",
            ("county", "县级行政区域内", "Within one district", 0),
            ("cross_county", "跨县级行政区域", "Across districts", 5),
            ("cross_city", "跨市级行政区域", "Across cities", 10)),
    _number("duration", "违法行为持续时间", "How long it lasted", "日/days",
            (0, 7, 30, 90), (0, 5, 10, 15)),
    _choice("place", "违法行为发生地点", "Where it happened",
            ("ordinary", "一般区域", "Ordinary area", 0),
            ("sensitive", "居民区、学校、医院等环境敏感区", "Homes, schools, hospitals", 5),
            ("protected", "生态保护红线、自然保护地、饮用水水源保护区", "Protected area", 15)),
    _number("complaints", "一年内群众投诉次数", "Complaints in one year", "次/complaints",
            (0, 1, 3, 6), (0, 1, 3, 5)),
)  # fmt: skip
SPECIAL = {
    "discharge_above_standard": (
        "超标排放污染物裁量表",
        _number("exceedance", "超标百分比", "Exceedance", "%/per cent",
                (0, 10, 50, 100, 200), (0, 5, 10, 15, 25)),
        _choice("pollutant", "污染物类别", "Class of pollutant",
                ("general", "一般污染物", "General", 0),
                ("class_two", "第二类污染物中的有毒污染物", "Toxic, second class", 5),
                ("class_one", "第一类污染物", "First class", 10)),
    ),
    "outfall_setting": (
        "违规设置排污口裁量表",
        _choice("receiving", "排放去向", "Where it discharges",
                ("sewer", "污水管网", "Sewer", 0),
                ("water", "一般水体、近岸海域", "Ordinary water, coast", 10),
                ("drinking", "饮用水水源保护区、水产种质资源保护区", "Protected water", 25)),
        _number("volume", "日排放量", "Discharge a day", "立方米/cubic metres",
                (0, 10, 100), (0, 5, 10)),
    ),
    "monitoring_equipment_damage": (
        "破坏监测设备裁量表",
        _choice("effect", "对监测数据的影响", "Effect on the data",
                ("none", "未造成数据缺失", "No data lost", 0),
                ("lost", "造成数据缺失", "Data lost", 15),
                ("false", "造成数据失真", "Data falsified", 25)),
        _number("devices", "涉及监测设备数量", "Devices damaged", "台（套）/devices",
                (1, 2, 4), (0, 5, 10), 1),
    ),
    "discharge_without_permit": (
        "无证排污裁量表",
        _choice("management", "排污许可管理类别", "Class of permit",
                ("registration", "登记管理", "Registration", 0),
                ("simplified", "简化管理", "Simplified", 10),
                ("key", "重点管理", "Key", 25)),
        _choice("approval", "环境影响评价手续", "Environmental approval",
                ("complete", "已办理", "Complete", 0),
                ("missing", "未办理", "Missing", 10)),
    ),
}  # fmt: skip
ITEMS = (
    (None, "minor", "违法行为轻微，及时改正，没有造成危害后果。", "改正前后照片或者复查笔录"),
    (None, "no_fault", "当事人有证据足以证明没有主观过错。", "当事人提交的证明材料"),
    ("outfall_setting", "first_offence",
     "初次违法，未排入饮用水水源保护区，未造成危害后果或者危害后果轻微，按要求及时改正。",
     "责令改正决定、复查笔录和改正照片"),
    ("monitoring_equipment_damage", "first_offence",
     "初次违法，过失造成，未造成数据失真，及时修复。", "修复记录和比对监测结果"),
)  # fmt: skip


def _approved_table(name: str, *own: sa.Column[object]) -> sa.Table:
    return op.create_table(
        name,
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id")),
        *own,
    )


class WrittenJson(sa.types.TypeDecorator[object]):
    """JSON that can also be printed as SQL, for the linter and a careful administrator."""

    impl = postgresql.JSONB
    cache_ok = True

    def process_literal_param(self, value: object, dialect: object) -> str:
        """Return the value as an SQL literal."""
        return "'" + json.dumps(value, ensure_ascii=False).replace("'", "''") + "'"


def upgrade() -> None:
    """Apply."""
    tables = _approved_table(
        "discretion_table",
        sa.Column("violation_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("doubt", sa.Text()),
        sa.Column("content", WrittenJson(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("proposed_by_name", sa.Text()),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("decided_by_name", sa.Text()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
    )
    items = _approved_table(
        "no_penalty_item",
        sa.Column("violation_code", sa.Text()),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("doubt", sa.Text()),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
    )
    op.create_check_constraint(
        "state", "discretion_table", "state in ('proposed', 'in_force', 'rejected')"
    )
    op.create_check_constraint(
        "second_person", "discretion_table", "decided_by_id <> proposed_by_id"
    )
    op.create_check_constraint(
        "ground", "no_penalty_item", "ground in ('minor', 'first_offence', 'no_fault')"
    )
    op.create_index(
        "ix_discretion_table_violation_code",
        "discretion_table",
        ["violation_code", "valid_from"],
    )
    _create_weighing()
    op.bulk_insert(tables, [_table(*row) for row in enumerate(SPECIAL.items(), 1)])
    op.bulk_insert(items, [_item(*row) for row in enumerate(ITEMS, 1)])


def _create_weighing() -> None:
    op.create_table(
        "weighing",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("table_id", sa.Uuid(), sa.ForeignKey("discretion_table.id")),
        sa.Column("item_id", sa.Uuid(), sa.ForeignKey("no_penalty_item.id")),
        sa.Column("factors", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("fine_min_fen", sa.BigInteger(), nullable=False),
        sa.Column("fine_max_fen", sa.BigInteger(), nullable=False),
        sa.Column("suggested_fen", sa.BigInteger()),
        sa.Column("adjustment", sa.Text()),
        sa.Column("adjustment_ground", sa.Text()),
        sa.Column("chosen_fen", sa.BigInteger()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("prior_decisions", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("weighed_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("weighed_by_name", sa.Text(), nullable=False),
        sa.Column("weighed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome in ('penalty', 'no_penalty')", name="outcome"),
        sa.CheckConstraint(
            "num_nonnulls(table_id, suggested_fen, adjustment, chosen_fen)"
            " = case outcome when 'penalty' then 4 else 0 end"
            " and (item_id is not null) = (outcome = 'no_penalty')",
            name="whole",
        ),
    )
    op.create_index("ix_weighing_case_id", "weighing", ["case_id", "weighed_at"])


def _table(number: int, row: tuple[str, tuple[object, ...]]) -> dict[str, object]:
    code, (name, *factors) = row
    return {
        "id": UUID(int=(0x0037 << 112) + number),
        "violation_code": code,
        "name": name,
        "basis": METHOD,
        "doubt": TO_CONFIRM,
        "content": {"factors": [*COMMON, *factors]},
        "valid_from": SINCE,
        "state": "in_force",
        "proposed_at": datetime(2026, 11, 22, tzinfo=UTC),
    }


def _item(number: int, row: tuple[str | None, str, str, str]) -> dict[str, object]:
    code, ground, conditions, proof = row
    return {
        "id": UUID(int=(0x0037 << 112) + 1000 + number),
        "violation_code": code,
        "ground": ground,
        "conditions": conditions,
        "proof": proof,
        "basis": LIST,
        "doubt": LIST_TO_CONFIRM,
        "valid_from": SINCE,
    }


def downgrade() -> None:
    """Undo."""
    for table in ("weighing", "no_penalty_item", "discretion_table"):
        op.drop_table(table)
