"""What a case must wait for: its open measures and transfers."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.measures.rules.basis import (
    CORRECTION,
    CRIME_TRANSFER,
    LIFTING,
    REGISTRATION,
    RESTRICTION,
)
from backend.measures.rules.daily import DAILY_KIND, DAILY_STATES
from backend.workflow.rules import Blocked

AT_POLICE = {"sent", "accepted", "refused"}


@dataclass(frozen=True)
class MeasureOfCase:
    """A measure as the case it belongs to sees it."""

    kind: str
    subtype: str | None
    number: str | None
    state: str
    is_open: bool

    @property
    def has_daily_penalty(self) -> bool:
        """Tell whether a daily penalty was decided on it."""
        return self.kind == DAILY_KIND and self.state in DAILY_STATES


def closing_reasons(measures: Sequence[MeasureOfCase]) -> list[Blocked]:
    """Return why a case cannot be closed: every measure must have come to its end."""
    return [_open(one) for one in measures if one.is_open]


def _open(one: MeasureOfCase) -> Blocked:
    name, facts = one.number or "未编号", {"number": one.number, "state": one.state}
    if one.kind == "advance_registration":
        text = f"先行登记保存尚未处理：{name}"
        return Blocked("registration_open", text, REGISTRATION, facts)
    if one.kind == "seizure":
        return Blocked("seizure_open", f"查封、扣押尚未解除或处理：{name}", LIFTING, facts)
    if one.kind == "correction":
        return Blocked("correction_open", f"责令改正尚未复查办结：{name}", CORRECTION, facts)
    if one.kind == "restriction":
        return Blocked("restriction_open", f"限产停产尚未解除：{name}", RESTRICTION, facts)
    return Blocked("transfer_open", f"移送案件尚未办结：{name}", CRIME_TRANSFER, facts)


def deciding_reasons(measures: Sequence[MeasureOfCase]) -> list[Blocked]:
    """Return why a case cannot be decided: a suspected crime is with the police."""
    return [
        Blocked(
            "crime_transfer_pending",
            f"涉嫌犯罪案件已移送公安机关，结果未出前不作处罚决定：{one.number or ''}",
            f"{CRIME_TRANSFER}；行政处罚法 第八条、第二十七条",
            {"number": one.number},
        )
        for one in measures
        if one.kind == "transfer" and one.subtype == "crime" and one.state in AT_POLICE
    ]
