"""Walking the procedure through the API."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from backend.cases.rules.fields import CASE_REVIEW_POINTS, LEGAL_REVIEW_POINTS
from backend.kernel import clock
from backend.kernel.clock import bureau_date, wire_time
from backend.kernel.ids import new_id
from scripts.stories.weighing import weighing_form
from tests.people import SignedIn
from tests.phones import Phone, enrol_phone, run_waiting_jobs

PARTY = {
    "kind": "organisation",
    "name": "宏达<化工>&有限公司",
    "credit_code": "91350200MA00000000",
    "legal_representative": "𠮷田㛃",
}
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


CASE_REVIEW = {point.name: True for point in CASE_REVIEW_POINTS} | {"opinion": "事实清楚"}
LEGAL_REVIEW = {point.name: True for point in LEGAL_REVIEW_POINTS} | {"opinion": "合法"}


def today() -> str:
    """Return the bureau's day."""
    return bureau_date(clock.now()).isoformat()


@dataclass
class Walk:
    """One case on its way."""

    sign_in: Any
    lead: dict[str, Any] = field(default_factory=dict)
    inspection_id: str = ""
    case_id: str = ""
    site_id: str = "01a2032a-4ac5-7316-a1d4-099a982c5484"
    signed_in: dict[tuple[str, str], SignedIn] = field(default_factory=dict)

    def as_(self, name: str) -> SignedIn:
        """Return a person's browser, signed in anew each day since sessions end with it."""
        key = (name, today())
        if key not in self.signed_in:
            self.signed_in[key] = self.sign_in(name)
        return self.signed_in[key]

    def refer(self) -> None:
        """Report an incident with a verified photo and refer it."""
        phone: Phone = enrol_phone(self.as_("wang"))
        capture = phone.deliver()
        incident_id = str(new_id())
        report = {
            "category_code": "outfall",
            "note": "黑水",
            "occurred_at": wire_time(clock.now()),
            "position": None,
            "no_position_reason": "denied",
            "exhibit_ids": [capture.id],
        }
        assert self.as_("wang").put(f"/incidents/{incident_id}", report).status_code == 201
        referred = self.as_("zhao").act(f"/incidents/{incident_id}", "refer_to_enforcement", {})
        assert referred.status_code == 200, referred.text
        self.lead = self.as_("chen").get(f"/leads/{referred.json['lead_id']}").json

    def record(self, person: SignedIn, officers: list[str], **changes: Any) -> dict[str, Any]:
        """Return the content of an inspection record."""
        start = clock.now() - timedelta(hours=2)
        capture = enrol_phone(person).deliver()
        return {
            "lead_id": self.lead["id"],
            "place": "筼筜湖东侧 2 号排口",
            "started_at": wire_time(start),
            "ended_at": wire_time(start + timedelta(hours=1)),
            "party": PARTY,
            "officer_ids": officers,
            "findings": "2 号排口有黑水排出。",
            "rights_told": True,
            "certificates_shown": True,
            "recusal_requested": False,
            "exhibits": [{"exhibit_id": capture.id, "fact_to_prove": "黑水自 2 号排口排出"}],
        } | changes

    def inspect(self, officers: tuple[str, ...] = ("chen", "lin"), **changes: Any) -> None:
        """Write, sign and complete a record."""
        ids = [self.as_(name).person_id for name in officers]
        self.inspection_id = str(new_id())
        chen = self.as_("chen")
        started = chen.put(f"/inspections/{self.inspection_id}", self.record(chen, ids, **changes))
        assert started.status_code == 201, started.text
        path = f"/inspections/{self.inspection_id}"
        for name in officers:
            assert self.as_(name).act(path, "sign", {"signature": PIXEL}).status_code == 200
        opinion = {"refused": False, "signed_by": "𠮷田㛃", "signature": PIXEL}
        assert chen.act(path, "record_party_opinion", opinion).status_code == 200

    def complete(self) -> Any:
        """Complete the record."""
        answer = self.as_("chen").act(f"/inspections/{self.inspection_id}", "complete")
        run_waiting_jobs()
        return answer

    def propose(self, investigators: tuple[str, ...] = ("chen", "lin"), **changes: Any) -> Any:
        """Propose filing."""
        self.case_id = str(new_id())
        proposal = {
            "lead_id": self.lead["id"],
            "inspection_ids": [self.inspection_id],
            "violation_code": "monitoring_equipment_damage",
            "party": PARTY,
            "act_ended_on": today(),
            "investigator_ids": [self.as_(name).person_id for name in investigators],
            "reasons": "有初步证据证明存在违法行为",
        } | changes
        return self.as_("chen").put(f"/cases/{self.case_id}", proposal)

    def act(self, name: str, action: str, form: Any = None) -> Any:
        """Take a step as a person, then let the worker render."""
        answer = self.as_(name).act(f"/cases/{self.case_id}", action, form)
        run_waiting_jobs()
        return answer

    def case(self) -> dict[str, Any]:
        """Return the case."""
        return dict(self.as_("chen").get(f"/cases/{self.case_id}").json)

    def to_filed(self, **changes: Any) -> None:
        """Go on to a filed case."""
        self.refer()
        self.inspect()
        assert self.complete().status_code == 200
        proposed = self.propose(**changes)
        assert proposed.status_code == 201, proposed.text
        self.must("zhou", "approve_filing")

    def must(self, name: str, action: str, form: Any = None) -> dict[str, Any]:
        """Take a step that is allowed."""
        answer = self.act(name, action, form)
        assert answer.status_code == 200, answer.text
        return dict(answer.json)

    def weigh(self, fine_fen: int, **changes: Any) -> Any:
        """Weigh the fine to this amount."""
        return self.act("chen", "weigh_discretion", weighing_form(self.case(), fine_fen) | changes)

    def conclude(self, fine_fen: int = 2_900_000, **changes: Any) -> dict[str, Any]:
        """Weigh the fine and conclude the investigation."""
        weighed = self.weigh(fine_fen, **changes)
        assert weighed.status_code == 200, weighed.text
        return self.must("chen", "conclude_investigation", conclusion())

    def to_defence(self, fine_fen: int = 2_900_000) -> None:
        """Go on to the party's five working days."""
        self.to_filed()
        self.conclude(fine_fen)
        self.must("sun", "pass_case_review", CASE_REVIEW)
        self.must("zhou", "issue_prior_notice")
        self.must("chen", "serve_prior_notice", service())

    def to_deciding(self, fake_clock: Any) -> None:
        """Go on to the decision."""
        self.to_defence()
        fake_clock.advance(days=20)
        self.must("chen", "submit_legal_review")
        self.must("qian", "pass_legal_review", LEGAL_REVIEW)


def conclusion(**changes: Any) -> dict[str, Any]:
    """Return the form of the end of an investigation."""
    return {
        "facts": "当事人破坏 2 号排口的监测设备。",
        "violated_provision": "《中华人民共和国生态环境法典》关于监测设备保护",
        "handling": "penalty",
    } | changes


def service(**changes: Any) -> dict[str, Any]:
    """Return the form of a service in person today."""
    return {"served_on": today(), "mode": "direct", "recipient": "𠮷田㛃"} | changes


def codes(answer: Any) -> list[str]:
    """Return the codes of the reasons of a refusal."""
    assert answer.status_code == 409, answer.text
    return [reason["code"] for reason in answer.json["blocked_by"]]
