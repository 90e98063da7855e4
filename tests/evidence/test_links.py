"""What an exhibit serves is logged in its custody, and shown on both sides."""

from typing import Any
from uuid import UUID

import pytest

from backend.accounts import Person, actor_of
from backend.evidence import (
    ExhibitsUnknown,
    get_exhibits_by_id,
    link_exhibits,
    list_exhibits_for_export,
    list_links,
    replace_links,
    summaries,
)
from backend.evidence.errors import ExhibitNotStored
from backend.kernel.ids import new_id
from tests.phones import photo_bytes

INCIDENT = new_id()


@pytest.fixture
def actor(session, city):
    def of(name: str):
        return actor_of(session.get_one(Person, city.people[name]), None)

    return of


@pytest.fixture
def two(phone) -> list[UUID]:
    return [UUID(phone.deliver(photo_bytes(shade)).id) for shade in (50, 51)]


def _link(who, ids, label: str = "XM-2026-000001", facts: Any = None) -> None:
    link_exhibits(who, ids, kind="incident", subject_id=INCIDENT, label=label, facts=facts)


def _custody(phone, exhibit_id: UUID) -> list[dict]:
    """Without the traces of the test's own looks."""
    items = phone.person.get(f"/exhibits/{exhibit_id}/custody").json["items"]
    return [item for item in items if item["action"] != "viewed"]


def test_a_link_is_shown_on_both_sides_and_logged(phone, actor, two, session) -> None:
    _link(actor("wang"), two, facts={two[0]: "污水直排"})
    session.commit()

    shown = phone.person.get(f"/exhibits/{two[0]}").json["links"]

    assert shown == [
        {
            "kind": "incident",
            "id": str(INCIDENT),
            "label": "XM-2026-000001",
            "fact_to_prove": "污水直排",
        }
    ]
    linked = list_links("incident", [INCIDENT])[INCIDENT]
    assert {row.id: row.fact_to_prove for row in linked} == {two[0]: "污水直排", two[1]: None}
    assert linked[0].has_preview
    last = _custody(phone, two[0])[-1]
    assert (last["action"], last["detail"]["label"]) == ("linked", "XM-2026-000001")


def test_linking_again_changes_nothing(phone, actor, two, session) -> None:
    for _ in range(2):
        _link(actor("wang"), two)
    session.commit()

    actions = [item["action"] for item in _custody(phone, two[0])]
    assert actions.count("linked") == 1


def test_a_link_taken_away_is_logged(phone, actor, two, session) -> None:
    chen = actor("chen")
    _link(chen, two)

    replace_links(
        chen, {two[1]: "样品"}, kind="incident", subject_id=INCIDENT, label="XM-2026-000001"
    )
    session.commit()

    assert [row.id for row in list_links("incident", [INCIDENT])[INCIDENT]] == [two[1]]
    assert _custody(phone, two[0])[-1]["action"] == "unlinked"
    assert phone.person.get(f"/exhibits/{two[0]}").json["links"] == []


def test_an_exhibit_out_of_scope_is_not_linked(actor, two) -> None:
    with pytest.raises(ExhibitsUnknown) as refusal:
        _link(actor("huli-officer"), [two[0], INCIDENT])

    assert refusal.value.facts["exhibit_ids"] == sorted([str(two[0]), str(INCIDENT)])
    assert list_links("incident", [INCIDENT]) == {INCIDENT: []}


def test_exhibits_by_id_are_those_in_scope(actor, two) -> None:
    assert set(get_exhibits_by_id(actor("chen"), two)) == set(two)
    assert get_exhibits_by_id(actor("huli-officer"), two) == {}


def test_summaries_tell_state_preview_and_flags(two) -> None:
    found = summaries(two)[two[0]]

    assert (found.state, found.has_preview, found.flags) == ("verified", True, [])


def test_only_verified_exhibits_in_scope_are_exported_in_the_order_asked(actor, two, phone) -> None:
    waiting = phone.capture()
    phone.register(waiting)

    assert [row.id for row in list_exhibits_for_export(actor("chen"), two[::-1])] == two[::-1]
    with pytest.raises(ExhibitsUnknown):
        list_exhibits_for_export(actor("huli-officer"), two)
    with pytest.raises(ExhibitNotStored):
        list_exhibits_for_export(actor("chen"), [UUID(waiting.id)])
