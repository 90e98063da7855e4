"""The main job: an offline photo becomes a served penalty decision and a provable exhibit."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from backend.demo.phone import Phone, Place, Sealed
from scripts.stories.browser import Browser, Json, Server
from scripts.stories.teller import Teller

SPOT = Place(118.0929, 24.4707)
PARTY = {
    "kind": "organisation",
    "name": "宏达<化工>&有限公司",
    "credit_code": "91350200MADEM00020",
    "legal_representative": "𠮷田㛃",
}


@dataclass
class Story:
    """What the chapters share."""

    server: Server
    teller: Teller
    photos: list[tuple[str, bytes]]
    work: Path
    people: dict[str, Browser] = field(default_factory=dict)
    sealed: list[Sealed] = field(default_factory=list)
    phone: Phone | None = None
    incident_id: str = ""
    lead_id: str = ""
    inspection_id: str = ""
    case_id: str = ""

    def as_(self, account_name: str) -> Browser:
        """Return a person, signed in at first use."""
        if account_name not in self.people:
            person = Browser(self.server, account_name)
            person.sign_in()
            self.people[account_name] = person
        return self.people[account_name]

    def now(self) -> datetime:
        """Return the server's time."""
        told = self.server.send("GET", "/api/v1/time?nonce=story", {}, None).json["server_time"]
        return datetime.fromisoformat(told)

    def today(self) -> date:
        """Return the bureau's day by the server's clock."""
        return (self.now() + timedelta(hours=8)).date()

    @property
    def case(self) -> str:
        """The case's path."""
        return f"/cases/{self.case_id}"

    def show_case(self) -> Json:
        """Return the case as the first officer sees it."""
        return self.as_("chen.officer").get(self.case)

    def advance_past(self, day: date) -> None:
        """Run the demonstration's clock to the day after."""
        days = (day - self.today()).days + 1
        self.as_("admin.system").post("/demo/clock", {"advance_days": days})
