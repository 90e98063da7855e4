"""Violations 案由 with their penalty ranges, by the law in force on the day of the act."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Violation:
    """A violation, its penalty clause, the fine's range in fen and the clause's validity."""

    code: str
    name_zh: str
    name_en: str
    basis_zh: str
    penalty_basis_zh: str
    fine_min_fen: int
    fine_max_fen: int
    valid_from: date
    valid_to: date | None = None

    def in_force_on(self, day: date) -> bool:
        """Tell whether the clause applied on the day of the act."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


CODE = "《中华人民共和国生态环境法典》"
CODE_IN_FORCE = date(2026, 8, 15)
YUAN = 100
VIOLATIONS = (
    Violation(
        "outfall_setting",
        "违规设置排污口",
        "Outfall set up against the rules",
        f"{CODE}关于排污口设置",
        f"{CODE}第一千一百零九条",
        20_000 * YUAN,
        100_000 * YUAN,
        CODE_IN_FORCE,
    ),
    Violation(
        "discharge_above_standard",
        "超标排放污染物",
        "Discharge above the standard",
        f"{CODE}关于达标排放",
        f"{CODE}第一千一百零七条",
        100_000 * YUAN,
        1_000_000 * YUAN,
        CODE_IN_FORCE,
    ),
    Violation(
        "monitoring_equipment_damage",
        "破坏监测设备",
        "Damage to monitoring equipment",
        f"{CODE}关于监测设备保护",
        f"{CODE}第一千零九十三条",
        20_000 * YUAN,
        200_000 * YUAN,
        CODE_IN_FORCE,
    ),
    Violation(
        "discharge_without_permit",
        "无证排污",
        "Discharge without a permit",
        f"{CODE}关于排污许可",
        f"{CODE}第一千一百零二条",
        100_000 * YUAN,
        1_000_000 * YUAN,
        CODE_IN_FORCE,
    ),
)
VIOLATION_BY_CODE = {violation.code: violation for violation in VIOLATIONS}
