"""The 25 veto items of the file assessment 案卷评查, each a pure check of a file."""

from collections.abc import Callable
from dataclasses import dataclass

from backend.cases.rules import volume_order as order
from backend.cases.rules import volume_people as people
from backend.cases.rules import volume_proof as proof
from backend.cases.rules.volume import DEFECT, MET, NOT_YET, Finding, Volume
from backend.workflow.rules import Attempt

VERDICTS = (MET, DEFECT, NOT_YET)
Check = Callable[[Volume, Attempt], Finding]


@dataclass(frozen=True)
class Item:
    """A veto item: its number, what a breach is called, the part of the case where it is mended,
    and its check.
    """

    number: int
    code: str
    title_zh: str
    title_en: str
    section: str
    check: Check


def _plain(check: Callable[[Volume], Finding]) -> Check:
    return lambda volume, _attempt: check(volume)


def _item(
    number: int, code: str, words: tuple[str, str], section: str, check: Callable[[Volume], Finding]
) -> Item:
    return Item(number, code, *words, section, _plain(check))


ITEMS = (
    _item(
        1, "body", ("处罚主体合法", "Decided by the right body"), "facts", people.body_is_of_case,
    ),
    _item(
        2, "district", ("区局有权以自己名义处罚", "The district may decide in its own name"),
        "facts", people.district_was_entitled,
    ),
    _item(
        3, "two_officers", ("执法人员不少于两人", "Two officers or more"), "exhibits",
        people.two_officers_acted,
    ),
    _item(
        4, "certificates", ("执法证件在行为当日有效", "Certificates valid on the day of the act"),
        "exhibits", people.certificates_covered_acts,
    ),
    _item(
        5, "party", ("当事人名称前后一致", "The party is named alike throughout"), "facts",
        people.party_named_alike,
    ),
    Item(
        6, "evidence", "认定事实有证据", "Facts rest on evidence", "exhibits",
        proof.facts_are_proved,
    ),
    _item(
        7, "sampling", ("检测有采样记录", "What was tested was sampled on record"), "documents",
        proof.tests_were_sampled,
    ),
    _item(8, "law", ("适用法律正确", "The right law was applied"), "facts", proof.law_was_in_force),
    _item(
        9, "clause", ("写明具体条款", "The clause is named"), "facts", proof.clause_was_named,
    ),
    _item(
        10, "range", ("处罚幅度在法定范围内", "The fine is within its range"), "facts",
        proof.fine_was_in_range,
    ),
    _item(
        11, "defence_free", ("没有因申辩加重处罚", "Nothing heavier because of a defence"), "facts",
        proof.defence_cost_nothing,
    ),
    _item(12, "rights", ("已告知权利", "Rights were told"), "exhibits", people.rights_were_told),
    _item(
        13, "results", ("已告知监测结果", "Test results were told"), "documents",
        proof.results_were_told,
    ),
    _item(
        14, "working_days", ("陈述申辩期按工作日计算", "The party's days are working days"),
        "service", order.working_days_were_counted,
    ),
    _item(
        15, "waited", ("陈述申辩期满后作出决定", "Decided after the party's days"), "service",
        order.decision_waited,
    ),
    _item(
        16, "defence", ("陈述申辩已复核", "The defence was reviewed"), "service",
        order.defence_was_reviewed,
    ),
    _item(
        17, "seizure_told", ("查封扣押当场告知并交付文书", "Seizures told and handed over at once"),
        "measures", order.seizures_told_on_the_spot,
    ),
    _item(
        18, "seizure_term", ("查封扣押没有超期", "Seizures kept their term"), "measures",
        order.seizures_kept_their_term,
    ),
    _item(
        19, "legal_review", ("经过法制审核", "The legal review was passed"), "history",
        order.law_was_reviewed,
    ),
    Item(
        20, "discussion", "应集体讨论的已讨论", "Discussed where it must be", "history",
        order.heavy_was_discussed,
    ),
    _item(
        21, "discussed_last", ("申辩、听证之后才集体讨论", "Discussed after all the party said"),
        "history", order.discussed_last,
    ),
    _item(
        22, "voters", ("调查人员没有参加表决", "No investigator voted"), "history",
        people.voters_did_not_investigate,
    ),
    _item(
        23, "reviewers", ("调查人员没有参加审查、审核", "No investigator reviewed"), "history",
        people.reviewers_did_not_investigate,
    ),
    _item(
        24, "limitation", ("没有超过追责时效", "Not time-barred"), "facts",
        proof.act_was_not_barred,
    ),
    _item(
        25, "daily", ("按日计罚顺序正确", "The daily penalty in its order"), "measures",
        order.daily_penalties_in_order,
    ),
)  # fmt: skip


def check_file(volume: Volume, attempt: Attempt) -> list[tuple[Item, Finding]]:
    """Return what each item finds in a file; the attempt carries the same case's facts."""
    return [(item, item.check(volume, attempt)) for item in ITEMS]
