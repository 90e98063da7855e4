"""How long exhibits are kept: data, set at intake and by the case, applied to the store."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from backend.accounts import Person, actor_of
from backend.evidence import close_case_file, link_exhibits
from backend.evidence.jobs.retention import sweep_retention
from backend.evidence.models import Exhibit
from backend.evidence.rules.retention import FileEnd, Policy, end_of, pick, term_of
from backend.evidence.service.originals import original_key
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.storage import ObjectLocked, object_store
from backend.ledger import list_custody
from tests.phones import Capture, Phone, photo_bytes, run_waiting_jobs

CITY, DISTRICT = new_id(), new_id()
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CASE = new_id()


def policy(**changes) -> Policy:
    values = {
        "authority_id": None,
        "kind": "video",
        "case_outcome": "none",
        "years": None,
        "days": 183,
        "valid_from": date(2026, 1, 1),
        "created_at": NOW,
    }
    return Policy(**(values | changes))


def picked(*policies: Policy, kind: str = "video", outcome: str = "none") -> Policy | None:
    return pick(policies, [DISTRICT, CITY], kind, outcome, NOW.date())


def test_a_rule_of_the_bureau_goes_before_the_defaults() -> None:
    own = policy(authority_id=CITY, kind="any", days=365, valid_from=date(2025, 1, 1))

    assert picked(policy(), own) is own


def test_a_rule_of_the_district_goes_before_the_citys() -> None:
    district = policy(authority_id=DISTRICT, days=400)

    assert picked(district, policy(authority_id=CITY, days=500)) is district


def test_a_rule_for_the_kind_goes_before_one_for_any() -> None:
    of_kind = policy(valid_from=date(2020, 1, 1))

    assert picked(policy(kind="any"), of_kind) is of_kind


def test_the_newest_version_holds_and_one_of_tomorrow_does_not_yet() -> None:
    newest = policy(valid_from=date(2026, 11, 22))

    assert picked(policy(), newest, policy(valid_from=date(2026, 11, 23))) is newest


def test_another_authoritys_rule_is_no_rule() -> None:
    assert picked(policy(authority_id=new_id())) is None


def test_years_end_on_the_same_day_and_a_leap_day_on_the_first_of_march() -> None:
    leap_day = datetime(2024, 2, 29, 8, 0, tzinfo=UTC)

    assert end_of(policy(days=None, years=30), NOW) == NOW.replace(year=2056)
    assert end_of(policy(days=None, years=1), leap_day) == datetime(2025, 3, 1, 8, 0, tzinfo=UTC)


def test_the_longest_of_several_closed_cases_counts_and_an_open_one_has_no_end() -> None:
    rules = [
        policy(case_outcome="penalised", days=None, years=30),
        policy(case_outcome="not_filed", days=None, years=5),
    ]
    files = [FileEnd("not_filed", NOW), FileEnd("penalised", NOW - timedelta(days=365))]

    closed = term_of(rules, [CITY], "video", NOW, files, NOW)
    still_open = term_of(rules, [CITY], "video", NOW, [*files, None], NOW)

    assert closed is not None
    assert closed.policy == "video/penalised/2026-01-01"
    assert still_open is not None
    assert still_open.policy == "open_case"


@pytest.fixture
def actor(session, city):
    return actor_of(session.get_one(Person, city.people["chen"]), None)


def deliver(phone: Phone, shade: int = 60) -> Capture:
    """Return a capture whose bytes no earlier test put into the store, so that its lock is new."""
    return phone.deliver(photo_bytes(shade, size=(64, 64), comment=new_id().bytes))


def link_to_case(actor, session, capture: Capture) -> None:
    link_exhibits(actor, [UUID(capture.id)], kind="case", subject_id=CASE, label="X罚1号")
    session.commit()
    run_waiting_jobs()


def exhibit_of(session, capture: Capture) -> Exhibit:
    return session.get_one(Exhibit, UUID(capture.id), populate_existing=True)


def retentions(capture: Capture) -> list[str]:
    events = list_custody(UUID(capture.id))
    return [event.detail["policy"] for event in events if event.action == "retention_set"]


def lock_of(session, capture: Capture):
    exhibit = exhibit_of(session, capture)
    return object_store().lock_of(exhibit.store_key or original_key(exhibit.sha256))


def test_original_is_locked_from_the_moment_it_is_stored(phone, session) -> None:
    capture = deliver(phone)

    with pytest.raises(ObjectLocked):
        object_store().delete(exhibit_of(session, capture).store_key)


def test_sweep_sets_the_time_of_a_new_exhibit_once_and_locks_it(phone, session) -> None:
    capture = deliver(phone)

    sweep_retention()
    sweep_retention()
    run_waiting_jobs()

    exhibit = exhibit_of(session, capture)
    assert exhibit.retention_policy == "photo/none/2021-07-15"
    assert exhibit.retain_until == exhibit.received_at.replace(year=exhibit.received_at.year + 2)
    assert retentions(capture) == ["photo/none/2021-07-15"]
    locked_until = lock_of(session, capture).retain_until
    assert abs(locked_until - exhibit.retain_until) < timedelta(seconds=1)


def test_exhibit_of_an_open_case_is_kept_by_the_case(officer_phone, actor, session) -> None:
    capture = deliver(officer_phone)

    link_to_case(actor, session, capture)

    exhibit = exhibit_of(session, capture)
    assert exhibit.retention_policy == "open_case"
    assert exhibit.retain_until > clock.now() + timedelta(days=700)
    assert lock_of(session, capture).retain_until > clock.now() + timedelta(days=700)


def test_lock_of_an_open_case_is_renewed_before_it_runs_out(
    officer_phone, actor, session, fake_clock
) -> None:
    capture = deliver(officer_phone)
    link_to_case(actor, session, capture)
    fake_clock.advance(days=300)
    sweep_retention()
    fake_clock.advance(days=100)

    sweep_retention()

    assert retentions(capture) == ["open_case", "open_case"]
    assert exhibit_of(session, capture).retain_until > clock.now() + timedelta(days=700)


def test_closing_the_case_keeps_its_exhibits_as_long_as_the_file(
    officer_phone, actor, session
) -> None:
    capture = deliver(officer_phone)
    link_to_case(actor, session, capture)

    close_case_file(CASE, actor.authority_id, "penalised", clock.now())
    close_case_file(CASE, actor.authority_id, "not_filed", clock.now())
    session.commit()
    run_waiting_jobs()

    exhibit = exhibit_of(session, capture)
    assert exhibit.retention_policy == "any/penalised/2021-07-15"
    assert exhibit.retain_until.year == clock.now().year + 30
    assert lock_of(session, capture).retain_until > clock.now() + timedelta(days=29 * 365)


RULE = {
    "kind": "photo",
    "case_outcome": "none",
    "years": 3,
    "basis": "厦门市生态环境局执法音像记录管理办法",
    "valid_from": "2026-01-01",
}


def test_defaults_are_shown_as_unconfirmed_with_their_basis(signed_in) -> None:
    rules = signed_in("admin").get("/retention-policies").json["items"]

    unused = next(r for r in rules if (r["kind"], r["case_outcome"]) == ("video", "none"))
    assert (unused["days"], unused["is_confirmed"], unused["is_default"]) == (183, False, True)
    assert all(rule["basis"] for rule in rules)


def test_a_longer_rule_keeps_what_is_there_longer_and_is_logged(phone, signed_in, session) -> None:
    capture = deliver(phone)
    sweep_retention()
    admin = signed_in("admin")

    made = admin.put(f"/retention-policies/{new_id()}", RULE)
    run_waiting_jobs()

    assert (made.status_code, made.json["is_confirmed"]) == (201, True)
    assert retentions(capture) == ["photo/none/2021-07-15", "photo/none/2026-01-01"]
    authority = session.get_one(Person, UUID(admin.person_id)).authority_id
    assert list_custody(authority)[-1].action == "policy_changed"


def test_a_shorter_rule_shortens_nothing(phone, signed_in, session) -> None:
    capture = deliver(phone)
    sweep_retention()
    until = exhibit_of(session, capture).retain_until

    signed_in("admin").put(f"/retention-policies/{new_id()}", RULE | {"years": 1})
    run_waiting_jobs()

    assert exhibit_of(session, capture).retain_until == until


def test_same_rule_again_is_the_same_and_another_under_its_id_is_refused(signed_in) -> None:
    admin, path = signed_in("admin"), f"/retention-policies/{new_id()}"
    admin.put(path, RULE)

    again, other = admin.put(path, RULE), admin.put(path, RULE | {"years": 4})

    assert again.status_code == 200
    assert (other.status_code, other.json["type"]) == (409, "/problems/retention_policy_differs")


@pytest.mark.parametrize("span", [{"years": None}, {"days": 30}])
def test_a_rule_names_years_or_days(signed_in, span) -> None:
    refused = signed_in("admin").put(f"/retention-policies/{new_id()}", RULE | span)

    assert refused.status_code == 422


def test_only_a_system_administrator_sets_rules(signed_in) -> None:
    assert signed_in("chen").put(f"/retention-policies/{new_id()}", RULE).status_code == 403


def test_exhibit_shows_how_long_it_is_kept(phone) -> None:
    capture = deliver(phone)
    sweep_retention()

    shown = phone.person.get(f"/exhibits/{capture.id}").json

    assert shown["retention"]["policy"] == "photo/none/2021-07-15"
    assert shown["holds"] == []
