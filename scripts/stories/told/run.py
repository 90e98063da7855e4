"""The told cases by name, and telling them."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from scripts.stories.browser import Json, Server
from scripts.stories.teller import Teller
from scripts.stories.told import beside, decisions
from scripts.stories.told.job import Job

Told = Callable[[Job], None]

STORIES: dict[str, tuple[str, Told]] = {
    "first-offence": ("首次轻微违法不予处罚", decisions.first_minor_offence),
    "hearing": ("听证后减轻罚款", decisions.hearing_and_reduced_fine),
    "daily-penalty": ("按日连续处罚", beside.daily_penalty),
    "seizure": ("查封、解除与处罚", beside.seizure),
    "crime": ("涉嫌犯罪移送与退回", beside.crime_and_return),
    "simple": ("当场处罚", beside.simple_procedure),
    "withdrawal": ("撤销立案", decisions.withdrawal),
    "referral": ("移送其他机关", decisions.referral),
    "district": ("区局以自己名义处罚", decisions.district_decides),
    "city": ("区局办理、市局决定", decisions.city_decides),
    # Last, for it takes more than half a year of the demonstration's clock.
    "court": ("延期缴纳后申请法院执行", decisions.deferral_then_court),
}


def tell(server: Server, names: Iterable[str], folder: Path) -> Teller:
    """Tell these cases one after the other and keep each one's volume below the folder; raises
    UnexpectedAnswerError where one breaks off.
    """
    whole = Teller()
    for serial, name in enumerate(names, 1):
        title, told = STORIES[name]
        print(f"\n{name}  {title}", flush=True)
        began, teller = time.monotonic(), Teller()
        job = Job(server, teller, folder / name, _serial(name, serial), _party(name))
        # Officers cannot be in two places at once: each case has a day of its own.
        job.advance(1)
        told(job)
        whole.steps += teller.steps
        whole.refusals += teller.refusals
        print(f"      {teller.steps} 步 steps, {time.monotonic() - began:.0f} s → {job.folder}")
    return whole


def _serial(name: str, position: int) -> int:
    return 10 * position + len(name)


def _party(name: str) -> Json:
    place = list(STORIES).index(name) + 1
    return {
        "kind": "organisation",
        "name": "宏达<化工>&有限公司" if place == 2 else f"厦门示范{place}号㛃环保有限公司",
        "credit_code": f"91350200MASTRY{place:04d}",
        "legal_representative": "𠮷田㛃",
    }
