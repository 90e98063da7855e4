"""Base maps through the API: put up, kept by digest, read by ranges, replaced and withdrawn."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from backend.accounts import Person
from backend.basemaps.models import Basemap
from backend.kernel.ids import new_id
from backend.kernel.storage import object_store
from tests.basemaps.archives import LAYERS, archive
from tests.people import API, SignedIn

FORM = {
    "name_zh": "厦门虚构底图",
    "name_en": "Made-up Xiamen",
    "attribution": "测试数据 审图号：试 S(2026)001 号",
    "datum": "wgs84",
}


def put(
    person: SignedIn, content: bytes | None = None, *, path: str | None = None, **form: Any
) -> TestResponse:
    """Put an archive up as the office does."""
    given = {key: value for key, value in (FORM | form).items() if value is not None}
    file = (BytesIO(archive() if content is None else content), "map.pmtiles")
    return person.client.put(
        API + (path or f"/basemaps/{new_id()}"),
        data=given | {"archive": file},
        headers={"X-CSRF-Token": person.csrf_token},
        content_type="multipart/form-data",
    )


def ask(person: SignedIn, basemap_id: str, **headers: str) -> TestResponse:
    """Ask for an archive's bytes."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return person.client.get(f"{API}/basemaps/{basemap_id}/archive", headers=sent)


@pytest.fixture
def admin(signed_in) -> SignedIn:
    """The city's system administrator."""
    return signed_in("admin")


@pytest.fixture
def kept(admin) -> dict[str, Any]:
    """The city's base map."""
    answer = put(admin)
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json
    return shown


def test_an_archive_is_kept_by_its_digest_and_outside_the_database(app, kept) -> None:
    digest = hashlib.sha256(archive()).hexdigest()

    assert (kept["sha256"], kept["size"]) == (digest, len(archive()))
    assert object_store().size(f"basemaps/{digest}") == len(archive())
    assert (kept["min_zoom"], kept["max_zoom"], kept["layers"]) == (8, 14, list(LAYERS))
    assert kept["bounds"] == {"west": 117.98, "south": 24.38, "east": 118.26, "north": 24.6}
    assert (kept["state"], kept["attribution"]) == ("in_force", FORM["attribution"])


@pytest.mark.parametrize("datum", ["wgs84", "gcj02"])
def test_it_is_said_in_which_datum_the_tiles_are_drawn(admin, datum) -> None:
    assert put(admin, datum=datum).json["datum"] == datum


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("datum", "bd09"),
        ("datum", None),
        ("attribution", ""),
        ("attribution", None),
        ("name_zh", ""),
    ],
)
def test_what_must_be_said_of_a_map_is_said(admin, field, value) -> None:
    refused = put(admin, **{field: value})

    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"].endswith(field)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-126", 0, 127),
        ("bytes=100-100", 100, 101),
        ("bytes=1000-", 1000, None),
        ("bytes=-50", -50, None),
        ("bytes=5000-99999999", 5000, None),
    ],
)
def test_the_bytes_asked_for_are_sent_and_no_other(signed_in, kept, asked, start, end) -> None:
    answer = ask(signed_in("wang"), kept["id"], Range=asked, If_Range=f'"{kept["sha256"]}"')

    wanted = archive()[start:end]
    first = start if start >= 0 else len(archive()) + start
    assert (answer.status_code, answer.data) == (206, wanted)
    assert answer.headers["Content-Length"] == str(len(wanted))
    said = f"bytes {first}-{first + len(wanted) - 1}/{len(archive())}"
    assert answer.headers["Content-Range"] == said
    assert answer.headers["ETag"] == f'"{kept["sha256"]}"'


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Range": "bytes=0-9,20-29"},
        {"Range": "lines=0-9"},
        {"Range": "nonsense"},
        {"Range": "bytes=0-9", "If_Range": '"another"'},
        {"Range": "bytes=0-9", "If_Range": "Mon, 23 Nov 2026 00:00:00 GMT"},
    ],
)
def test_all_is_sent_where_no_single_range_of_this_version_is_asked(
    signed_in, kept, headers
) -> None:
    answer = ask(signed_in("wang"), kept["id"], **headers)

    assert (answer.status_code, answer.data) == (200, archive())
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_a_range_beyond_the_end_is_refused_with_the_size(signed_in, kept) -> None:
    refused = ask(signed_in("wang"), kept["id"], Range="bytes=99999999-")

    assert refused.status_code == 416
    assert (refused.json["code"], refused.json["size"]) == ("range_not_satisfiable", kept["size"])


def test_the_facts_come_without_the_bytes(signed_in, kept) -> None:
    wang = signed_in("wang")
    head = wang.client.head(f"{API}/basemaps/{kept['id']}/archive")

    assert wang.get("/basemaps/offered").json["item"]["sha256"] == kept["sha256"]
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(kept["size"])


