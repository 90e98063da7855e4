"""A small city for tests."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from backend.accounts import Authority, Certificate, Grid, GridAssignment, Person
from backend.kernel.ids import new_id
from tests.people import PASSWORD

SIMING_CELL = [[118.08, 24.44], [118.12, 24.44], [118.12, 24.48], [118.08, 24.48], [118.08, 24.44]]
HULI_CELL = [[118.10, 24.49], [118.14, 24.49], [118.14, 24.53], [118.10, 24.53], [118.10, 24.49]]
IN_SIMING = {"lon": 118.1, "lat": 24.46}
VALID = (date(2020, 1, 1), date(2099, 12, 31))
EXPIRED = (date(2020, 1, 1), date(2026, 11, 1))


@dataclass
class City:
    """Ids of what was made, by name."""

    authorities: dict[str, UUID] = field(default_factory=dict)
    grids: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)


# Cheap parameters: the strength of argon2 is not what these tests are about, and a hash carries
# its own parameters.
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@cache
def _password_hash() -> str:
    return QUICK_HASHER.hash(PASSWORD)


def make_city(session: Session) -> City:
    """Make two districts of one city with people of every role; everyone's password is PASSWORD."""
    city = City()
    bureau = _authority(session, city, "city", "厦门市生态环境局", "350200", None)
    siming = _authority(session, city, "siming", "厦门市思明生态环境局", "350203", bureau)
    huli = _authority(session, city, "huli", "厦门市湖里生态环境局", "350206", bureau)
    _grid(session, city, "siming-03", siming, SIMING_CELL)
    _grid(session, city, "huli-01", huli, HULI_CELL)
    for name, full_name, roles, where in (
        ("wang", "王秀英", ["grid_worker"], siming),
        ("chen", "陈志强", ["officer"], siming),
        ("lin", "林晓梅", ["officer"], siming),
        ("wu", "吴建国", ["officer"], siming),
        ("zhao", "赵敏", ["dispatcher"], siming),
        ("sun", "孙立", ["case_reviewer"], siming),
        ("qian", "钱进", ["legal_reviewer"], siming),
        ("zhou", "周正", ["head"], siming),
        ("zheng", "郑琳", ["legal_liaison"], siming),
        ("admin", "管理员", ["system_admin"], bureau),
        ("auditor", "审计员", ["auditor"], bureau),
        ("fang", "方正", ["legal_reviewer"], bureau),
        ("security", "安全管理员", ["security_admin"], bureau),
        ("huli-officer", "黄海", ["officer"], huli),
        ("huli-worker", "许珍", ["grid_worker"], huli),
        ("huli-dispatcher", "何为", ["dispatcher"], huli),
        (
            "huli-all",
            "全能",
            ["officer", "dispatcher", "case_reviewer", "legal_reviewer", "head", "legal_liaison"],
            huli,
        ),
    ):
        _person(session, city, name, full_name, roles, where)
    for name, validity in (
        ("chen", VALID),
        ("lin", VALID),
        ("wu", EXPIRED),
        ("huli-officer", VALID),
        ("huli-all", VALID),
    ):
        _certificate(session, city, name, validity)
    _serve(session, city, "siming-03", "wang", siming)
    _serve(session, city, "huli-01", "huli-worker", huli)
    return city


def _authority(
    session: Session, city: City, name: str, full: str, code: str, parent: UUID | None
) -> UUID:
    row = Authority(
        id=new_id(),
        parent_id=parent,
        name=full,
        short_name=full.removeprefix("厦门市"),
        kind="district" if parent else "city",
        division_code=code,
        document_code="闽厦环",
    )
    session.add(row)
    session.flush()
    city.authorities[name] = row.id
    return row.id


def _grid(
    session: Session, city: City, code: str, authority: UUID, ring: list[list[float]]
) -> None:
    polygon = {"type": "Polygon", "coordinates": [ring]}
    row = Grid(
        id=new_id(),
        authority_id=authority,
        code=code,
        name_zh=f"{code} 网格",
        name_en=code,
        polygon=polygon,
    )
    session.add(row)
    session.flush()
    city.grids[code] = row.id


def _person(
    session: Session, city: City, account: str, full_name: str, roles: list[str], authority: UUID
) -> None:
    row = Person(
        id=new_id(),
        authority_id=authority,
        account_name=account,
        full_name=full_name,
        password_hash=_password_hash(),
        roles=roles,
        is_active=True,
        is_demo=False,
        failed_attempts=0,
        locked_until=None,
    )
    session.add(row)
    session.flush()
    city.people[account] = row.id


def _certificate(session: Session, city: City, account: str, validity: tuple[date, date]) -> None:
    person = session.get_one(Person, city.people[account])
    row = Certificate(
        id=new_id(),
        authority_id=person.authority_id,
        person_id=person.id,
        number=f"TEST-{account}",
        valid_from=validity[0],
        valid_to=validity[1],
    )
    session.add(row)
    session.flush()


def _serve(session: Session, city: City, grid: str, account: str, authority: UUID) -> None:
    session.add(
        GridAssignment(
            grid_id=city.grids[grid], person_id=city.people[account], authority_id=authority
        )
    )
    session.flush()
