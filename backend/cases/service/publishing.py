"""What the steps of publication write."""

from backend.cases.models import PenaltyCase
from backend.cases.queries.dossier import dossier_of
from backend.cases.rules.execution import months_after
from backend.cases.service import papers
from backend.cases.service.contents import contents_of_file
from backend.cases.service.debts import list_debts
from backend.cases.service.facts import KIND, PUBLISH_CODE, numbers_of
from backend.cases.service.particulars import law_of
from backend.cases.service.terms import open_term
from backend.deadlines import cancel_deadlines, meet_deadline
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.workflow import Step

WITHDRAW_CODE = "withdraw_publication"
HIDDEN = "（已隐去）"


def publish_decision(step: Step) -> None:
    """Keep what was published where, with personal data left out."""
    case: PenaltyCase = step.subject
    day, debts = step.form["published_on"], list_debts(case)
    shown = [str(one.decision_id) for one in debts if one.daily]
    _keep(case, published_on=day.isoformat(), channel=step.form["channel"], daily=shown)
    papers.issue(step, "publication_form", publication_data(step))
    for one in debts:
        meet_deadline(*one.subject, PUBLISH_CODE, day)


def publication_data(step: Step) -> Json:
    """Return what 行政处罚信息公开表 shows (处罚法 第四十八条；办法 第六十四条)."""
    case: PenaltyCase = step.subject
    decision = dossier_of(case).paper("penalty_decision")
    is_organisation = case.party["kind"] == "organisation"
    name, code = case.party["name"], case.party.get("credit_code")
    shown_months = numbers_of(case)["publication_shown_months"].value
    return law_of(case) | {
        "shown_name": name if is_organisation else f"{name[0]}某",
        "shown_code": code if is_organisation and code else HIDDEN,
        "shown_representative": case.party.get("legal_representative") if is_organisation else None,
        "is_organisation": is_organisation,
        "decision_number": decision.number if decision else None,
        "decided_on": case.decided_on,
        "contents": contents_of_file(case),
        "channel": step.form["channel"],
        "published_on": step.form["published_on"],
        "shown_until": months_after(step.form["published_on"], shown_months),
        "checked_by": step.actor.signing_name,
    }


def waive_publication(step: Step) -> None:
    """Keep why the decision is not published."""
    case: PenaltyCase = step.subject
    _keep(case, waived=step.form["reason"])
    for one in list_debts(case):
        cancel_deadlines(*one.subject, [PUBLISH_CODE], on=bureau_date(step.now))


def record_annulment(step: Step) -> None:
    """Keep that the decision no longer stands; three working days run to withdraw it."""
    case: PenaltyCase = step.subject
    names = ("ground", "note")
    kept = {"changed_on": step.form["changed_on"].isoformat()}
    _keep(case, annulment=kept | {name: step.form[name] for name in names})
    open_term(step, WITHDRAW_CODE, "withdraw_publication_days", step.form["changed_on"])


def withdraw_publication(step: Step) -> None:
    """Keep that what was published was withdrawn, and which reasons were shown."""
    case: PenaltyCase = step.subject
    day = step.form["withdrawn_on"]
    _keep(case, withdrawn_on=day.isoformat(), statement=step.form["statement"])
    meet_deadline(KIND, case.id, WITHDRAW_CODE, day)


def _keep(case: PenaltyCase, **facts: object) -> None:
    case.publication = (case.publication or {}) | facts
