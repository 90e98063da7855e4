"""The penalty clauses of the sector laws that the Code of 15 August 2026 repealed."""

from datetime import date, timedelta

from backend.cases.rules.violations import CODE_IN_FORCE, YUAN, Violation

LAST_DAY = CODE_IN_FORCE - timedelta(days=1)
WATER, AIR = "《中华人民共和国水污染防治法》", "《中华人民共和国大气污染防治法》"
WATER_SINCE, AIR_SINCE = date(2018, 1, 1), date(2018, 10, 26)
BEFORE_THE_CODE = (
    Violation(
        "outfall_setting",
        "违规设置排污口",
        "Outfall set up against the rules",
        f"{WATER}第二十二条",
        f"{WATER}第八十四条第二款",
        20_000 * YUAN,
        100_000 * YUAN,
        WATER_SINCE,
        LAST_DAY,
    ),
    Violation(
        "discharge_above_standard",
        "超标排放污染物",
        "Discharge above the standard",
        f"{WATER}第十条",
        f"{WATER}第八十三条第二项",
        100_000 * YUAN,
        1_000_000 * YUAN,
        WATER_SINCE,
        LAST_DAY,
    ),
    Violation(
        "monitoring_equipment_damage",
        "破坏监测设备",
        "Damage to monitoring equipment",
        f"{AIR}第二十六条",
        f"{AIR}第一百条第一项",
        20_000 * YUAN,
        200_000 * YUAN,
        AIR_SINCE,
        LAST_DAY,
    ),
    Violation(
        "discharge_without_permit",
        "无证排污",
        "Discharge without a permit",
        f"{WATER}第二十一条",
        f"{WATER}第八十三条第一项",
        100_000 * YUAN,
        1_000_000 * YUAN,
        WATER_SINCE,
        LAST_DAY,
    ),
)
