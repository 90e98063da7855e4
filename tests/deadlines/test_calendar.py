"""The working calendar: two sources agree, notices are taken in, and what moved is on record."""

from datetime import date
from typing import Any

import holidays
import pytest

from backend.deadlines import Deadline, find_deadline, open_deadline
from backend.deadlines.rules import national_calendar
from backend.kernel.ids import new_id

SPRING_2027 = [
    {"day": f"2027-02-{day:02d}", "is_working": False, "name": "春节"} for day in range(5, 13)
] + [{"day": "2027-02-14", "is_working": True, "name": "调休上班"}]
SOURCE = "国办发明电〔2026〕9号"
SUBJECT = new_id()


def test_two_sources_of_the_calendar_agree_on_every_notified_day() -> None:
    ours = {day.day: day.is_working for day in national_calendar() if day.status == "official"}
    theirs = holidays.country_holidays("CN", years=sorted({day.year for day in ours}))

    differing = [day for day, works in ours.items() if theirs.is_working_day(day) != works]

    assert len(ours) > 2000
    assert differing == []


@pytest.fixture
def term(session, city) -> Any:
    key = open_deadline(
        authority_id=city.authorities["siming"],
        subject_kind="case",
        subject_id=SUBJECT,
        subject_number="闽厦环立〔2026〕1号",
        code="defence",
        started_on=date(2027, 2, 3),
        days=5,
        unit="working",
        basis="行政处罚法 第四十四条",
        responsible_role="officer",
    )
    session.commit()
    return session.get_one(Deadline, key)


def take_in(person: Any, **changes: Any) -> Any:
    notice = {"year": 2027, "source": SOURCE, "days": SPRING_2027}
    return person.put("/work-calendar", notice | changes)


def test_a_notice_moves_the_running_terms_and_says_which(signed_in, session, city, term) -> None:
    before = term.due_on
    admin = signed_in("admin")

    notice = take_in(admin).json

    session.expire_all()
    moved = find_deadline("case", SUBJECT, "defence")
    assert moved.due_on == date(2027, 2, 17)
    assert not moved.provisional
    assert (notice["terms_moved"], notice["imported_by"]) == (1, "管理员")
    assert notice["moved"] == [
        {
            "subject": {"kind": "case", "id": str(SUBJECT), "number": "闽厦环立〔2026〕1号"},
            "code": "defence",
            "due_before": before.isoformat(),
            "due_after": "2027-02-17",
        }
    ]
    [change] = moved.changes
    assert (change.cause, change.basis) == ("calendar", SOURCE)


def test_the_same_notice_again_moves_nothing(signed_in, session, city, term) -> None:
    admin = signed_in("admin")
    take_in(admin)

    again = take_in(admin).json

    assert (again["days_changed"], again["terms_moved"]) == (0, 0)


def test_a_corrected_notice_moves_official_terms_too(signed_in, session, city, term) -> None:
    admin = signed_in("admin")
    take_in(admin)

    corrected = take_in(admin, days=SPRING_2027[:-1], source="国办发明电〔2027〕1号").json

    session.expire_all()
    assert corrected["terms_moved"] == 1
    assert find_deadline("case", SUBJECT, "defence").due_on == date(2027, 2, 18)


def test_the_year_says_whether_it_is_notified(signed_in, city) -> None:
    admin = signed_in("admin")

    assert admin.get("/work-calendar", year=2026).json["status"] == "official"
    assert admin.get("/work-calendar", year=2027).json["status"] == "provisional"
    assert admin.get("/work-calendar", year=2090).json["status"] == "unknown"


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ([{"day": "2026-02-05", "is_working": False}], "other_year"),
        ([{"day": "2027-02-05", "is_working": False}] * 2, "day_twice"),
    ],
)
def test_a_notice_of_wrong_days_is_refused(signed_in, city, days, code) -> None:
    answer = take_in(signed_in("admin"), days=days)

    assert answer.status_code == 422
    assert code in answer.text


def test_an_officer_takes_in_no_notice(signed_in, city) -> None:
    assert take_in(signed_in("chen")).status_code == 403


def test_a_preview_says_what_would_move_and_moves_nothing(signed_in, session, city, term) -> None:
    before, admin = term.due_on, signed_in("admin")
    notice = {"year": 2027, "source": SOURCE, "days": SPRING_2027}

    shown = admin.post("/work-calendar/preview", notice)

    assert shown.status_code == 200, shown.text
    moved = [(one["due_before"], one["due_after"]) for one in shown.json["moved"]]
    assert (shown.json["terms_moved"], moved) == (1, [(before.isoformat(), "2027-02-17")])
    session.expire_all()
    assert find_deadline("case", SUBJECT, "defence").due_on == before
    assert admin.get("/work-calendar", year=2027).json["status"] == "provisional"
    assert admin.get("/work-calendar", year=2027).json["notices"] == []


def test_only_who_keeps_the_calendar_may_preview(signed_in) -> None:
    notice = {"year": 2027, "source": SOURCE, "days": SPRING_2027}

    assert signed_in("chen").post("/work-calendar/preview", notice).status_code == 403
