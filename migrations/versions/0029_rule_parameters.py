"""Numbers a bureau may set 规则参数, with what it has confirmed."""

from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

APL, ORDER_30, ACL = "行政处罚法", "生态环境行政处罚办法", "行政强制法"
SINCE = {APL: date(2021, 7, 15), ORDER_30: date(2023, 7, 1), ACL: date(2012, 1, 1)}
HEARING = "是否含本数、本省有无另行规定，须经法制部门确认"
CALENDAR = "按自然日计算，须经法制部门确认"
REISSUED = "生态环境法典施行后是否重新发布，须经法制部门确认"
FUJIAN = "参照外省裁量规则；福建省 2024 年规则的口径须经法制部门确认"
LOCAL = "本省、本市具体期限须经法制部门确认"
PLATFORM = "与闽执法平台的对接要求须经确认"
DETENTION = "公治〔2014〕853号"
CRIME = "国务院令第310号（2020年修订）；环环监〔2017〕17号"
CODE = "生态环境法典"
YUAN = 100
IN, OUT = "inclusive", None
D, W, M, H, P = "calendar_days", "working_days", "months", "hours", "percent"
SEEDS = (
    ("filing_days", 15, D, OUT, f"{ORDER_30} 第十八条", CALENDAR),
    ("filing_extension_days", 15, D, OUT, f"{ORDER_30} 第十八条", CALENDAR),
    ("limitation_months", 24, M, OUT, f"{APL} 第三十六条", None),
    ("limitation_harm_months", 60, M, OUT, f"{APL} 第三十六条；{CODE} 第一千零五十四条", None),
    ("decision_days", 90, D, OUT, f"{ORDER_30} 第五十七条", CALENDAR),
    ("decision_extension_days", 30, D, OUT, f"{ORDER_30} 第五十七条", CALENDAR),
    ("decision_second_extension_days", 30, D, OUT, f"{ORDER_30} 第五十七条", CALENDAR),
    ("defence_days", 5, W, OUT, f"{APL} 第四十四条、第六十四条、第八十五条", None),
    ("hearing_request_days", 5, W, OUT, f"{APL} 第六十四条、第八十五条", None),
    ("hearing_notice_days", 7, W, OUT, f"{APL} 第六十四条、第八十五条", None),
    ("hearing_fine_citizen", 5_000 * YUAN, "fen", IN,
     f"{APL} 第六十三条；{ORDER_30} 第四十六条、第八十九条", HEARING),
    ("hearing_fine_organisation", 200_000 * YUAN, "fen", IN,
     f"{APL} 第六十三条；{ORDER_30} 第四十六条、第八十九条", HEARING),
    ("discussion_fine", 500_000 * YUAN, "fen", IN,
     f"{APL} 第五十七条；{ORDER_30} 第五十二条", None),
    ("discussion_members", 3, "people", OUT, f"{APL} 第五十七条；{ORDER_30} 第五十二条",
     "最少参加人数法律未定，须经法制部门确认"),
    ("serve_decision_days", 7, W, OUT, f"{APL} 第六十一条、第八十五条", None),
    ("announcement_days", 30, D, OUT, "民事诉讼法 第九十五条", LOCAL),
    ("publish_days", 7, W, OUT, f"{APL} 第四十八条；{ORDER_30} 第六十四条", None),
    ("withdraw_publication_days", 3, W, OUT, f"{APL} 第四十八条、第八十五条", None),
    ("publication_shown_months", 24, M, OUT, "福建省行政执法条例配套规定：六十日至二年", LOCAL),
    ("pay_days", 15, D, OUT, f"{APL} 第六十七条", None),
    ("surcharge_percent_a_day", 3, P, OUT, f"{APL} 第七十二条", None),
    ("surcharge_cap_percent", 100, P, OUT, f"{APL} 第七十二条", None),
    ("demand_days", 10, W, OUT, f"{ACL} 第五十四条、第六十九条", None),
    ("reconsideration_days", 60, D, OUT, "行政复议法 第二十条", None),
    ("suit_months", 6, M, OUT, "行政诉讼法 第四十六条", None),
    ("court_months", 3, M, OUT, f"{ACL} 第五十三条", None),
    ("simple_fine_citizen", 200 * YUAN, "fen", OUT, f"{APL} 第五十一条", None),
    ("simple_fine_organisation", 3_000 * YUAN, "fen", OUT, f"{APL} 第五十一条", None),
    ("simple_record_days", 3, W, OUT, f"{APL} 第五十二条；{ORDER_30} 第六十八条", None),
    ("simple_collect_fine", 100 * YUAN, "fen", OUT, f"{APL} 第六十八条", None),
    ("simple_hand_in_days", 2, W, OUT, f"{APL} 第七十一条、第八十五条", None),
    ("simple_suit_days", 15, D, OUT, "行政复议法 第二十三条；行政诉讼法 第四十五条", None),
    ("repeat_lookback_months", 24, M, OUT, "生态环境行政处罚裁量规则（二年内违法次数）", FUJIAN),
    ("first_offence_lookback_months", 24, M, OUT,
     f"{APL} 第三十三条；厦门市轻微违法行为不予处罚实施办法", FUJIAN),
    ("adjust_up_percent", 20, P, OUT, "生态环境行政处罚裁量规则：从重幅度", FUJIAN),
    ("adjust_down_percent", 20, P, OUT, "生态环境行政处罚裁量规则：从轻幅度", FUJIAN),
    ("mitigation_floor_percent", 50, P, OUT, "生态环境行政处罚裁量规则：减轻处罚", FUJIAN),
    ("registration_days", 7, W, OUT, f"{APL} 第五十六条、第八十五条", None),
    ("paperwork_hours", 24, H, OUT, f"{ACL} 第十九条；{ORDER_30} 第三十二条", None),
    ("seizure_days", 30, D, OUT, f"{ACL} 第二十五条", REISSUED),
    ("seizure_extension_days", 30, D, OUT, f"{ACL} 第二十五条", REISSUED),
    ("seizure_check_days", 5, W, OUT, "环境保护部令第29号 第二十条", REISSUED),
    ("seizure_lift_days", 3, W, OUT, "环境保护部令第29号 第二十一条", REISSUED),
    ("correction_serve_days", 3, W, OUT, "环境保护部令第28号 第八条", REISSUED),
    ("recheck_days", 30, D, OUT, f"环境保护部令第28号 第十条；{CODE} 第一千零六十条", REISSUED),
    ("restriction_months", 3, M, OUT, "环境保护部令第30号 第十五条", REISSUED),
    ("restriction_extension_months", 3, M, OUT, "环境保护部令第30号 第十五条", REISSUED),
    ("substitute_demand_days", 3, D, OUT, f"{ACL} 第五十一条", None),
    ("detention_transfer_days", 3, W, OUT, DETENTION, REISSUED),
    ("detention_answer_days", 5, W, OUT, DETENTION, REISSUED),
    ("crime_decide_days", 3, D, OUT, CRIME, None),
    ("crime_send_hours", 24, H, OUT, CRIME, None),
    ("crime_supplement_days", 3, D, OUT, CRIME, None),
    ("crime_answer_days", 3, D, OUT, f"{CRIME}：复杂的七日，重大复杂的三十日", None),
    ("crime_handover_days", 3, D, OUT, CRIME, None),
    ("crime_review_days", 3, W, OUT, CRIME, None),
    ("crime_platform_days", 7, D, OUT, CRIME, None),
    ("warning_days", 3, W, OUT, f"{ORDER_30} 案件管理要求（内部预警）", LOCAL),
    ("backfill_days", 5, W, OUT, "福建省政府令第242号", PLATFORM),
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    table = op.create_table(
        "rule_parameter",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id")),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("bound", sa.Text()),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("doubt", sa.Text()),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("proposed_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("proposed_by_name", sa.Text()),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("decided_by_name", sa.Text()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state in ('proposed', 'in_force', 'rejected')", name="state"),
        sa.CheckConstraint("bound in ('inclusive', 'exclusive')", name="bound"),
        sa.CheckConstraint("value >= 0", name="value"),
        # Who proposes may not decide, whoever writes the row.
        sa.CheckConstraint("decided_by_id <> proposed_by_id", name="second_person"),
        sa.CheckConstraint(
            "authority_id is null or state = 'proposed'"
            " or num_nulls(decided_by_id, decided_at) = 0",
            name="decided",
        ),
    )
    op.create_index(
        "uq_rule_parameter_in_force",
        "rule_parameter",
        [sa.text("coalesce(authority_id, '00000000-0000-0000-0000-000000000000'::uuid)"), "key",
         "valid_from"],
        unique=True,
        postgresql_where=sa.text("state = 'in_force'"),
    )  # fmt: skip
    op.create_table(
        "rule_confirmation",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("authority_id", sa.Uuid(), sa.ForeignKey("authority.id"), nullable=False),
        sa.Column("parameter_id", sa.Uuid(), sa.ForeignKey("rule_parameter.id")),
        sa.Column("question", sa.Text()),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("confirmed_by_name", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("num_nonnulls(parameter_id, question) = 1", name="one_subject"),
    )
    op.create_index(
        "ix_rule_confirmation_authority_id", "rule_confirmation", ["authority_id", "confirmed_at"]
    )
    op.bulk_insert(table, [_seed(number, *row) for number, row in enumerate(SEEDS, 1)])


def _seed(
    number: int, key: str, value: int, unit: str, bound: str | None, basis: str, doubt: str | None
) -> dict[str, object]:
    law = next((law for law in SINCE if basis.startswith(law)), APL)
    return {
        "id": UUID(int=(0x0029 << 112) + number),
        "key": key,
        "value": value,
        "unit": unit,
        "bound": bound,
        "basis": basis,
        "doubt": doubt,
        "valid_from": SINCE[law],
        "state": "in_force",
        "proposed_at": datetime(2026, 11, 22, tzinfo=UTC),
    }


def downgrade() -> None:
    """Undo."""
    op.drop_table("rule_confirmation")
    op.drop_table("rule_parameter")
