"""What the steps of discretion write."""

from backend.cases.models import PenaltyCase
from backend.cases.rules.weighing_guards import suggestion_of, weighed_in
from backend.cases.service import papers, weighing_papers
from backend.cases.service.facts import KIND, snapshot
from backend.cases.service.proposal import take_proposal
from backend.cases.service.standing import (
    FIRST_OFFENCE_SPAN,
    REPEAT_SPAN,
    prior_decisions,
    table_for,
)
from backend.deadlines import cancel_deadlines
from backend.discretion import Amounts, find_item, keep_no_penalty, keep_weighing
from backend.evidence import close_case_file
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json, session
from backend.parameters import numbers_at
from backend.workflow import Step

MEASURES = ("warning", "confiscated_fen", "confiscated_things", "licence")


def weigh_discretion(step: Step) -> None:
    """Keep what was weighed, and fill in the form that shows it."""
    case: PenaltyCase = step.subject
    facts, table = snapshot(case), table_for(case)
    if table is None:
        raise LookupError(f"case {case.id} has no discretion table; its guard let it pass")
    weighed = weighed_in(facts, step.form["factors"])
    row = keep_weighing(
        step.actor,
        authority_id=case.authority_id,
        case_id=case.id,
        table=table,
        weighed=weighed,
        amounts=Amounts(
            facts.weighing.by_law,
            suggestion_of(facts, step.form["factors"]),
            step.form["adjustment"],
            step.form["adjustment_ground"],
            step.form["chosen_fine_fen"],
        ),
        reason=step.form["reason"],
        prior_decisions=_priors(case, REPEAT_SPAN),
        now=step.now,
    )
    session().flush()  # the case's row refers to the weighing's
    case.weighing_id = row.id
    case.measures = {name: step.form[name] for name in MEASURES if step.form[name]} or None
    _propose(case, "penalty")
    papers.issue(step, "discretion_form", weighing_papers.discretion_data(step, row, table))


def weigh_no_penalty(step: Step) -> None:
    """Keep by which item of the list nothing is fined, and fill in its form."""
    case: PenaltyCase = step.subject
    item = find_item(step.form["item_id"])
    if item is None:
        raise LookupError(f"case {case.id} names no item of the list; its guard let it pass")
    row = keep_no_penalty(
        step.actor,
        authority_id=case.authority_id,
        case_id=case.id,
        item=item,
        by_law=snapshot(case).weighing.by_law,
        factors=[{"exhibit_ids": [str(key) for key in step.form["exhibit_ids"]]}],
        reason=step.form["reason"],
        prior_decisions=_priors(case, FIRST_OFFENCE_SPAN),
        now=step.now,
    )
    session().flush()  # the case's row refers to the weighing's
    case.weighing_id = row.id
    case.measures = {"education": step.form["education"]}
    _propose(case, "no_penalty")
    papers.issue(step, "no_penalty_form", weighing_papers.no_penalty_data(step, row, item))


def _priors(case: PenaltyCase, key: str) -> list[Json]:
    months = numbers_at(case.authority_id, bureau_date(case.proposed_at))[key].value
    return [
        {
            "number": one.number,
            "authority": one.authority_name,
            "violation": one.violation_name,
            "decided_on": one.decided_on.isoformat(),
        }
        for one in prior_decisions(case, months)
    ]


def _propose(case: PenaltyCase, handling: str) -> None:
    """Make what was weighed the case's proposal: at once after a new notice was ordered, else when
    the investigation is concluded.
    """
    if case.state == "notifying":
        take_proposal(case, handling)


def refer_case(step: Step) -> None:
    """Send the case to the authority it belongs to and end it here."""
    case: PenaltyCase = step.subject
    papers.issue(step, "case_referral", weighing_papers.referral_data(step))
    cancel_deadlines(KIND, case.id, on=bureau_date(step.now))
    close_case_file(case.id, case.authority_id, "not_penalised", step.now)
