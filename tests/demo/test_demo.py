"""The demonstration: nothing of it works unless it was asked for."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from backend.accounts import ROLES, Person
from backend.demo.city import PEOPLE, SITES, credit_code
from backend.demo.photos import make_photo
from backend.demo.service import PASSWORD, seed_city
from backend.kernel import clock
from backend.kernel.db import unit_of_work


@pytest.fixture
def seeded(app, session) -> None:
    with unit_of_work():
        seed_city()


def test_demo_password_is_worthless_where_no_demo_was_asked_for(seeded, client) -> None:
    credentials = {"account_name": "zhou.head", "password": PASSWORD}

    answer = client.post("/api/v1/session", json=credentials)

    assert answer.status_code == 401
    assert answer.json["code"] == "wrong_credentials"


def test_demo_clock_does_not_exist_where_no_demo_was_asked_for(client) -> None:
    assert client.post("/api/v1/demo/clock", json={"advance_days": 1}).status_code in {404, 405}


def test_seeding_twice_changes_nothing(seeded, session) -> None:
    before = set(session.scalars(select(Person.id)))

    with unit_of_work():
        assert seed_city() is False

    assert set(session.scalars(select(Person.id))) == before
    assert len(before) == len(PEOPLE)


def test_seeded_people_cover_every_role(seeded, session) -> None:
    roles = {role for person in session.scalars(select(Person)) for role in person.roles}

    assert roles == set(ROLES)


def test_invented_credit_codes_have_valid_check_characters() -> None:
    codes = [credit_code(serial) for serial in range(1, len(SITES) + 1)]

    assert all(re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{18}", code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_made_photos_carry_the_exif_of_a_phone() -> None:
    at = clock.now()
    photo = Image.open(io.BytesIO(make_photo(at, 118.0929, 24.4707, seed=1)))

    place = photo.getexif().get_ifd(0x8825)
    degrees, minutes, seconds = (float(part) for part in place[4])
    assert degrees + minutes / 60 + seconds / 3600 == pytest.approx(118.0929, abs=1e-6)
    assert make_photo(at, 1, 1, seed=1) != make_photo(at, 1, 1, seed=2)
