"""Walking measures through the API."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from backend.kernel import clock
from backend.kernel.clock import wire_time
from backend.kernel.ids import new_id
from tests.people import SignedIn
from tests.phones import enrol_phone, run_waiting_jobs
from tests.procedure import Walk, service, today

ITEM = {
    "name": "提升泵（㛃字 2 号）",
    "specification": "QW50-15",
    "quantity": "1 台",
    "condition": "外壳锈蚀",
    "kept_at": "电镀车间东侧，原地封存",
    "keeper": "𠮷田㛃",
}


@dataclass
class Measuring:
    """One measure on its way, in a case or on an inspection."""

    walk: Walk
    officers: tuple[str, ...] = ("chen", "lin")
    path: str = ""
    exhibits: list[str] = field(default_factory=list)

    def as_(self, name: str) -> SignedIn:
        """Return a person's browser."""
        return self.walk.as_(name)

    def exhibit(self) -> str:
        """Return a verified photograph of the scene."""
        captured = enrol_phone(self.as_("chen")).deliver()
        self.exhibits.append(captured.id)
        return str(captured.id)

    def propose(self, kind: str, **changes: Any) -> Any:
        """Propose a measure in the walk's case, or on its inspection when there is none."""
        self.path = f"/measures/{new_id()}"
        wanted = {
            "kind": kind,
            "case_id": self.walk.case_id or None,
            "inspection_id": self.walk.inspection_id or None,
            "officer_ids": [self.as_(name).person_id for name in self.officers],
            "facts": "软管接入雨水井，正在排放黑水。",
            "legal_basis": "《中华人民共和国生态环境法典》第五十二条",
            "place": "厦门市思明区观音山路 12 号",
        } | changes
        return self.as_("chen").put(self.path, wanted)

    def proposed(self, kind: str, **changes: Any) -> dict[str, Any]:
        """Propose a measure that is taken on."""
        answer = self.propose(kind, **changes)
        assert answer.status_code == 201, answer.text
        return dict(answer.json)

    def act(self, name: str, action: str, form: Any = None) -> Any:
        """Take a step as a person, then let the worker render."""
        answer = self.as_(name).act(self.path, action, form)
        run_waiting_jobs()
        return answer

    def must(self, name: str, action: str, form: Any = None) -> dict[str, Any]:
        """Take a step that is allowed."""
        answer = self.act(name, action, form)
        assert answer.status_code == 200, answer.text
        return dict(answer.json)

    def now(self) -> dict[str, Any]:
        """Return the measure."""
        return dict(self.as_("chen").get(self.path).json)

    def clocks(self) -> dict[str, dict[str, Any]]:
        """Return the measure's terms by code."""
        return {one["code"]: one for one in self.now()["deadlines"]}

    def papers(self) -> list[str]:
        """Return the kinds of the papers made so far."""
        return [one["kind"] for one in self.now()["documents"]]


def on_site(**changes: Any) -> dict[str, Any]:
    """Return the form of an act on the spot, a minute ago."""
    acted = clock.now() - timedelta(minutes=1)
    return {"acted_at": wire_time(acted), "handed_to": "𠮷田㛃"} | changes


def scene(**changes: Any) -> dict[str, Any]:
    """Return the form of a seizure on the spot."""
    return (
        on_site(
            ended_at=wire_time(clock.now()),
            rights_told=True,
            av_recorded=True,
            statement="请尽快解除",
        )
        | changes
    )


def recheck(**changes: Any) -> dict[str, Any]:
    """Return the form of an unannounced recheck today."""
    return {"rechecked_on": today(), "is_surprise": True, "findings": "仍在排放黑水。"} | changes


__all__ = ["ITEM", "Measuring", "on_site", "recheck", "scene", "service"]
