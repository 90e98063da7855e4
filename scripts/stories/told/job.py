"""What the told cases share: people, steps with a line each, time, measures, the volume."""

import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from backend.demo.phone import Phone, Sealed
from backend.demo.photos import make_photo
from backend.kernel.clock import wire_time
from backend.kernel.ids import new_id
from scripts.stories.browser import Answer, Browser, Json, Server, UnexpectedAnswerError, wait_until
from scripts.stories.main_job import SPOT
from scripts.stories.teller import Teller

ACCOUNTS = {
    "wang": "wang.grid",
    "zhao": "zhao.dispatch",
    "chen": "chen.officer",
    "lin": "lin.officer",
    "sun": "sun.review",
    "qian": "qian.legal",
    "zhou": "zhou.head",
    "zheng": "zheng.liaison",
    "jiang": "jiang.head",
    "huli": "huli.officer",
    "admin": "admin.system",
    "security": "admin.security",
}
BEING_RENDERED = {"document_rendering", "documents_pending"}
PATIENCE_S = 90.0
PARTS = {"main": "正卷", "secondary": "副卷"}


@dataclass
class Job:
    """One told case on its way."""

    server: Server
    teller: Teller
    folder: Path
    serial: int
    party: Json
    people: dict[str, Browser] = field(default_factory=dict)
    lead_id: str = ""
    inspection_id: str = ""
    case: str = ""
    thing: str = ""
    """The path of what steps are taken on: the case, a measure or an on-the-spot penalty."""

    def as_(self, name: str) -> Browser:
        """Return a person, signed in at first use."""
        if name not in self.people:
            person = Browser(self.server, ACCOUNTS[name])
            person.sign_in()
            self.people[name] = person
        return self.people[name]

    def now(self) -> datetime:
        """Return the server's time."""
        told = self.server.send("GET", "/api/v1/time?nonce=told", {}, None).json["server_time"]
        return datetime.fromisoformat(told)

    def today(self, days: int = 0) -> str:
        """Return the bureau's day by the server's clock, or one some days from it."""
        return ((self.now() + timedelta(hours=8)).date() + timedelta(days=days)).isoformat()

    def show(self, path: str = "") -> Json:
        """Return the case, or another thing, as the first officer sees it."""
        return self.as_("chen").get(path or self.case)

    def tell(self, zh: str, en: str) -> None:
        """Tell what held."""
        self.teller.told(zh, en)

    def try_(self, name: str, action: str, form: Json | None = None) -> Answer:
        """Take a step, waiting while papers that it needs are being made."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            answer = self.as_(name).try_step(self.thing, action, form)
            reasons = answer.json.get("blocked_by", []) if answer.status == 409 else []
            only_waits = reasons and {one["code"] for one in reasons} <= BEING_RENDERED
            if not only_waits or time.monotonic() > deadline:
                return answer
            time.sleep(0.3)

    def do(self, name: str, action: str, form: Json | None, zh: str, en: str) -> Json:
        """Take a step that must be allowed, and tell it."""
        answer = self.try_(name, action, form)
        if answer.status != 200:
            raise UnexpectedAnswerError(f"{action}: {answer.status} {answer.body.decode()}")
        self.tell(zh, en)
        return answer.json

    def refuse(self, name: str, action: str, form: Json | None, what: str, code: str) -> None:
        """Try a step that must be refused for this reason, and tell it."""
        self.teller.refused(what, self.try_(name, action, form), code)

    def served(self, **changes: object) -> Json:
        """Return the form of a service in person today."""
        return {"served_on": self.today(), "mode": "direct", "recipient": "𠮷田㛃"} | changes

    def due(self, code: str, path: str = "") -> date:
        """Return when the newest term of a code ends."""
        terms = [one for one in self.show(path)["deadlines"] if one["code"] == code]
        return max(date.fromisoformat(one["due_on"]) for one in terms)

    def advance(self, days: int) -> None:
        """Run the demonstration's clock ahead."""
        while days > 0:
            self.as_("admin").post("/demo/clock", {"advance_days": min(days, 90)})
            days -= 90

    def advance_past(self, day: date) -> None:
        """Run the demonstration's clock to the day after."""
        self.advance((day - date.fromisoformat(self.today())).days + 1)

    def photo(self, name: str = "chen", seed: int = 0) -> Sealed:
        """Take a photo on a new approved phone and have it verified."""
        person = self.as_(name)
        phone = Phone(person)
        phone.enrol("Demo Phone")
        device, note = f"/devices/{phone.device_id}", {"note": "当面核对"}
        self.as_("security").step(device, "approve", note)
        at = self.now()
        content = make_photo(at, SPOT.lon, SPOT.lat, self.serial * 10 + seed)
        sealed = phone.capture(content, f"IMG_{self.serial:02d}{seed:02d}.jpg", SPOT, at)
        phone.register(sealed)
        phone.upload(sealed)
        path = f"/exhibits/{sealed.exhibit_id}"
        wait_until("receipt", lambda: _if(person.get(path), "verified"))
        return sealed

    def measure(self, kind: str, **facts: object) -> None:
        """Propose a measure beside the case; the next steps are taken on it."""
        self.thing = f"/measures/{new_id()}"
        proposal = {
            "kind": kind,
            "case_id": self.case.rpartition("/")[2],
            "inspection_id": self.inspection_id,
            "officer_ids": [self.as_(name).person_id for name in ("chen", "lin")],
            "facts": "2 号排口正在排放黑色废水。",
            "legal_basis": "《中华人民共和国生态环境法典》第五十二条",
            "place": "筼筜湖东侧 2 号排口",
        } | facts
        self.as_("chen").put(self.thing, proposal)

    def on_site(self, **changes: object) -> Json:
        """Return the form of an act on the spot, a minute ago."""
        acted = wire_time(self.now() - timedelta(minutes=1))
        return {"acted_at": acted, "handed_to": "𠮷田㛃"} | changes

    def back_to_case(self) -> None:
        """Take the next steps on the case again."""
        self.thing = self.case

    def keep_volume(self, kind: str = "case") -> None:
        """Have the volume bound, or take the one that archiving bound, and keep each part."""
        liaison, subject_id = self.as_("zheng"), self.thing.rpartition("/")[2]
        subject = f"subject_kind={kind}&subject_id={subject_id}"
        wait_until("papers", lambda: _all(self.show(self.thing)["documents"], "issued"))
        liaison.post("/volumes", {"subject_kind": kind, "subject_id": subject_id})
        found = wait_until("volume", lambda: _ready(liaison.get(f"/volumes?{subject}")["items"]))
        self.folder.mkdir(parents=True, exist_ok=True)
        for one in found["items"]:
            pdf = liaison.get_bytes(f"/volumes/{one['id']}/content").body
            path = self.folder / f"{PARTS[one['part']]}.pdf"
            path.write_bytes(pdf)
            self.tell(
                f"案卷{PARTS[one['part']]} {one['papers']} 件 {one['pages']} 页，{len(pdf)} 字节",
                f"volume, {one['part']} part: {path.name}",
            )


def _if(thing: Json, state: str) -> Json | None:
    return thing if thing["state"] == state else None


def _all(things: list[Json], state: str) -> Json | None:
    return {"items": things} if all(one["state"] == state for one in things) else None


def _ready(volumes: list[Json]) -> Json | None:
    """Return the newest volume of each part once all are ready."""
    newest = {one["part"]: one for one in reversed(volumes)}
    return _all(list(newest.values()), "ready") if newest else None
