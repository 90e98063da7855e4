"""Asking for packages, and how the work in the background goes."""

import json
import zipfile
from io import BytesIO

import pytest
from sqlalchemy import text

from backend.exports.jobs import build_package
from backend.kernel.ids import new_id
from backend.kernel.storage import object_store
from backend.ledger import list_custody, signer
from tests.exports.packages import REQUEST, build, deliver
from tests.phones import enrol_phone, run_waiting_jobs
from tests.procedure import Walk


@pytest.fixture
def zheng(signed_in):
    return signed_in("zheng")


@pytest.fixture
def phone(signed_in):
    phone = enrol_phone(signed_in("wang"))
    run_waiting_jobs()
    return phone


@pytest.fixture
def exhibit_id(phone) -> str:
    return deliver(phone, 33)


def ask(zheng, *exhibit_ids: str, **more):
    return zheng.post("/exports", {"exhibit_ids": exhibit_ids, **REQUEST} | more)


def test_an_export_is_written_into_the_custody_of_each_exhibit(zheng, exhibit_id) -> None:
    answer = ask(zheng, exhibit_id)

    last = list_custody(exhibit_id)[-1]
    assert answer.status_code == 202
    assert (answer.json["state"], answer.json["progress"]) == ("queued", {"done": 0, "total": 1})
    assert (last.action, last.actor["name"]) == ("exported", "郑琳")
    assert last.detail["recipient"] == REQUEST["recipient"]


def test_the_package_is_built_once_its_events_are_in_the_log(zheng, exhibit_id, tmp_path) -> None:
    shown = build(zheng, [exhibit_id], tmp_path)

    assert shown["progress"] == {"done": 1, "total": 1}
    with zheng.get(f"/exports/{shown['id']}/content") as answer:
        assert answer.content_length == shown["size"] == len(answer.data)
        names = zipfile.ZipFile(BytesIO(answer.data)).namelist()
    assert f"xunzheng-{shown['id']}/data/evidence/{exhibit_id}/original.jpg" in names


def test_a_package_waits_while_its_events_are_not_in_the_log(
    zheng, exhibit_id, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr("backend.exports.jobs.LOG_WAIT_S", 0)
    export_id = ask(zheng, exhibit_id).json["id"]

    build_package(export_id)
    waiting = zheng.get(f"/exports/{export_id}").json["state"]
    signer.sign_waiting(tmp_path)
    run_waiting_jobs()

    assert waiting == "building"
    assert zheng.get(f"/exports/{export_id}").json["state"] == "ready"


def test_building_twice_leaves_one_package(zheng, exhibit_id, tmp_path) -> None:
    shown = build(zheng, [exhibit_id], tmp_path)

    build_package(shown["id"])

    assert zheng.get(f"/exports/{shown['id']}").json == shown


def test_the_same_request_sent_twice_is_one_export(zheng, exhibit_id) -> None:
    body = {"exhibit_ids": [exhibit_id], **REQUEST}
    first, again = (zheng.post("/exports", body, key="k") for _ in range(2))

    assert first.json == again.json
    assert len(zheng.get("/exports").json["items"]) == 1


def test_an_original_that_changed_in_the_store_stops_the_export(
    zheng, exhibit_id, tmp_path
) -> None:
    store_key = list_custody(exhibit_id)[-1].facts["object"]["store_key"]
    path = object_store().root / store_key
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-1] + b"?")
    export_id = ask(zheng, exhibit_id).json["id"]
    signer.sign_waiting(tmp_path)
    run_waiting_jobs()
    path.write_bytes(content)

    shown = zheng.get(f"/exports/{export_id}").json
    assert (shown["state"], shown["failure"]) == ("failed", "original_differs")


def test_content_of_an_unfinished_export_is_refused(zheng, exhibit_id) -> None:
    export_id = ask(zheng, exhibit_id).json["id"]

    answer = zheng.get(f"/exports/{export_id}/content")

    assert (answer.status_code, answer.json["code"]) == (409, "export_not_ready")


def test_exhibits_that_are_not_verified_are_refused(zheng, phone) -> None:
    capture = phone.capture()
    phone.register(capture)

    answer = ask(zheng, capture.id)

    assert (answer.status_code, answer.json["code"]) == (409, "exhibits_not_verified")
    assert [event.action for event in list_custody(capture.id) if event.action == "exported"] == []


