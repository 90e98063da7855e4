"""What the steps from filing to the case review write."""

from backend.cases.models import PenaltyCase
from backend.cases.service import papers
from backend.cases.service.facts import DECIDE_CODE, KIND
from backend.cases.service.proposal import take_proposal
from backend.cases.service.terms import open_term
from backend.evidence import close_case_file, link_exhibits, list_links
from backend.kernel.clock import bureau_date
from backend.leads import end_filing_review, get_lead
from backend.workflow import Step


def approve_filing(step: Step) -> None:
    """File the case under its number, close the lead and start the ninety days."""
    case: PenaltyCase = step.subject
    document = papers.issue(step, "filing_approval", papers.filing_data(step))
    end_filing_review(
        step.actor, get_lead(step.actor, case.lead_id, lock=True), filed=True, now=step.now
    )
    case.filed_on = bureau_date(step.now)
    case.harmful_consequences = step.form.get("harmful_consequences")
    case.number = document.number
    _take_over_exhibits(step)
    open_term(step, DECIDE_CODE, "decision_days")


def _take_over_exhibits(step: Step) -> None:
    """Evidence lawfully taken before filing counts (办法 第二十七条)."""
    case: PenaltyCase = step.subject
    facts = {
        link.id: link.fact_to_prove
        for links in list_links("inspection", case.inspection_ids).values()
        for link in links
    }
    link_exhibits(
        step.actor,
        facts.keys(),
        kind=KIND,
        subject_id=case.id,
        label=case.number or "",
        facts=facts,
    )


def refuse_filing(step: Step) -> None:
    """Close the lead without a case."""
    lead = get_lead(step.actor, step.subject.lead_id, lock=True)
    end_filing_review(step.actor, lead, filed=False, now=step.now)
    close_case_file(step.subject.id, step.subject.authority_id, "not_filed", step.now)


def link_exhibit(step: Step) -> None:
    """Add an exhibit with what it is to prove."""
    case: PenaltyCase = step.subject
    exhibit_id = step.form["exhibit_id"]
    link_exhibits(
        step.actor,
        [exhibit_id],
        kind=KIND,
        subject_id=case.id,
        label=case.number or "",
        facts={exhibit_id: step.form["fact_to_prove"]},
    )


def conclude_investigation(step: Step) -> None:
    """Record the findings and the proposed fine."""
    case: PenaltyCase = step.subject
    for name in ("facts", "violated_provision", "proposed_fine_fen", "discretion_reasons"):
        if name in step.form:
            setattr(case, name, step.form[name])
    if "handling" in step.form:
        take_proposal(case, step.form["handling"])
    papers.issue(step, "investigation_report", papers.report_data(step))


def pass_case_review(step: Step) -> None:
    """Record the reviewer's opinion."""
    papers.issue(step, "case_review_form", papers.review_data(step))
