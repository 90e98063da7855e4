"""A device is used once a second person approved it, and its end is a recorded fact."""

from sqlalchemy import text

from backend.accounts import Person
from backend.ledger import list_custody
from tests.people import SignedIn
from tests.phones import Phone, approve_phone, enrol_phone, run_waiting_jobs

CHECKED = {"note": "已当面核对"}


def path_of(phone: Phone) -> str:
    return f"/devices/{phone.device_id}"


def reasons_against(person: SignedIn, phone: Phone, name: str) -> list[str]:
    items = person.get(f"{path_of(phone)}/actions").json["items"]
    (action,) = [item for item in items if item["name"] == name]
    return [reason["code"] for reason in action["blocked_by"]]


def test_a_new_device_waits_for_approval(signed_in) -> None:
    phone = enrol_phone(signed_in("wang"), approved=False)

    device = signed_in("security").get(path_of(phone)).json

    assert (device["state"], device["approval"], device["revision"]) == ("pending", None, 1)


def test_a_second_person_approves_and_is_named(signed_in) -> None:
    phone = enrol_phone(signed_in("wang"), approved=False)

    device = signed_in("security").act(path_of(phone), "approve", CHECKED).json

    assert (device["state"], device["approval"]) == ("active", "second_person")
    assert device["approved_by_name"] == "安全管理员"
    assert device["approval_note"] == "已当面核对"


def test_the_owner_may_not_approve_her_own_device(signed_in, session, city) -> None:
    session.get(Person, city.people["wang"]).roles = ["grid_worker", "security_admin"]
    session.commit()
    wang = signed_in("wang")
    phone = enrol_phone(wang, approved=False)

    answer = wang.act(path_of(phone), "approve", CHECKED)

    assert answer.status_code == 409
    assert [reason["code"] for reason in answer.json["blocked_by"]] == ["second_person_required"]
    assert reasons_against(wang, phone, "approve") == ["second_person_required"]


def test_nobody_without_the_permission_approves(signed_in) -> None:
    phone = enrol_phone(signed_in("wang"), approved=False)

    assert signed_in("admin").act(path_of(phone), "approve", CHECKED).status_code == 403
    assert reasons_against(signed_in("admin"), phone, "approve") == ["no_permission"]


def test_approving_needs_a_word_on_what_was_checked(signed_in) -> None:
    phone = enrol_phone(signed_in("wang"), approved=False)

    answer = signed_in("security").act(path_of(phone), "approve", {})

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/note"


def test_a_device_seen_at_an_older_revision_is_not_changed(signed_in) -> None:
    phone = enrol_phone(signed_in("wang"))

    answer = signed_in("security").post(
        f"{path_of(phone)}/actions/retire", {"reason": "换机"}, revision=1
    )

    assert answer.status_code == 412
    assert answer.json["changed_by"] == "安全管理员"


def test_approving_twice_under_one_key_happens_once(signed_in) -> None:
    phone = enrol_phone(signed_in("wang"), approved=False)
    security = signed_in("security")
    answers = [
        security.post(f"{path_of(phone)}/actions/approve", CHECKED, key="one-key", revision=1)
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].headers["Idempotent-Replay"] == "true"
    assert signed_in("security").get(path_of(phone)).json["revision"] == 2


def test_the_owner_retires_her_own_device(signed_in) -> None:
    wang = signed_in("wang")
    phone = enrol_phone(wang)

    answer = wang.act(path_of(phone), "retire", {"reason": "换新手机"})

    assert (answer.json["state"], answer.json["end_reason"]) == ("retired", "换新手机")


def test_the_owner_may_not_revoke(signed_in) -> None:
    wang = signed_in("wang")
    phone = enrol_phone(wang)

    assert wang.act(path_of(phone), "revoke", {"reason": "丢失"}).status_code == 403


def test_an_ended_device_stays_ended(signed_in) -> None:
    phone = enrol_phone(signed_in("wang"))
    security = signed_in("security")
    security.act(path_of(phone), "revoke", {"reason": "丢失"})

    for name in ("approve", "revoke", "retire"):
        assert "device_ended" in reasons_against(security, phone, name)


def test_a_device_is_not_lost_in_the_future(signed_in) -> None:
    phone = enrol_phone(signed_in("wang"))

    form = {"reason": "丢失", "lost_at": "2999-01-01T00:00:00Z"}
    answer = signed_in("security").act(path_of(phone), "revoke", form)

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/lost_at"


def test_a_lost_phone_s_successor_names_it(signed_in) -> None:
    wang, security = signed_in("wang"), signed_in("security")
    lost, found = enrol_phone(wang), enrol_phone(wang, approved=False)

    form = {**CHECKED, "replaces_id": lost.device_id}

    assert security.act(path_of(found), "approve", form).json["replaces_id"] == lost.device_id


def test_a_device_does_not_replace_another_person_s(signed_in) -> None:
    chen = enrol_phone(signed_in("chen"))
    phone = enrol_phone(signed_in("wang"), approved=False)

    form = {**CHECKED, "replaces_id": chen.device_id}
    answer = signed_in("security").act(path_of(phone), "approve", form)

    assert answer.json["errors"][0]["code"] == "device_unknown"


def test_devices_are_listed_by_state(signed_in) -> None:
    wang = signed_in("wang")
    enrol_phone(wang)
    waiting = enrol_phone(wang, approved=False)

    items = signed_in("security").get("/devices", state="pending").json["items"]

    assert [item["id"] for item in items] == [waiting.device_id]


def test_the_device_s_chain_tells_key_approver_and_end_in_order(signed_in, city) -> None:
    phone = enrol_phone(signed_in("wang"), approved=False)
    approve_phone(phone)
    lost_at = "2026-11-01T00:00:00.000Z"
    form = {"reason": "在公交车上丢失", "lost_at": lost_at}
    signed_in("security").act(path_of(phone), "revoke", form)

    run_waiting_jobs()

    enrolled, approved, revoked = list_custody(phone.device_id)
    assert [enrolled.action, approved.action, revoked.action] == [
        "key_enrolled",
        "key_approved",
        "key_revoked",
    ]
    assert approved.detail["approved_by"] == str(city.people["security"])
    assert approved.actor["name"] == "安全管理员"
    assert (revoked.detail["reason"], revoked.detail["lost_at"]) == ("在公交车上丢失", lost_at)
    assert len(enrolled.detail["challenge_sha256"]) == 64


def test_a_device_of_the_release_before_may_still_be_confirmed(signed_in, session) -> None:
    phone = enrol_phone(signed_in("wang"), approved=False)
    # As the release before writes it: active at once, no word of an approval.
    session.execute(text("update device set state = 'active', approval = default"))
    session.commit()
    security = signed_in("security")
    before = security.get(path_of(phone)).json

    after = security.act(path_of(phone), "approve", CHECKED).json

    assert (before["state"], before["approval"]) == ("active", "before_approval_existed")
    assert (before["approved_by_name"], after["approved_by_name"]) == (None, "安全管理员")


def test_the_device_shows_how_many_captures_came_and_its_chain(signed_in) -> None:
    phone = enrol_phone(signed_in("wang"))
    for _ in range(2):
        phone.register(phone.capture())
    run_waiting_jobs()

    chain = signed_in("security").get(f"{path_of(phone)}/custody").json

    assert (chain["capture_count"], chain["last_seq"], chain["chain_valid"]) == (2, 2, True)
    assert [event["action"] for event in chain["items"]] == ["key_enrolled", "key_approved"]
