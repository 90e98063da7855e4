"""A list costs the same number of statements however many rows it shows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from backend.accounts import Person
from backend.kernel import clock
from backend.kernel.clock import wire_time
from backend.kernel.db import db
from backend.kernel.ids import new_id
from tests.documents.test_service import issue
from tests.factories import City
from tests.incidents.test_routes import report_one
from tests.patrol.walks import plan_round, start_walk
from tests.people import SignedIn
from tests.phones import Phone, enrol_phone
from tests.procedure import PARTY, PIXEL, today
from tests.tasks.test_tasks import ask_for_recheck

MOST_STATEMENTS = 12
OWNERS = ("huli-all", "huli-all", "huli-all", "chen", "lin", "chen")
"""Who makes each row: the last two are of one district, so that six rows bring a second one."""

DISTRICT = {"chen": "siming", "lin": "siming", "huli-all": "huli"}
COLLEAGUE = {"chen": "lin", "lin": "chen", "huli-all": "huli-officer"}
DISPATCHER = {"chen": "zhao", "lin": "zhao", "huli-all": "huli-dispatcher"}
HEAD = {"chen": "zhou", "lin": "zhou", "huli-all": "huli-all"}


@dataclass
class Rows:
    """Makes rows through the API, each by a person of a district."""

    sign_in: Callable[[str], SignedIn]
    session: Session
    city: City
    browsers: dict[str, SignedIn] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)

    def as_(self, name: str) -> SignedIn:
        """Return a person's browser."""
        if name not in self.browsers:
            self.browsers[name] = self.sign_in(name)
        return self.browsers[name]

    def device(self, name: str) -> Phone:
        """Enrol one more device of a person."""
        self.phones[name] = enrol_phone(self.as_(name))
        return self.phones[name]

    def exhibit(self, name: str) -> str:
        """Register a capture."""
        phone = self.phones.get(name) or self.device(name)
        capture = phone.capture()
        assert phone.register(capture).status_code == 201
        return capture.id

    def incident(self, name: str) -> dict[str, Any]:
        """Report an incident with an exhibit."""
        return report_one(self.as_(name), exhibit_ids=[self.exhibit(name)])

    def lead(self, name: str) -> str:
        """Refer an incident and assign the lead to two officers."""
        path = f"/incidents/{report_one(self.as_(name))['id']}"
        referred = self.as_(DISPATCHER[name]).act(path, "refer_to_enforcement", {})
        assert referred.status_code == 200, referred.text
        lead_id = str(referred.json["lead_id"])
        form = {"officer_ids": self.officers(name)}
        assigned = self.as_(HEAD[name]).act(f"/leads/{lead_id}", "assign_officers", form)
        assert assigned.status_code == 200, assigned.text
        return lead_id

    def officers(self, name: str) -> list[str]:
        """Return the ids of a person and a colleague."""
        return [str(self.city.people[account]) for account in (name, COLLEAGUE[name])]

    def inspection(self, name: str, lead_id: str | None = None) -> str:
        """Write a record with an exhibit and sign it."""
        path = f"/inspections/{new_id()}"
        record = {
            "lead_id": lead_id,
            "place": "2 号排口",
            "started_at": wire_time(clock.now()),
            "party": PARTY,
            "officer_ids": self.officers(name),
            "findings": "有黑水排出。",
            "rights_told": True,
            "certificates_shown": True,
            "recusal_requested": False,
            "exhibits": [{"exhibit_id": self.exhibit(name), "fact_to_prove": "黑水"}],
        }
        started = self.as_(name).put(path, record)
        assert started.status_code == 201, started.text
        assert self.as_(name).act(path, "sign", {"signature": PIXEL}).status_code == 200
        return str(started.json["id"])

    def case(self, name: str) -> None:
        """Propose a case on a lead."""
        lead_id = self.lead(name)
        proposal = {
            "lead_id": lead_id,
            "inspection_ids": [self.inspection(name, lead_id)],
            "violation_code": "outfall_setting",
            "party": PARTY,
            "act_ended_on": today(),
            "investigator_ids": self.officers(name),
            "reasons": "有初步证据证明存在违法行为",
        }
        proposed = self.as_(name).put(f"/cases/{new_id()}", proposal)
        assert proposed.status_code == 201, proposed.text

    def measure(self, name: str) -> None:
        """Propose a measure on an inspection, with its first clock."""
        wanted = {
            "kind": "transfer",
            "subtype": "crime",
            "inspection_id": self.inspection(name),
            "officer_ids": self.officers(name),
            "facts": "涉嫌犯罪",
            "legal_basis": "第一千零八十三条",
            "place": "2 号排口",
        }
        proposed = self.as_(name).put(f"/measures/{new_id()}", wanted)
        assert proposed.status_code == 201, proposed.text

    def document(self, name: str) -> None:
        """Issue a document."""
        issue(self.session, self.city, authority_id=self.city.authorities[DISTRICT[name]])

    def patrol(self, name: str) -> None:
        """Go on duty."""
        start_walk(self.phones.get(name) or self.device(name))

    def round(self, name: str) -> None:
        """Plan a round of two checkpoints."""
        worker = {"siming": "wang", "huli": "huli-worker"}[DISTRICT[name]]
        plan_round(self.as_(DISPATCHER[name]), self.city.people[worker])

    def task(self, name: str) -> None:
        """Ask for a recheck."""
        worker = {"siming": "wang", "huli": "huli-worker"}[DISTRICT[name]]
        incident = report_one(self.as_(name))
        giver = self.as_(DISPATCHER[name])
        ask_for_recheck(giver, incident["id"], self.city.people[worker])

    def notice(self, name: str) -> None:
        """Send a notice."""
        told = {"title": "台风", "body": "停止巡查"}
        sent = self.as_(DISPATCHER[name]).put(f"/notices/{new_id()}", told)
        assert sent.status_code == 201, sent.text

    def person(self, name: str) -> None:
        """Make nobody: the city has people enough."""