def test_only_an_administrator_puts_up_or_withdraws(signed_in, kept) -> None:
    chen = signed_in("chen")

    assert put(chen).status_code == 403
    refused = chen.post(f"/basemaps/{kept['id']}/actions/withdraw", {"reason": "审图号过期"})
    assert refused.status_code == 403


def test_who_has_no_map_gets_none(signed_in, kept) -> None:
    assert signed_in("security").get("/basemaps/offered").status_code == 403
    assert ask(signed_in("security"), kept["id"]).status_code == 403


def test_a_district_draws_its_own_map_before_the_city_s(signed_in, admin, city, kept) -> None:
    siming = str(city.authorities["siming"])
    own = put(admin, archive("思明"), authority_id=siming).json

    assert signed_in("wang").get("/basemaps/offered").json["item"]["id"] == own["id"]
    assert signed_in("huli-worker").get("/basemaps/offered").json["item"]["id"] == kept["id"]
    assert ask(signed_in("huli-worker"), own["id"]).status_code == 404
    assert ask(signed_in("huli-worker"), kept["id"], Range="bytes=0-0").status_code == 206


def test_nobody_puts_up_a_map_for_an_authority_out_of_scope(signed_in, session, city) -> None:
    session.get_one(Person, city.people["zhao"]).roles = ["system_admin"]
    session.commit()

    refused = put(signed_in("zhao"), authority_id=str(city.authorities["huli"]))

    assert refused.status_code == 404


def test_a_map_takes_the_place_only_of_the_one_that_is_named(admin, kept) -> None:
    path = f"/basemaps/{new_id()}"
    unnamed = put(admin, archive("二"), path=path)
    named = put(admin, archive("二"), path=path, replaces_id=kept["id"])

    assert (unnamed.status_code, unnamed.json["code"]) == (409, "basemap_changed")
    assert unnamed.json["in_force_id"] == kept["id"]
    assert named.status_code == 201
    items = admin.get("/basemaps").json["items"]
    assert [(one["state"], one["ended_by_name"]) for one in items] == [
        ("in_force", None),
        ("replaced", "管理员"),
    ]


def test_a_download_that_was_begun_ends_although_the_map_was_replaced(
    signed_in, admin, kept
) -> None:
    put(admin, archive("二"), replaces_id=kept["id"])

    assert ask(signed_in("wang"), kept["id"], Range="bytes=9-").data == archive()[9:]


def test_what_was_withdrawn_is_sent_to_nobody_and_stays_in_the_history(
    signed_in, admin, kept, session
) -> None:
    path = f"/basemaps/{kept['id']}/actions/withdraw"
    assert admin.post(path, {"reason": ""}).status_code == 422
    withdrawn = admin.post(path, {"reason": "审图号过期"})
    again = admin.post(path, {"reason": "再次"})

    assert (withdrawn.json["state"], withdrawn.json["end_reason"]) == ("withdrawn", "审图号过期")
    assert (again.status_code, again.json["code"]) == (409, "basemap_ended")
    wang = signed_in("wang")
    assert ask(wang, kept["id"], Range="bytes=0-9").json["code"] == "basemap_ended"
    assert wang.get("/basemaps/offered").json == {"item": None}
    assert wang.get(f"/basemaps/{kept['id']}").json["state"] == "withdrawn"
    assert session.query(Basemap).count() == 1


def test_the_same_map_twice_is_one_and_another_under_its_id_is_refused(admin, kept) -> None:
    path = f"/basemaps/{kept['id']}"

    assert put(admin, path=path).status_code == 200
    assert put(admin, archive("二"), path=path).json["code"] == "basemap_differs"
    assert put(admin, path=path, datum="gcj02").json["code"] == "basemap_differs"
    assert len(admin.get("/basemaps").json["items"]) == 1


def test_a_file_larger_than_allowed_is_refused_with_the_limit(app, admin) -> None:
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings.model_copy(update={"max_basemap_bytes": 1000})
    try:
        refused = put(admin)
        much_too_large = put(admin, bytes(80_000))
    finally:
        app.extensions["settings"] = settings

    for answer in (refused, much_too_large):
        assert (answer.status_code, answer.json["code"]) == (413, "too_large")
        assert answer.json["limit_bytes"] == 1000


def test_a_refused_file_leaves_nothing(app, admin) -> None:
    spoilt = b"PNG" + archive("留不下")[3:]

    assert put(admin, spoilt).json["code"] == "archive_unknown"
    assert admin.get("/basemaps").json["items"] == []
    assert object_store().size(f"basemaps/{hashlib.sha256(spoilt).hexdigest()}") is None
