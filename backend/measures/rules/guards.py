"""Guards that several measures share: who acts, when, with which paper."""

from datetime import date

from backend.inspections.rules import two_certified_officers
from backend.kernel.clock import bureau_date
from backend.measures.rules.basis import SEPARATION, SERVICE, TWO_OFFICERS
from backend.measures.rules.facts import MeasureFacts
from backend.workflow.rules import Attempt, Blocked

SHUT = {"closed", "archived", "withdrawn", "not_filed"}
DAYS_OF_ACTS = ("served_on", "rechecked_on", "handed_on", "checked_on", "received_on")
SERVED_FIRST = ("acted_at", "served_on", "notice_served_on", "sent_at")


def act_day(attempt: Attempt) -> date:
    """Return the day of the act a form tells of; today where it tells none."""
    form = attempt.form or {}
    if form.get("acted_at") or form.get("sent_at"):
        return bureau_date(form.get("acted_at") or form["sent_at"])
    told = [form[name] for name in DAYS_OF_ACTS if form.get(name)]
    today: date = attempt.snapshot.today
    return told[0] if told else today


def officers_certified(attempt: Attempt) -> list[Blocked]:
    """Two officers or more, each certified on the day of the act (处罚法 第四十二条)."""
    facts: MeasureFacts = attempt.snapshot
    return two_certified_officers(facts.officers, act_day(attempt), TWO_OFFICERS)


def acts_as_officer(attempt: Attempt) -> list[Blocked]:
    """Only an officer named in the measure carries it out."""
    if attempt.actor.person_id in attempt.snapshot.officer_ids:
        return []
    return [Blocked("not_an_officer_of_measure", "您不是本措施的执法人员", TWO_OFFICERS)]


def decider_not_officer(attempt: Attempt) -> list[Blocked]:
    """Who carries a measure out neither approves nor reviews it."""
    if attempt.actor.person_id not in attempt.snapshot.officer_ids:
        return []
    return [Blocked("decider_is_officer", "执法人员不得批准、审核自己承办的措施", SEPARATION)]


def not_in_future(attempt: Attempt) -> list[Blocked]:
    """Nothing is recorded before it happened."""
    form = attempt.form or {}
    moments = [form[name] for name in ("acted_at", "sent_at", "approved_at") if form.get(name)]
    if any(moment > attempt.now for moment in moments) or act_day(attempt) > attempt.snapshot.today:
        return [Blocked("act_in_future", "办理时间不能晚于现在", SERVICE)]
    return []


def not_before_last_act(attempt: Attempt) -> list[Blocked]:
    """A step is not dated before the one it follows."""
    facts: MeasureFacts = attempt.snapshot
    last = facts.day("last_act_on")
    if attempt.form is None or last is None or act_day(attempt) >= last:
        return []
    text = f"办理日期不能早于前一步骤的日期 {last}"
    return [Blocked("act_before_last", text, SERVICE, {"last_on": last.isoformat()})]


def papers_rendered(attempt: Attempt) -> list[Blocked]:
    """A paper is served once its PDF exists."""
    waiting = attempt.snapshot.waiting
    if not waiting:
        return []
    text = f"文书正在生成：{'、'.join(waiting)}"
    return [Blocked("document_rendering", text, SERVICE, {"waiting": list(waiting)})]


def not_served(attempt: Attempt) -> list[Blocked]:
    """What was served or carried out is not taken back, only lifted or decided anew."""
    facts: MeasureFacts = attempt.snapshot
    if not any(facts.done.get(name) for name in SERVED_FIRST):
        return []
    text = "文书已送达或措施已实施，不能撤回，只能依法解除或另行决定"
    return [Blocked("served_already", text, SERVICE)]


def case_is_open(attempt: Attempt) -> list[Blocked]:
    """Nothing is added to a case that is closed or archived."""
    facts: MeasureFacts = attempt.snapshot
    if facts.case is None or facts.case.state not in SHUT:
        return []
    text = "案件已经办结或归档，不能再办理"
    return [Blocked("case_is_shut", text, SERVICE, {"state": facts.case.state})]


def delivery_whole(attempt: Attempt) -> list[Blocked]:
    """A refusal to sign is witnessed or recorded (强制法 第十八条)."""
    form = attempt.form
    if form is None or not form.get("refusal") or form.get("witness"):
        return []
    text = "当事人拒签或不在场的，须邀请见证人并记明"
    return [Blocked("witness_needed", text, "行政强制法 第十八条")]
