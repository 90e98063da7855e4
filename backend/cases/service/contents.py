"""What a party is or may be ordered to bear, in the words of a document."""

from backend.cases.models import PenaltyCase
from backend.cases.rules.steps_weighing import LICENCES
from backend.cases.service.debts import dailies_of
from backend.documents import yuan, yuan_capitals
from backend.kernel.db import Json

WITHOUT_PENALTY = {
    "no_penalty": "不予行政处罚",
    "not_established": "违法事实不能成立，不予行政处罚",
}


def contents_of(case: PenaltyCase) -> list[Json]:
    """Return the items of what is proposed or decided, at least one."""
    if case.handling in WITHOUT_PENALTY:
        return [{"text": WITHOUT_PENALTY[case.handling]}]
    measures = case.measures or {}
    fine = case.fine_fen or case.proposed_fine_fen
    licence = next((zh for value, zh, _ in LICENCES if value == measures.get("licence")), None)
    gains, things = measures.get("confiscated_fen"), measures.get("confiscated_things")
    found = [
        "警告或者通报批评" if measures.get("warning") else None,
        f"罚款{_money(fine)}" if fine else None,
        f"没收违法所得{_money(gains)}" if gains else None,
        f"没收非法财物：{things}" if things else None,
        licence,
    ]
    return [{"text": text} for text in found if text]


def contents_of_file(case: PenaltyCase) -> list[Json]:
    """Return the items decided in a case and, by their numbers, the daily penalties after it."""
    dailies = [
        f"按日连续处罚（{one.number}）：罚款{_money(one.fine_fen)}" for one in dailies_of(case)
    ]
    return contents_of(case) + [{"text": text} for text in dailies]


def _money(fen: int) -> str:
    return f"人民币{yuan_capitals(fen)}（{yuan(fen)}）"
