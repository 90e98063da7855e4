"""Seeding the made-up city."""

from uuid import UUID

from sqlalchemy import select

from backend.accounts import (
    Authority,
    Certificate,
    Grid,
    GridAssignment,
    Person,
    hash_password,
)
from backend.demo.city import (
    CELLS_PER_STREET,
    CITY,
    DISTRICTS,
    DOCUMENT_CODE,
    PEOPLE,
    SITES,
    DemoPerson,
    District,
    cell_ring,
    credit_code,
)
from backend.kernel.db import Json, session
from backend.kernel.ids import new_id
from backend.sites import Site, announce_site, grid_of

PASSWORD = "xunzheng-demo-2026"  # noqa: S105 - printed at every start of a demonstration
DISTRICT_BY_CODE = {district.code: district for district in DISTRICTS}


def seed_city() -> bool:
    """Seed authorities, grids, people and sites; return False when they are there already."""
    if session().scalars(select(Authority).limit(1)).first() is not None:
        return False
    code, name = CITY
    bureau = _add_authority(code, name, None, DOCUMENT_CODE)
    authorities = {code: bureau.id}
    for district in DISTRICTS:
        title = f"厦门市{district.name_zh}生态环境局"
        word = f"{DOCUMENT_CODE}{district.document_word}"
        authorities[district.code] = _add_authority(district.code, title, bureau.id, word).id
    session().flush()  # people and grids refer to authorities
    grids = {
        grid.code: grid
        for district in DISTRICTS
        for grid in _add_grids(district, authorities[district.code])
    }
    for person in PEOPLE:
        _add_person(person, authorities[person.where], grids)
    _add_sites(authorities)
    return True


def _add_authority(code: str, name: str, parent: UUID | None, document_code: str) -> Authority:
    row = Authority(
        id=new_id(),
        parent_id=parent,
        name=name,
        short_name=name.removeprefix("厦门市"),
        kind="district" if parent else "city",
        division_code=code,
        document_code=document_code,
        phone_lock="offered",
    )
    session().add(row)
    session().flush()  # a district refers to the city
    return row


def _add_grids(district: District, authority_id: UUID) -> list[Grid]:
    grids = [
        Grid(
            id=new_id(),
            authority_id=authority_id,
            code=f"{district.code}-{street + 1:02d}-{cell + 1:02d}",
            name_zh=f"{name_zh} {cell + 1:02d} 网格",
            name_en=f"{name_en} cell {cell + 1:02d}",
            polygon={"type": "Polygon", "coordinates": [cell_ring(district, street, cell)]},
        )
        for street, (name_zh, name_en) in enumerate(district.streets)
        for cell in range(CELLS_PER_STREET)
    ]
    session().add_all(grids)
    session().flush()  # assignments refer to grids
    return grids


def _add_person(demo: DemoPerson, authority_id: UUID, grids: dict[str, Grid]) -> None:
    person = Person(
        id=new_id(),
        authority_id=authority_id,
        account_name=demo.account_name,
        full_name=demo.full_name,
        password_hash=hash_password(PASSWORD),
        roles=list(demo.roles),
        is_active=True,
        is_demo=True,
        failed_attempts=0,
        locked_until=None,
    )
    session().add(person)
    session().flush()  # certificates and assignments refer to the person
    if demo.certificate:
        number, valid_from, valid_to = demo.certificate
        session().add(
            Certificate(
                id=new_id(),
                authority_id=authority_id,
                person_id=person.id,
                number=number,
                valid_from=valid_from,
                valid_to=valid_to,
            )
        )
    for code in demo.grid_codes:
        served = GridAssignment(
            grid_id=grids[code].id, person_id=person.id, authority_id=authority_id
        )
        session().add(served)


def _add_sites(authorities: dict[str, UUID]) -> None:
    for serial, demo in enumerate(SITES, start=1):
        district = DISTRICT_BY_CODE[demo.district]
        authority_id = authorities[demo.district]
        lon, lat = round(district.lon + demo.east, 6), round(district.lat + demo.north, 6)
        site = Site(
            id=new_id(),
            authority_id=authority_id,
            grid_id=grid_of(authority_id, lon, lat),
            name=demo.name,
            credit_code=credit_code(serial),
            legal_representative=demo.legal_representative,
            address=f"厦门市{district.name_zh}区示范路 {serial * 8} 号",
            category=demo.category,
            lon=lon,
            lat=lat,
            facts=_facts_of(serial, lon, lat),
        )
        session().add(site)
        announce_site(site, None)


def _facts_of(serial: int, lon: float, lat: float) -> Json:
    """A made-up permit, and a gate some 40 m south of the site's middle."""
    return {
        "permit_number": f"{credit_code(serial)}001{serial % 10}",
        "permit_valid_to": "2029-06-30",
        "outfalls": serial % 3 + 1,
        "pollutants": ("COD、氨氮", "VOCs、颗粒物", "COD、总镍")[serial % 3],
        "gate": {"lon": lon, "lat": round(lat - 0.00036, 6)},
    }