def test_exhibits_of_a_device_nobody_approved_are_refused(signed_in, zheng) -> None:
    pending = enrol_phone(signed_in("wang"), approved=False)
    run_waiting_jobs()

    answer = ask(zheng, deliver(pending, 34))

    assert (answer.status_code, answer.json["code"]) == (409, "device_not_approved")


def test_disposed_exhibits_are_refused(zheng, exhibit_id, session) -> None:
    session.execute(
        text("update exhibit set disposed_at = now() where id = :id"), {"id": exhibit_id}
    )
    session.commit()

    answer = ask(zheng, exhibit_id)

    assert (answer.status_code, answer.json["code"]) == (409, "exhibits_disposed")


def test_a_package_continues_every_log_the_recipient_has_seen(
    provers, zheng, exhibit_id, tmp_path
) -> None:
    seen = provers.make_log_current().tree_size
    export_id = ask(zheng, exhibit_id, known_tree_sizes=[seen - 1]).json["id"]
    signer.sign_waiting(tmp_path)
    run_waiting_jobs()

    shown = zheng.get(f"/exports/{export_id}").json
    with zheng.get(f"/exports/{export_id}/content") as answer:
        archive = zipfile.ZipFile(BytesIO(answer.data))
        name = f"xunzheng-{export_id}/data/log/consistency.json"
        proofs = json.loads(archive.read(name))["proofs"]
    assert (seen - 1, shown["tree_size"]) in {(one["from"], one["to"]) for one in proofs}
    assert len(shown["manifest_sha256"]) == 64


def test_unknown_exhibits_are_refused(zheng) -> None:
    assert ask(zheng, str(new_id())).status_code in (404, 422)


def test_exhibits_of_another_district_are_unknown(signed_in, exhibit_id) -> None:
    assert ask(signed_in("huli-all"), exhibit_id).status_code in (404, 422)


def test_exports_of_another_district_are_not_seen(signed_in, zheng, exhibit_id) -> None:
    export_id = ask(zheng, exhibit_id).json["id"]
    stranger = signed_in("huli-all")

    assert stranger.get("/exports").json["items"] == []
    assert stranger.get(f"/exports/{export_id}").status_code == 404
    assert stranger.get(f"/exports/{export_id}/content").status_code == 404


@pytest.mark.parametrize("account", ["chen", "wang", "zhou"])
def test_only_the_liaison_exports(signed_in, account, exhibit_id) -> None:
    answer = ask(signed_in(account), exhibit_id)

    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    "body",
    [
        REQUEST,
        {**REQUEST, "exhibit_ids": []},
        {**REQUEST, "exhibit_ids": [str(new_id())], "case_id": str(new_id())},
        {"exhibit_ids": [str(new_id())], "purpose": "x"},
        {**REQUEST, "exhibit_ids": [str(new_id())], "colour": "red"},
    ],
)
def test_an_unclear_request_is_refused(zheng, body) -> None:
    answer = zheng.post("/exports", body)

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")


def test_a_line_break_in_the_purpose_makes_no_second_tag(zheng, exhibit_id, tmp_path) -> None:
    ask(zheng, exhibit_id, purpose="x\nExternal-Identifier: forged")
    signer.sign_waiting(tmp_path)
    run_waiting_jobs()
    (shown,) = zheng.get("/exports").json["items"]

    with zheng.get(f"/exports/{shown['id']}/content") as answer:
        archive = zipfile.ZipFile(BytesIO(answer.data))
        info = archive.read(f"xunzheng-{shown['id']}/bag-info.txt").decode()
    assert info.count("\nExternal-Identifier:") == 1


def test_a_case_is_exported_with_all_its_exhibits(signed_in, zheng, tmp_path) -> None:
    walk = Walk(signed_in)
    walk.refer()
    walk.inspect()
    walk.complete()
    walk.propose()
    before = zheng.post("/exports", {"case_id": walk.case_id, **REQUEST})
    walk.must("zhou", "approve_filing")
    exhibits = [
        exhibit["exhibit_id"] for exhibit in zheng.get(f"/cases/{walk.case_id}").json["exhibits"]
    ]

    answer = zheng.post("/exports", {"case_id": walk.case_id, **REQUEST})

    assert before.json["code"] == "nothing_to_export"
    assert answer.json["exhibit_ids"] == sorted(exhibits) != []
    assert list_custody(exhibits[0])[-1].facts["case_id"] == walk.case_id


def test_an_unknown_case_is_not_exported(zheng) -> None:
    answer = zheng.post("/exports", {"case_id": str(new_id()), **REQUEST})

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
