"""Proposing measures and taking their steps."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from backend.accounts import list_people_by_id
from backend.evidence import link_exhibits
from backend.inspections import get_inspection
from backend.kernel.actor import Actor
from backend.kernel.db import Json, lock_named, session
from backend.kernel.errors import Invalid
from backend.measures import queries
from backend.measures.errors import MeasureDiffers
from backend.measures.models import Measure
from backend.measures.rules import SUBTYPES, WITH_ITEMS
from backend.measures.rules.registry import DEFINITIONS, GUARDS
from backend.measures.service import (
    correcting,
    registering,
    restricting,
    seizing,
    transferring,
)
from backend.measures.service.facts import LINK, snapshot
from backend.workflow import FormLoader, Step, Workflow, begin, perform

EFFECTS = {
    "advance_registration": registering.EFFECTS,
    "seizure": seizing.EFFECTS,
    "correction": correcting.EFFECTS,
    "restriction": restricting.EFFECTS,
    "transfer": transferring.EFFECTS,
}


def _beside(measure: Measure) -> tuple[UUID, ...]:
    return tuple(key for key in (measure.case_id, measure.inspection_id) if key)


WORKFLOWS: Mapping[str, Workflow] = {
    kind: Workflow(kind, (definition,), GUARDS, EFFECTS[kind], snapshot, _beside)
    for kind, definition in DEFINITIONS.items()
}
COPIED = ("officer_ids", "facts", "legal_basis", "place", "demand", "correct_by")


def propose_measure(
    actor: Actor, measure_id: UUID, wanted: Json, now: datetime
) -> tuple[Measure, bool]:
    """Propose a measure in a case or on an inspection, and return it and whether it is new.

    Raises MeasureDiffers, ExhibitsUnknown, Invalid or NotFound.
    """
    digest = hashlib.sha256(json.dumps(wanted, sort_keys=True, default=str).encode()).hexdigest()
    lock_named(f"measure:{measure_id}")
    known = queries.find_measure(measure_id)
    if known is not None:
        if known.created_by_id != actor.person_id or known.creation_digest != digest:
            raise MeasureDiffers
        return known, False
    _check(actor, wanted)
    workflow = WORKFLOWS[wanted["kind"]]
    measure = Measure(
        id=measure_id,
        state=workflow.newest.initial,
        revision=1,
        procedure_version=workflow.newest.version,
        number=None,
        kind=wanted["kind"],
        subtype=wanted["subtype"],
        items=_items(wanted["items"]),
        done={},
        round=1,
        previous_id=None,
        created_by_id=actor.person_id,
        created_at=now,
        creation_digest=digest,
        **_ground(actor, wanted),
        **{name: wanted[name] for name in COPIED},
    )
    session().add(measure)
    begin(workflow, measure, actor, {"kind": measure.kind, "place": measure.place}, now)
    _link(actor, measure, wanted)
    if measure.kind == "transfer":
        transferring.open_decision(Step(measure, {}, actor, now))
    return measure, True


def _ground(actor: Actor, wanted: Json) -> Json:
    if wanted["case_id"]:
        case = queries.get_case_file(actor, wanted["case_id"])
        return {
            "authority_id": case.authority_id,
            "case_id": case.case_id,
            "inspection_id": wanted["inspection_id"],
            "case_number": case.number,
            "party": dict(case.party),
            "violation_name": case.violation_name,
            "violated_provision": case.violated_provision,
        }
    record = get_inspection(actor, wanted["inspection_id"])
    return {
        "authority_id": record.authority_id,
        "case_id": None,
        "inspection_id": record.id,
        "case_number": None,
        "party": record.party,
        "violation_name": wanted["violation_name"] or "违反生态环境管理规定",
        "violated_provision": None,
    }


def _check(actor: Actor, wanted: Json) -> None:
    kind, subtypes = wanted["kind"], SUBTYPES.get(wanted["kind"], ())
    if (wanted["subtype"] or None) not in (subtypes or (None,)):
        raise Invalid({"/subtype": ("subtype_unknown", f"应为 {'、'.join(subtypes) or '空'}")})
    if not wanted["case_id"] and not wanted["inspection_id"]:
        raise Invalid({"/case_id": ("no_ground", "须有所属案件或现场检查笔录")})
    if kind in WITH_ITEMS and not wanted["items"]:
        raise Invalid({"/items": ("no_items", "须列明物品")})
    if kind in ("correction", "restriction") and not wanted["demand"]:
        raise Invalid({"/demand": ("demand_needed", "须写明改正或整改要求")})
    people = list_people_by_id(frozenset(wanted["officer_ids"]))
    for position, person_id in enumerate(wanted["officer_ids"]):
        person = people.get(person_id)
        if (
            person is None
            or "officer" not in person.roles
            or person.authority_id not in actor.visible_authority_ids
        ):
            pointer = f"/officer_ids/{position}"
            raise Invalid({pointer: ("not_an_officer", "须为本单位的执法人员")})


def _items(items: list[Json]) -> list[Json]:
    return [one | {"exhibit_ids": [str(key) for key in one["exhibit_ids"]]} for one in items]


def _link(actor: Actor, measure: Measure, wanted: Json) -> None:
    facts = {key: one["name"] for one in wanted["items"] for key in one["exhibit_ids"]}
    facts |= dict.fromkeys(wanted["exhibit_ids"], "现场情况")
    if facts:
        label = measure.case_number or measure.place
        link_exhibits(
            actor, facts.keys(), kind=LINK, subject_id=measure.id, label=label, facts=facts
        )


def perform_action(
    actor: Actor,
    measure_id: UUID,
    action: str,
    *,
    expected_revision: int,
    load_form: FormLoader,
    now: datetime,
) -> Measure:
    """Take a step on a measure; an order that was not obeyed brings the next one with it."""
    measure = queries.get_measure(actor, measure_id, lock=True)
    workflow = WORKFLOWS[measure.kind]
    perform(
        workflow,
        measure,
        action,
        actor,
        expected_revision=expected_revision,
        load_form=load_form,
        now=now,
    )
    if action == "recheck_not_corrected":
        following = correcting.next_order(measure, Step(measure, {}, actor, now))
        begin(workflow, following, actor, {"previous": measure.number}, now)
    return measure