LISTS: dict[str, Callable[[Rows, str], Any]] = {
    "/incidents": Rows.incident,
    "/leads": Rows.lead,
    "/inspections": Rows.inspection,
    "/cases": Rows.case,
    "/measures": Rows.measure,
    "/measure-clocks": Rows.measure,
    "/exhibits": Rows.incident,
    "/deadlines": Rows.lead,
    "/documents": Rows.document,
    "/people": Rows.person,
    "/devices": Rows.device,
    "/patrols": Rows.patrol,
    "/patrol-rounds": Rows.round,
    "/recheck-tasks": Rows.task,
    "/notices": Rows.notice,
}


@pytest.fixture(params=LISTS)
def path(request: pytest.FixtureRequest, signed_in: Any, session: Session, city: City) -> str:
    """A list with six rows of two districts."""
    rows = Rows(signed_in, session, city)
    for name in OWNERS:
        LISTS[request.param](rows, name)
    return str(request.param)


@pytest.fixture
def viewer(signed_in: Any, session: Session, city: City) -> SignedIn:
    """Somebody of the bureau, who sees every district."""
    session.get_one(Person, city.people["admin"]).roles = ["officer", "legal_liaison", "head"]
    session.commit()
    browser: SignedIn = signed_in("admin")
    return browser


@contextmanager
def recorded(connection: Connection) -> Iterator[list[str]]:
    """Collect the statements of a block, without the savepoints that only tests have."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "SAVEPOINT" not in statement:
            statements.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(connection, "before_cursor_execute", note)


def statements_of(connection: Connection, viewer: SignedIn, path: str, limit: int) -> list[str]:
    db.session.remove()  # what an earlier request has read must not be had for nothing
    with recorded(connection) as statements:
        items = viewer.get(path, limit=limit).json["items"]
    assert len(items) == limit
    return statements


def test_six_rows_cost_as_many_statements_as_two(connection, path, viewer) -> None:
    two = statements_of(connection, viewer, path, 2)
    six = statements_of(connection, viewer, path, 6)

    assert len(two) == len(six) <= MOST_STATEMENTS, "\n\n".join(six)


@pytest.mark.parametrize("path", ["/incidents", "/leads", "/inspections", "/cases"], indirect=True)
def test_a_list_shows_each_thing_as_its_own_page_does(path, viewer) -> None:
    items = viewer.get(path).json["items"]

    pages = [viewer.get(f"{path}/{item['id']}").json for item in items]
    assert [{name: page[name] for name in items[0]} for page in pages] == items


@pytest.mark.parametrize("path", ["/incidents", "/cases"], indirect=True)
def test_a_list_read_page_by_page_is_the_whole_list(path, viewer) -> None:
    whole = viewer.get(path).json
    assert (len(whole["items"]), whole["next_cursor"], whole["has_more"]) == (6, None, False)

    page, walked = viewer.get(path, limit=4).json, []
    while page["has_more"]:
        walked += page["items"]
        page = viewer.get(path, limit=1, cursor=page["next_cursor"]).json

    assert walked + page["items"] == whole["items"]
