"""What the steps of the hearing, the collective discussion and a changed proposal write."""

from backend.accounts import list_people_by_id
from backend.cases.models import PenaltyCase
from backend.cases.service import forms, papers
from backend.cases.service.deciding import record_service, remember_told, void_notice
from backend.cases.service.facts import DECIDE_CODE, DEFENCE_CODE, KIND
from backend.cases.service.investigating import link_exhibit
from backend.cases.service.terms import extend_decision
from backend.deadlines import meet_deadline, resume_clock, stop_clock
from backend.kernel.clock import bureau_date
from backend.workflow import Step

ORDER_30 = "生态环境行政处罚办法"


def request_hearing(step: Step) -> None:
    """Record the request; the time of the hearing does not count (办法 第五十七条)."""
    case: PenaltyCase = step.subject
    requested_on = step.form["requested_on"]
    case.hearing = {"requested_on": requested_on.isoformat(), "content": step.form["content"]}
    meet_deadline(KIND, case.id, DEFENCE_CODE, requested_on)
    stop_clock(
        KIND,
        case.id,
        DECIDE_CODE,
        on=requested_on,
        reason="听证",
        basis=f"{ORDER_30} 第五十七条",
    )


def serve_hearing_notice(step: Step) -> None:
    """Issue the notice and record its service; a second one sets a new day."""
    case: PenaltyCase = step.subject
    host = list_people_by_id(frozenset({step.form["host"]}))[step.form["host"]]
    case.hearing = (case.hearing or {}) | {
        "hearing_on": step.form["hearing_on"].isoformat(),
        "place": step.form["place"],
        "host_id": str(host.id),
        "host_name": host.full_name,
    }
    notice = papers.issue(step, "hearing_notice", forms.hearing_notice_data(step, host.full_name))
    record_service(step, notice)


def report_hearing(step: Step) -> None:
    """Keep the record and the report, on which the decision must rest, and go on counting."""
    case: PenaltyCase = step.subject
    case.hearing = (case.hearing or {}) | {
        "held_on": step.form["held_on"].isoformat(),
        "attended": step.form["attended"],
        "record": step.form["record"],
        "report": step.form["report"],
        "reported_by": step.actor.signing_name,
    }
    papers.issue(step, "hearing_record", forms.hearing_record_data(step))
    papers.issue(step, "hearing_report", forms.hearing_report_data(step))
    resume_clock(KIND, case.id, DECIDE_CODE, on=bureau_date(step.now))


def withdraw_hearing(step: Step) -> None:
    """Drop the request; the party's days have run or were met by the request."""
    step.subject.hearing = None
    resume_clock(KIND, step.subject.id, DECIDE_CODE, on=bureau_date(step.now))


def record_discussion(step: Step) -> None:
    """Keep who discussed and what was concluded, and extend the term when that was decided."""
    case: PenaltyCase = step.subject
    people = list_people_by_id(frozenset(step.form["members"]))
    names = [people[key].full_name for key in dict.fromkeys(step.form["members"])]
    case.discussion = {
        "held_on": step.form["held_on"].isoformat(),
        "members": names,
        "result": step.form["result"],
    }
    papers.issue(step, "discussion_record", forms.discussion_data(step, names))
    if step.form["extends_term"]:
        extend_decision(step, "decision_second_extension_days")


def reopen_evidence(step: Step) -> None:
    """Void the legal review and what was told: new evidence is reviewed anew."""
    case: PenaltyCase = step.subject
    if "exhibit_id" in step.form:
        link_exhibit(step)
    _void(step)
    # What new evidence shows may be told anew and heavier; it does not follow from the defence.
    case.told = None


def notify_again(step: Step) -> None:
    """Void what was told and propose another fine."""
    case: PenaltyCase = step.subject
    if case.state == "hearing" and not (case.hearing or {}).get("report"):
        resume_clock(KIND, case.id, DECIDE_CODE, on=bureau_date(step.now))
    remember_told(case, must_differ=True)
    _void(step)
    if "proposed_fine_fen" in step.form:
        case.proposed_fine_fen = step.form["proposed_fine_fen"]
        case.discretion_reasons = step.form["discretion_reasons"]


def _void(step: Step) -> None:
    case: PenaltyCase = step.subject
    void_notice(step)
    case.legal_review_opinion = None
    case.hearing = case.discussion = None
