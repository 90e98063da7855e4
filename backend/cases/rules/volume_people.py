"""Items 1 to 5, 12 and 22 to 23: who acted, and in whose name."""

from collections.abc import Callable
from uuid import UUID

from backend.cases.rules.guards import APL, MIN_INVESTIGATORS, ORDER_30
from backend.cases.rules.hearing_guards import DISCUSSION_BASIS, HEARING_BASIS
from backend.cases.rules.violations import CODE, CODE_IN_FORCE
from backend.cases.rules.volume import Act, Finding, Volume, judged, not_yet
from backend.workflow.rules import Blocked

BODY_BASIS = f"{APL} 第十七条、第二十二条；{CODE}第五十三条"
OFFICERS_BASIS = f"{APL} 第四十二条；{ORDER_30} 第二十三条"
TOLD_BASIS = f"{APL} 第四十四条、第五十五条"
IN_ITS_NAME = ("issue_prior_notice", "decide")
REVIEWING = ("pass_case_review", "pass_legal_review")


def body_is_of_case(volume: Volume) -> Finding:
    """The notice and the decision are made by heads of the body that decides."""
    body = volume.body
    made = list(volume.taken(*IN_ITS_NAME))
    reasons = []
    if body.id not in body.possible:
        text = f"{body.name}不是承办机关，也不是其上级机关"
        reasons.append(Blocked("body_not_competent", text, BODY_BASIS, {"body": body.name}))
    strangers = [one.actor_name for one in made if one.authority_id != body.id]
    if strangers:
        who = "、".join(dict.fromkeys(strangers))
        text = f"{who}不是{body.name}的负责人"
        facts = {"people": who, "body": body.name}
        reasons.append(Blocked("acted_for_other_body", text, BODY_BASIS, facts))
    if not made and not reasons:
        return not_yet()
    return judged(reasons, body=body.name)


def district_was_entitled(volume: Volume) -> Finding:
    """A district decides in its own name only since the Code is in force."""
    made = list(volume.taken(*IN_ITS_NAME))
    if not made:
        return not_yet()
    first = made[0].day
    if not volume.body.is_district or first >= CODE_IN_FORCE:
        return judged([], body=volume.body.name, day=first)
    text = f"{volume.body.name}在 {first} 还不能以自己的名义作出处罚"
    facts = {"body": volume.body.name, "day": first}
    return judged([Blocked("district_may_not_decide", text, BODY_BASIS, facts)])


def two_officers_acted(volume: Volume) -> Finding:
    """Every act was done by two officers or more."""

    def faults(act: Act) -> list[Blocked]:
        count = len({one.person_id for one in act.officers})
        if count >= MIN_INVESTIGATORS:
            return []
        text = f"{act.number} 只有 {count} 名执法人员"
        facts = {"number": act.number, "officers": count}
        return [Blocked("act_by_one_officer", text, OFFICERS_BASIS, facts)]

    return _of_acts(volume, faults)


def certificates_covered_acts(volume: Volume) -> Finding:
    """Every officer held a certificate on the day of the act."""

    def faults(act: Act) -> list[Blocked]:
        return [
            Blocked(
                "certificate_not_valid",
                f"{one.full_name} 在 {act.day} 没有有效的执法证件",
                OFFICERS_BASIS,
                {"officer": one.full_name, "day": act.day},
            )
            for one in act.officers
            if one.certificate_on(act.day) is None
        ]

    return _of_acts(volume, faults)


def _of_acts(volume: Volume, faults: Callable[[Act], list[Blocked]]) -> Finding:
    if not volume.acts:
        return not_yet()
    found = [(act, faults(act)) for act in volume.acts]
    reasons = [reason for _, some in found for reason in some]
    at_fault = next((act for act, some in found if some), None)
    return judged(reasons, _place_of(at_fault), acts=len(volume.acts))


def _place_of(act: Act | None) -> tuple[str, UUID] | None:
    return ("inspection", act.id) if act and act.kind == "inspection" else None


def party_named_alike(volume: Volume) -> Finding:
    """Every paper of the file names the party as the case does."""
    if not volume.names:
        return not_yet()
    others = [one for one in volume.names if one.name != volume.case.party_name]
    reasons = [
        Blocked(
            "paper_names_another",
            f"{one.paper}写的是“{one.name}”，案件写的是“{volume.case.party_name}”",
            f"{ORDER_30} 第十九条",
            {"paper": one.paper, "there": one.name, "here": volume.case.party_name},
        )
        for one in others
    ]
    place = next(((one.kind, one.id) for one in others if one.kind != "document"), None)
    return judged(reasons, place, papers=len(volume.names), party=volume.case.party_name)


def rights_were_told(volume: Volume) -> Finding:
    """The record tells of the rights, and the notice was issued before a decision."""
    records = [act for act in volume.acts if act.rights_told is not None]
    silent = [act for act in records if not act.rights_told]
    reasons = [
        Blocked(
            "record_silent_on_rights",
            f"笔录 {act.number} 没有记明已告知权利",
            TOLD_BASIS,
            {"number": act.number},
        )
        for act in silent
    ]
    decided = volume.decided
    if decided and not volume.last("issue_prior_notice", before=decided.seq):
        text = "作出决定之前没有制发事先告知书"
        reasons.append(Blocked("decided_without_notice", text, TOLD_BASIS))
    if not records and not reasons:
        return not_yet()
    return judged(reasons, _place_of(silent[0] if silent else None), acts=len(records))


def voters_did_not_investigate(volume: Volume) -> Finding:
    """Nobody who investigated voted in the discussion."""
    held = list(volume.taken("record_discussion"))
    if not held:
        return not_yet()
    members = {str(one) for step in held for one in step.form.get("members", ())}
    voting = [one.full_name for one in volume.case.investigators if str(one.person_id) in members]
    if not voting:
        return judged([], discussions=len(held))
    who = "、".join(voting)
    text = f"调查人员参加了表决：{who}"
    return judged([Blocked("investigator_voted", text, DISCUSSION_BASIS, {"officers": who})])


def reviewers_did_not_investigate(volume: Volume) -> Finding:
    """Nobody who investigated reviewed, decided or hosted the hearing."""
    made = list(volume.taken(*REVIEWING, "decide"))
    if not made and volume.host_id is None:
        return not_yet()
    own = [one for one in made if one.actor_id in volume.investigator_ids]
    reasons = []
    if own:
        who = "、".join(dict.fromkeys(one.actor_name for one in own))
        text = f"调查人员办理了审查、审核或者决定：{who}"
        basis = f"{ORDER_30} 第三十九条"
        reasons.append(Blocked("investigator_reviewed", text, basis, {"people": who}))
    if volume.host_id in volume.investigator_ids:
        text = f"调查人员主持了听证：{volume.host_name}"
        host = {"people": volume.host_name}
        reasons.append(Blocked("investigator_hosted", text, HEARING_BASIS, host))
    return judged(reasons, people="、".join(dict.fromkeys(one.actor_name for one in made)))
