"""Lists of measures, scopes, repeats, and what a case asks."""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, select
from sqlalchemy.dialects.postgresql import ARRAY

from backend.kernel.ids import new_id
from backend.kernel.worded import Worded, asked
from backend.measures import MeasureOfCase, closing_reasons, deciding_reasons, measures_part
from tests.measures.walking import ITEM, Measuring, on_site


def registered(measure: Measuring) -> str:
    measure.proposed("advance_registration", items=[ITEM])
    measure.must("zhou", "approve", {"opinion": "同意"})
    return str(measure.must("chen", "register", on_site())["id"])


def test_running_clocks_come_soonest_first_with_their_measure(in_case) -> None:
    registered(in_case)
    in_case.proposed("transfer", subtype="crime", exhibit_ids=[in_case.exhibit()])

    items = in_case.as_("chen").get("/measure-clocks").json["items"]

    assert [one["deadline"]["code"] for one in items] == ["transfer_decide", "registration"]
    assert items[1]["measure"]["kind"] == "advance_registration"


def test_the_list_keeps_to_a_case_a_kind_and_what_runs(in_case) -> None:
    measure_id = registered(in_case)
    chen = in_case.as_("chen")

    def ids(**query):
        return [one["id"] for one in chen.get("/measures", **query).json["items"]]

    assert ids(case_id=in_case.walk.case_id) == [measure_id]
    assert ids(kind="seizure") == []
    assert ids(running="true") == [measure_id]
    in_case.must("chen", "handle", {"outcome": "released", "explanation": "退还"})
    assert ids(running="true") == []


def test_a_stranger_sees_and_does_nothing(in_case, signed_in) -> None:
    registered(in_case)
    stranger = signed_in("huli-all")

    assert stranger.get(in_case.path).status_code == 404
    assert stranger.get(f"{in_case.path}/actions").status_code == 404
    assert stranger.get("/measures").json["items"] == []
    assert stranger.get("/measure-clocks").json["items"] == []


def test_no_measure_is_taken_in_a_case_of_another_authority(in_case, signed_in, city) -> None:
    wanted = {
        "kind": "correction",
        "case_id": in_case.walk.case_id,
        "officer_ids": [str(city.people["huli-officer"]), str(city.people["huli-all"])],
        "facts": "x",
        "legal_basis": "x",
        "place": "x",
        "demand": "x",
    }

    assert signed_in("huli-officer").put(f"/measures/{new_id()}", wanted).status_code == 404


def test_the_same_proposal_twice_is_one_and_another_of_its_id_is_refused(in_case) -> None:
    in_case.proposed("advance_registration", items=[ITEM])
    path = in_case.path
    chen = in_case.as_("chen")
    wanted = {
        "kind": "advance_registration",
        "case_id": in_case.walk.case_id,
        "inspection_id": in_case.walk.inspection_id,
        "officer_ids": [in_case.as_(name).person_id for name in ("chen", "lin")],
        "facts": "软管接入雨水井，正在排放黑水。",
        "legal_basis": "《中华人民共和国生态环境法典》第五十二条",
        "place": "厦门市思明区观音山路 12 号",
        "items": [ITEM],
    }

    assert chen.put(path, wanted).status_code == 200
    other = chen.put(path, wanted | {"place": "别处"})

    assert (other.status_code, other.json["code"]) == (409, "measure_differs")


def measures_of(case_id: Any, inspection_id: Any) -> tuple[MeasureOfCase, ...]:
    part = measures_part(asked("case_id", Uuid), asked("inspections", ARRAY(Uuid)))
    rows = Worded(select(part.value)).ask(case_id=case_id, inspections=[inspection_id])
    return part.read(rows.scalar_one())


def test_a_case_waits_for_its_open_measures_also_those_begun_in_the_field(in_field) -> None:
    registered(in_field)
    inspection = UUID(in_field.walk.inspection_id)

    [found] = measures_of(new_id(), inspection)

    assert [one.code for one in closing_reasons([found])] == ["registration_open"]
    in_field.must("chen", "handle", {"outcome": "released", "explanation": "退还"})
    assert closing_reasons(measures_of(new_id(), inspection)) == []


def test_a_case_is_not_decided_while_the_police_have_it() -> None:
    crime = MeasureOfCase("transfer", "crime", "闽厦环移〔2026〕1号", "sent", is_open=True)
    detention = MeasureOfCase("transfer", "detention", None, "sent", is_open=True)

    assert [one.code for one in deciding_reasons([crime, detention])] == ["crime_transfer_pending"]
    assert [one.code for one in closing_reasons([crime, detention])] == ["transfer_open"] * 2


def test_a_grid_worker_proposes_nothing(in_case) -> None:
    assert in_case.as_("wang").get("/measures").status_code == 403
