"""Earlier decisions against a party."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Text, Uuid, or_, select
from sqlalchemy.orm import aliased

from backend.accounts import Authority, get_authority
from backend.cases.models import PenaltyCase
from backend.kernel.worded import Worded, asked


def _decisions(same_party: ColumnElement[bool]) -> Worded:
    above, top = aliased(Authority), asked("top", Uuid)
    annulled = PenaltyCase.publication["annulment"]["ground"].astext
    return Worded(
        select(
            PenaltyCase.number,
            PenaltyCase.authority_id,
            PenaltyCase.violation_code,
            PenaltyCase.decided_on,
        )
        .where(
            PenaltyCase.authority_id.in_(
                select(above.id).where(or_(above.id == top, above.parent_id == top))
            ),
            PenaltyCase.id != asked("case_id", Uuid),
            PenaltyCase.decided_on >= asked("since", Date),
            PenaltyCase.fine_fen.is_not(None),
            PenaltyCase.party["kind"].astext == asked("kind", Text),
            same_party,
            or_(annulled.is_(None), annulled == "changed"),
        )
        .order_by(PenaltyCase.decided_on, PenaltyCase.id)
    )


_AGAINST_CODE = _decisions(PenaltyCase.party["credit_code"].astext == asked("said", Text))
_AGAINST_NAME = _decisions(PenaltyCase.party["name"].astext == asked("said", Text))


def list_decisions_against(case: PenaltyCase, since: date) -> list[tuple[str, UUID, str, date]]:
    """Return number, authority, violation and day of the penalties decided since a day against a
    case's party by any authority of the city, whatever the caller's scope; annulled ones do not
    count.
    """
    own = get_authority(case.authority_id)
    code = case.party.get("credit_code")
    rows = (_AGAINST_CODE if code else _AGAINST_NAME).ask(
        top=own.parent_id or own.id,
        case_id=case.id,
        since=since,
        kind=case.party["kind"],
        said=code or case.party["name"],
    )
    return [(number or "", authority, violation, day) for number, authority, violation, day in rows]
