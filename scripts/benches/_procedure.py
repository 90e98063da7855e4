"""Cases for measurements: one lead and one inspection made as people do, copied, and proposed."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg

from backend.cases.rules.fields import CASE_REVIEW_POINTS, LEGAL_REVIEW_POINTS
from backend.demo.photos import make_signature
from backend.kernel import clock
from backend.kernel.clock import bureau_date, wire_time
from backend.kernel.ids import new_id
from scripts.benches._phones import Browser
from scripts.stories.weighing import weighing_form

FINE_FEN = 2_900_000
PARTY = {"kind": "organisation", "name": "宏达<化工>&有限公司", "credit_code": "91350200MA00000000"}
FIRST_SEQ = 1_000_000
"""Where the counter of copied captures begins."""
Form = dict[str, Any]


@dataclass(frozen=True)
class Taken:
    """A step of the way: who takes it, with which form, and whether papers must be issued before
    it.
    """

    account: str
    action: str
    form: Callable[[int], Form] = lambda _: {}
    needs_papers: bool = False


def way(weighing: Callable[[int], Form]) -> tuple[Taken, ...]:
    """Return the steps of an ordinary case from filing to the archive."""
    day = bureau_date(clock.now()).isoformat()
    served = {"served_on": day, "mode": "direct", "recipient": "𠮷田㛃"}
    concluded = {
        "facts": "当事人破坏监测设备。",
        "violated_provision": "《中华人民共和国生态环境法典》关于监测设备保护",
        "handling": "penalty",
    }
    review = {point.name: True for point in CASE_REVIEW_POINTS} | {"opinion": "事实清楚"}
    legal = {point.name: True for point in LEGAL_REVIEW_POINTS} | {"opinion": "合法"}
    published = {"published_on": day, "channel": "门户网站", "redactions_checked": True}
    return (
        Taken("zhou.head", "approve_filing"),
        Taken("chen.officer", "weigh_discretion", weighing),
        Taken("chen.officer", "conclude_investigation", lambda _: concluded),
        Taken("sun.review", "pass_case_review", lambda _: review),
        Taken("zhou.head", "issue_prior_notice"),
        Taken("chen.officer", "serve_prior_notice", lambda _: served, needs_papers=True),
        Taken("chen.officer", "waive_defence", lambda _: {"waived_on": day, "note": "书面放弃"}),
        Taken("chen.officer", "submit_legal_review"),
        Taken("qian.legal", "pass_legal_review", lambda _: legal),
        Taken("zhou.head", "decide", lambda _: {"fine_fen": FINE_FEN, "reasons": "依法处罚"}),
        Taken("chen.officer", "serve_decision", lambda _: served, needs_papers=True),
        Taken(
            "chen.officer",
            "record_payment",
            lambda n: {"amount_fen": FINE_FEN, "paid_on": day, "reference": f"JK-{n}"},
        ),
        Taken("chen.officer", "publish_decision", lambda _: published),
        Taken("zhou.head", "close", lambda _: {"note": "已履行完毕"}, needs_papers=True),
        Taken("zheng.liaison", "archive", needs_papers=True),
    )


class Preparation:
    """Makes cases that stand before filing."""

    def __init__(self, port: int, line: psycopg.Connection[Any]) -> None:
        self.line = line
        self._port = port
        self._people = {
            name: Browser(port, name)
            for name in ("zhao.dispatch", "chen.officer", "lin.officer", "zhou.head")
        }
        self._lead, self._inspection = self._inspected()
        found = line.execute(
            "select exhibit_id from exhibit_link where subject_id = %s", (self._inspection,)
        ).fetchone()
        if found is None:
            raise RuntimeError("the inspection has no exhibit")
        self._exhibit = str(found[0])
        self._exhibits: dict[int, str] = {}

    def propose(self, count: int) -> list[str]:
        """Return the ids of new cases, each on its own lead, record and exhibit."""
        self._hang_up()
        chen, ids = self._people["chen.officer"], []
        officers = [chen.person_id, self._people["lin.officer"].person_id]
        for lead, inspection, exhibit in self._copies(count):
            ids.append(str(new_id()))
            self._exhibits[_number(ids[-1])] = exhibit
            chen.put(
                f"/cases/{ids[-1]}",
                {
                    "lead_id": lead,
                    "inspection_ids": [inspection],
                    "violation_code": "monitoring_equipment_damage",
                    "party": PARTY | {"name": f"{PARTY['name']}{ids[-1]}", "credit_code": None},
                    "act_ended_on": bureau_date(clock.now()).isoformat(),
                    "investigator_ids": officers,
                    "reasons": "有初步证据证明存在违法行为",
                },
            )
            self.line.execute(
                "update inspection set party = jsonb_set(party, '{name}', to_jsonb(%s::text))"
                " where id = %s",
                (f"{PARTY['name']}{ids[-1]}", inspection),
            )
        return ids

    def weighing(self, case_id: str) -> Callable[[int], Form]:
        """Return what weighs a case by its own exhibit, learnt from one that is filed for it."""
        self._hang_up()
        self.act("zhou.head", f"/cases/{case_id}", "approve_filing", {})
        case = self._people["chen.officer"].call("GET", f"/cases/{case_id}")
        learnt, known = json.dumps(weighing_form(case, FINE_FEN)), self._exhibits[_number(case_id)]
        return lambda number: json.loads(learnt.replace(known, self._exhibits[number]))

    def issue_papers(self) -> None:
        """Take every paper for rendered: the workers' time is not what is measured."""
        self.line.execute(
            "update document set state = 'issued', issued_at = now(), pages = 1, size = 1,"
            " sha256 = data_sha256, store_key = id::text where state <> 'issued'"
        )

    def act(self, account: str, path: str, action: str, form: Form) -> Any:
        """Take a step on a thing at its present revision."""
        person = self._people[account]
        revision = person.call("GET", path)["revision"]
        headers = {"If-Match": f'"{revision}"'}
        return person.call("POST", f"{path}/actions/{action}", form, **headers)

    def _hang_up(self) -> None:
        # The server lets go of a connection that rested; the next request opens a new one.
        for person in self._people.values():
            person.close()

    def _inspected(self) -> tuple[str, str]:
        chen, zhao = self._people["chen.officer"], self._people["zhao.dispatch"]
        reported = zhao.call("GET", "/incidents?state=reported")["items"][0]["id"]
        exhibit_id = zhao.call("GET", f"/incidents/{reported}")["exhibits"][0]["id"]
        form = {"note": "请核查"}
        referred = self.act("zhao.dispatch", f"/incidents/{reported}", "refer_to_enforcement", form)
        lead, path = str(referred["lead_id"]), f"/inspections/{new_id()}"
        officers = ("chen.officer", "lin.officer")
        ids = [self._people[name].person_id for name in officers]
        chen.put(path, _record(lead, exhibit_id, ids))
        for name in officers:
            self.act(name, path, "sign", {"signature": make_signature(len(name))})
        opinion = {"refused": False, "signed_by": "陈现场", "signature": make_signature(3)}
        self.act("chen.officer", path, "record_party_opinion", opinion)
        self.act("chen.officer", path, "complete", {})
        return lead, path.rpartition("/")[2]

    def _copies(self, count: int) -> Sequence[tuple[str, str, str]]:
        made = [(str(new_id()), str(new_id()), str(new_id())) for _ in range(count)]
        first = FIRST_SEQ + len(self._exhibits)
        with self.line.cursor() as cursor:
            for position, (lead, inspection, exhibit) in enumerate(made):
                changed = {"id": lead, "number": lead, "source_id": lead}
                self._copy(cursor, "lead", self._lead, changed)
                changed = {"id": inspection, "number": inspection, "lead_id": lead}
                self._copy(cursor, "inspection", self._inspection, changed)
                of_it = {"inspection_id": inspection}
                self._copy(cursor, "inspection_signature", self._inspection, of_it, "inspection_id")
                taken = {"id": exhibit, "device_seq": first + position}
                self._copy(cursor, "exhibit", self._exhibit, taken)
                linked = {"subject_id": inspection, "exhibit_id": exhibit}
                self._copy(cursor, "exhibit_link", self._inspection, linked, "subject_id")
        return made

    def _copy(self, cursor: Any, table: str, original: str, changed: Form, key: str = "id") -> None:
        # Copies of what people made once: making each of them takes longer than all its steps.
        cursor.execute(
            f"insert into {table} select (jsonb_populate_record(t, %s)).* from {table} t"  # noqa: S608
            f" where t.{key} = %s",
            (json.dumps(changed), original),
        )


def _number(case_id: str) -> int:
    return int(case_id.replace("-", ""), 16)


def _record(lead: str, exhibit_id: str, officers: list[str]) -> Form:
    start = clock.now() - timedelta(hours=2)
    return {
        "lead_id": lead,
        "place": "筼筜湖东侧 2 号排口",
        "started_at": wire_time(start),
        "ended_at": wire_time(start + timedelta(minutes=50)),
        "party": PARTY,
        "officer_ids": officers,
        "findings": "2 号排口正在排出黑色废水。",
        "rights_told": True,
        "certificates_shown": True,
        "recusal_requested": False,
        "exhibits": [{"exhibit_id": exhibit_id, "fact_to_prove": "黑水自 2 号排口排出"}],
    }
